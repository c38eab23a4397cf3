import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import type { Actor } from './actor.js';
import { AuditWriter } from './audit-writer.js';
import { Config } from './config.js';
import { Databases } from './databases.js';
import { InvalidInput, Unavailable } from './errors.js';
import { Read } from './read.js';
import { sql } from './sql.js';
import { anActor } from './testing/an-actor.js';
import { Work } from './work.js';

describe('Reads and writes', () => {
  let database: FreshDatabase;
  let admin: Client;
  let databases: Databases;
  let read: Read;
  let work: Work;
  beforeAll(async () => {
    database = await freshDatabase();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query(`INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES (901, 'T1', 'One', 'task-force', '2020-01-01'),
      (902, 'T2', 'Two', 'task-force', '2020-01-01')`);
    databases = new Databases(Config.of({ databaseUrl: database.requestUrl, poolSize: 2 }));
    await databases.onModuleInit();
    [read, work] = [new Read(databases), new Work(databases)];
  });
  afterAll(async () => {
    await databases.onApplicationShutdown();
    await admin.end();
    await database.drop();
  });

  async function aPerson(agencyId: number): Promise<Actor> {
    const [id, token] = [randomUUID(), randomBytes(32).toString('base64url')];
    await admin.query(
      `INSERT INTO identity.user_account (id, email, name, agency_id, clearance) VALUES ($1::uuid, $1::text || '@t.example', 'T', $2, 2)`,
      [id, agencyId],
    );
    await admin.query(
      `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ($1, $2, 'api', now() + interval '1 hour', now() + interval '1 hour')`,
      [createHash('sha256').update(token).digest(), id],
    );
    await admin.query("INSERT INTO identity.user_role (user_id, role) VALUES ($1, 'analyst')", [id]);
    return anActor({ userId: id, agencyId, token });
  }
  const again = (actor: Actor, key: string, hash = key): Actor => {
    const { trail } = anActor();
    trail.idempotency = { key, hash, used: false };
    return { ...actor, trail };
  };
  const who = (actor: Actor) =>
    read.run(actor, (q) =>
      q.row<{ me: string; agency: number }>(sql`SELECT ctx.user_id() AS me, ctx.agency() AS agency`),
    );
  const counted = async (statement: string, ...values: unknown[]) =>
    (await admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${statement}`, values)).rows[0]!.n;

  it('go on when the database ends a connection in the moment in which it is handed out', async () => {
    const { master } = databases.requestData.driver as unknown as { master: Pool };
    for (const pool of [master, databases.requestPool, databases.auditPool]) {
      await new Promise<void>((resolve, reject) =>
        pool.connect((error, client, release) => {
          if (error || !client) return reject(error as Error);
          // As pg does at the server's last message, when no query is under way: without a listener it throws.
          const ended = new Error('terminating connection because of crash of another server process');
          expect(() => client.emit('error', ended)).not.toThrow();
          release(ended);
          resolve();
        }),
      );
    }
    const actor = await aPerson(901);
    expect(await read.run(actor, (query) => query.rows(sql`SELECT 1 AS one`))).toEqual([{ one: 1 }]);
  });

  it('say that they cannot answer now when the database ends the connection between two statements', async () => {
    const actor = await aPerson(901);
    const cut = work.run(actor, async (tx) => {
      const { pid } = (await tx.row<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`))!;
      await admin.query('SELECT pg_terminate_backend($1)', [pid]);
      while (!(tx.manager.queryRunner?.isReleased ?? true)) await new Promise((turn) => setTimeout(turn, 5));
      await tx.rows(sql`SELECT 1`);
    });
    await expect(cut).rejects.toThrow(Unavailable);
  });

  it('that begin together share connections, and neither persons nor failures', async () => {
    const people: Actor[] = [];
    for (const agency of [901, 902, 901, 902, 901, 902]) people.push(await aPerson(agency));
    const looks = people.map((actor, at) =>
      read.run(actor, async (q) => {
        const first = await q.row<{ me: string; pid: number }>(
          at === 2 ? sql`SELECT 1 / 0` : sql`SELECT ctx.user_id() AS me, pg_backend_pid() AS pid`,
        );
        const second = await q.row<{ me: string }>(sql`SELECT ctx.user_id() AS me`);
        return { first: first!.me, second: second!.me, pid: first!.pid };
      }),
    );
    const answers = await Promise.allSettled(looks);
    expect(answers.map(({ status }) => status)).toEqual(people.map((_, at) => (at === 2 ? 'rejected' : 'fulfilled')));
    const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const others = people.filter((_, at) => at !== 2).map(({ userId }) => userId);
    expect(given.map(({ first }) => first)).toEqual(others);
    expect(given.map(({ second }) => second)).toEqual(others);
    expect(given.slice(0, 3).map(({ pid }) => pid)).toEqual(Array(3).fill(given[0]!.pid));
    expect(given[3]!.pid).toBe(given[4]!.pid);
    expect(given[3]!.pid).not.toBe(given[0]!.pid);
    expect(databases.requestPool.idleCount).toBe(databases.requestPool.totalCount);
  });

  it('know who asks, whoever used the connection before', async () => {
    const people = [await aPerson(901), await aPerson(902), await aPerson(901), await aPerson(902)];
    const asked = Array.from({ length: 80 }, (_none, index) => people[index % 4]!);
    const answers = await Promise.all(asked.map(who));
    answers.forEach((answer, index) =>
      expect(answer).toEqual({ me: asked[index]!.userId, agency: asked[index]!.agencyId }),
    );
    expect(await who(anActor())).toEqual({ me: null, agency: null });
  });

  it('cannot write while reading, and the connection stays clean after a failure', async () => {
    const actor = await aPerson(901);
    await expect(
      read.run(actor, (q) => q.rows(sql`INSERT INTO platform.outbox (type) VALUES ('x')`)),
    ).rejects.toThrow();
    await expect(read.run(actor, (q) => Promise.all([q.rows(sql`SELECT 1/0`), q.rows(sql`SELECT 1`)]))).rejects.toThrow(
      'division',
    );
    expect((await who(actor))?.me).toBe(actor.userId);
  });

  it('read-only and as themselves, whatever an injected statement set before on the same connection', async () => {
    const [actor, other] = [await aPerson(901), await aPerson(902)];
    const set = (name: string, value: string, local: boolean) =>
      read.run(actor, (q) => q.rows(sql`SELECT set_config(${name}, ${value}, ${local})`));
    await expect(set('transaction_read_only', 'off', true)).rejects.toThrow('read-write mode must be set before');
    await set('default_transaction_read_only', 'off', false);
    await set('ctx.token', other.token, false);
    for (const [asked, me] of [
      [actor, actor.userId],
      [other, other.userId],
      [anActor(), null],
    ] as const) {
      expect((await who(asked))?.me).toBe(me);
      await expect(
        read.run(asked, (q) =>
          q.rows(sql`INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
            VALUES ('x', ${asked.userId}::uuid, ${asked.userId}::uuid, ${asked.agencyId}::smallint, '{}')`),
        ),
      ).rejects.toThrow('read-only');
    }
  });

  it('commit the change, its event and its audit row together, or none of them', async () => {
    const actor = await aPerson(901);
    const recordId = randomUUID();
    const write = (fails: boolean) =>
      work.run(actor, async (tx) => {
        await tx.emit({ type: 'comment.written.v1', recordId, payload: {} });
        await tx.record({ event: 'thing.make', recordIds: [recordId] });
        if (fails) throw new Error('at the end');
        return { id: recordId };
      });
    await expect(write(true)).rejects.toThrow('at the end');
    expect(await counted('platform.outbox WHERE record_id = $1', recordId)).toBe(0);
    expect(await counted('audit.entry WHERE $1::uuid = ANY (record_ids)', recordId)).toBe(0);
    await write(false);
    expect(await counted('platform.outbox WHERE record_id = $1 AND actor_id = $2', recordId, actor.userId)).toBe(1);
    expect(
      await counted('audit.entry WHERE $1::uuid = ANY (record_ids) AND user_id = $2', recordId, actor.userId),
    ).toBe(1);
  });

  it('refuse a write that records nothing, and an event in somebody else’s name', async () => {
    const [actor, other] = [await aPerson(901), await aPerson(902)];
    await expect(work.run(actor, async (tx) => tx.rows(sql`SELECT 1`))).rejects.toThrow('no audit entry');
    const forged = { ...actor, userId: other.userId };
    await expect(
      work.run(forged, (tx) => tx.emit({ type: 'comment.written.v1', recordId: randomUUID(), payload: {} })),
    ).rejects.toThrow('Not found');
  });

  it('do the work of one Idempotency-Key once, for one person and one request', async () => {
    const [actor, other] = [await aPerson(901), await aPerson(901)];
    const make = (as: Actor) =>
      work.run(as, async (tx) => (await tx.record({ event: 'keyed', recordIds: [as.userId] }), { id: randomUUID() }));
    const results = await Promise.all(Array.from({ length: 20 }, () => make(again(actor, 'k'))));
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(await counted(`audit.entry WHERE event = 'keyed' AND user_id = $1`, actor.userId)).toBe(1);
    await expect(make(again(actor, 'k', 'another request'))).rejects.toThrow(InvalidInput);
    expect((await make(again(other, 'k'))).id).not.toBe(results[0]!.id);
  });

  it('keep a step that comes first whatever becomes of the work, and leave the Idempotency-Key to the work', async () => {
    const actor = await aPerson(901);
    actor.trail.idempotency = { key: 'k-first', hash: 'h', used: false };
    const log = (event: string) => work.first(actor, (tx) => tx.record({ event, recordIds: [] }));
    await log('test.first');
    const failing = work.run(actor, async (tx) => {
      await tx.record({ event: 'test.second', recordIds: [] });
      throw new InvalidInput({ field: 'No.' });
    });
    await expect(failing).rejects.toThrow(InvalidInput);
    const { rows } = await admin.query<{ event: string }>('SELECT event FROM audit.entry WHERE user_id = $1', [
      actor.userId,
    ]);
    expect(rows).toEqual([{ event: 'test.first' }]);
  });

  it('outlive their connections', async () => {
    const actor = await aPerson(901);
    const sleeping = Promise.allSettled([
      read.run(actor, (q) => q.rows(sql`SELECT pg_sleep(20)`)),
      work.run(actor, (tx) => tx.rows(sql`SELECT pg_sleep(20)`)),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'app_request'`,
    );
    for (const outcome of await sleeping)
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) });
    // Idle connections that were cut may each refuse once more; the next try opens a new one.
    let me: string | undefined;
    for (let tries = 0; tries < 20 && me === undefined; tries += 1) {
      me = (await who(actor).catch(() => undefined))?.me;
    }
    expect(me).toBe(actor.userId);
    await work.run(actor, (tx) => tx.record({ event: 'healed', recordIds: [] }));
  });

  it('share commits of the audit log, and say so when one fails', async () => {
    const writer = new AuditWriter(databases);
    const actor = await aPerson(901);
    const entry = {
      token: actor.token,
      event: 'grouped',
      outcome: 'allowed',
      requestId: randomUUID(),
      recordIds: [],
      detail: { odd: 'a\0b\ud800' },
    };
    const ofItsOwn = (at: number) => ({
      ...entry,
      requestId: randomUUID(),
      recordIds: Array.from({ length: at % 3 }, () => randomUUID()),
    });
    const entries = Array.from({ length: 200 }, (_, at) => ofItsOwn(at));
    const odd = { ...entry, recordIds: ['IR-1'] };
    const shouted = { ...entry, event: 'shouted', recordIds: [randomUUID().toUpperCase()] };
    const [refused] = await Promise.allSettled([odd, ...entries, shouted].map((one) => writer.append(one)));
    expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) });
    expect(await counted(`audit.entry WHERE event = 'shouted' AND $1 = ANY (record_ids)`, shouted.recordIds[0]!)).toBe(
      1,
    );
    expect(await counted(`audit.entry WHERE event = 'grouped' AND user_id = $1`, actor.userId)).toBe(200);
    const { rows } = await admin.query(`SELECT count(DISTINCT xid)::int AS n FROM audit.entry WHERE event = 'grouped'`);
    expect(rows[0].n).toBeLessThan(20);
    const logged = await admin.query(`SELECT request_id, record_ids::text[] FROM audit.entry WHERE event = 'grouped'`);
    const ids = new Map(logged.rows.map((row) => [row.request_id, row.record_ids]));
    for (const { requestId, recordIds } of entries) expect(ids.get(requestId)).toEqual(recordIds);
    await admin.query('REVOKE EXECUTE ON FUNCTION audit.append FROM app_request');
    await expect(writer.append(entry)).rejects.toThrow(Unavailable);
    await admin.query('GRANT EXECUTE ON FUNCTION audit.append TO app_request');
    await writer.append(entry);
  });
});
