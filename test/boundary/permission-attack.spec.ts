import pg from 'pg';
import { randomUUID } from 'node:crypto';
import { mindPermissions } from '@clin/originator-control/jobs';
import { mayUse, USES } from '@clin/originator-control';
import { announceHandlers } from '@clin/notifications/jobs';
import { Config, Databases, Read, type Actor } from '@clin/platform';
import { WorkerDatabase } from '@clin/platform/events';
import { anActor } from '@clin/platform/testing';
import { PermissionWorld } from './a-permission-world.js';
import type { Person } from './a-world.js';

/** Below the doors: arbitrary SQL as the application's login, the clock in several workers, and the guard of every use. */
describe('permissions below the doors', () => {
  let world: PermissionWorld;
  let report: Awaited<ReturnType<PermissionWorld['aSharedReport']>>;
  beforeAll(async () => {
    world = await PermissionWorld.create();
    report = await world.aSharedReport('below');
  });
  afterAll(() => world?.end());

  const outcome = (run: Promise<unknown>): Promise<string> =>
    run.then(
      () => 'done',
      (error: pg.DatabaseError) => `${error.code} ${error.message}`,
    );

  describe('arbitrary SQL', () => {
    const answer = `SELECT sharing.answer_permission($1, 'granted', '', now() + interval '1 day', NULL)`;
    const withdraw = `SELECT sharing.withdraw_permission($1, 'x')`;

    it('answers nobody else’s request, forges no grant, and reads nothing of another’s', async () => {
      const id = await world.aRequest(report);
      const before = await world.stored(id);
      for (const who of [world.asker.supervisor, world.other, world.stranger])
        expect(await outcome(who.sql(answer, [id]))).toBe(await outcome(who.sql(answer, [randomUUID()])));
      expect(await outcome(world.owner.handler.sql(answer, [id]))).toBe('CL403 no-permission');
      for (const who of [world.other, world.stranger]) {
        expect(await outcome(who.sql(withdraw, [id]))).toBe('CL404 not visible');
        for (const table of ['permission_request', 'permission_item', 'permission_step'])
          expect(await who.sql(`SELECT * FROM sharing.${table}`)).toEqual([]);
        expect(await who.sql('SELECT sharing.handler_part($1) AS part', [id])).toEqual([{ part: null }]);
      }
      for (const forgery of [
        `UPDATE sharing.permission_request SET state = 'granted', valid_until = now() + interval '1 year', answered_at = now()`,
        `INSERT INTO sharing.permission_request SELECT * FROM sharing.permission_request`,
        `INSERT INTO sharing.permission_step (request_id, agency_id, action, by_user) SELECT id, 901, 'consent', '${world.owner.handler.id}' FROM sharing.permission_request`,
        `DELETE FROM sharing.permission_item`,
        `SELECT sharing.mind_permissions(100)`,
      ])
        expect(await outcome(world.asker.supervisor.sql(forgery))).toMatch(/^42501/);
      expect(await world.stored(id)).toBe(before);
      expect(await outcome(world.owner.supervisor.sql(answer, [id]))).toBe('done');
    });

    it('gives each side its own steps, and a request only while every item of it is seen', async () => {
      const fresh = await world.aSharedReport('steps');
      const id = await world.aRequest(fresh, { items: fresh.items });
      const steps = (who: Person) => who.sql('SELECT action FROM sharing.permission_step WHERE request_id = $1', [id]);
      expect(await steps(world.asker.analyst)).toEqual([{ action: 'ask' }]);
      expect(await steps(world.owner.supervisor)).toEqual([]);
      await world.owner.handler.sql(`SELECT sharing.handle_permission($1, true, 'kept')`, [id]);
      expect(await steps(world.owner.supervisor)).toEqual([{ action: 'consent' }]);
      expect(await steps(world.asker.analyst)).toEqual([{ action: 'ask' }]);
      const seen = () => world.asker.analyst.sql('SELECT 1 FROM sharing.permission_request WHERE id = $1', [id]);
      expect(await seen()).toHaveLength(1);
      // The first disclosure ends by its date, and another gives the first item alone.
      await world.served.world.disclose(world.owner.author, fresh.id, [fresh.items[0]], 902);
      for (const table of ['record_visibility', 'item_visibility'])
        await world.served.world.admin.query(
          `UPDATE access.${table} SET valid_until = now() - interval '1 s' WHERE disclosure_id = $1`,
          [fresh.disclosure],
        );
      expect(await seen()).toHaveLength(0);
      expect(await outcome(world.asker.analyst.sql(withdraw, [id]))).toBe('CL404 not visible');
    });

    it('answers a third agency as a request does: no record, no request', async () => {
      const ask = (who: Person, record: string) =>
        outcome(
          who.sql(
            `SELECT sharing.ask_permission(gen_random_uuid(), 'PR-1', $1, $2, 'export', NULL, 'x', '', false, NULL, now() + interval '1 hour', now() + interval '2 hours')`,
            [record, [report.items[0]]],
          ),
        );
      expect(await ask(world.stranger, report.id)).toBe(await ask(world.stranger, randomUUID()));
      expect(await ask(world.asker.handler, report.id)).toBe('CL403 no-permission');
      expect(await ask(world.asker.analyst, report.id)).toBe('done');
    });
  });

  it('reminds at half-time and escalates once, however many workers run, and after a restart', async () => {
    const { admin, database } = world.served.world;
    const fresh = await world.aSharedReport('clock');
    const id = await world.aRequest(fresh);
    const said = async () =>
      (await admin.query<{ type: string }>(`SELECT type FROM platform.outbox WHERE payload ->> 'requestId' = $1 AND type <> 'permission.asked.v1' ORDER BY id`, [id])).rows.map(({ type }) => type); // prettier-ignore
    const run = async (): Promise<void> => {
      const pool = new pg.Pool({ connectionString: database.workerUrl, max: 8 });
      await Promise.all(Array.from({ length: 8 }, () => mindPermissions().execute(new WorkerDatabase(pool))));
      await pool.end();
    };
    const set = (change: string) => admin.query(`UPDATE sharing.permission_request SET asked_at = now() - interval '5 days', ${change} WHERE id = $1`, [id]); // prettier-ignore
    await run();
    expect(await said()).toEqual([]);
    await set(`remind_at = now() - interval '1 minute', due_at = now() + interval '1 hour'`);
    await run();
    await run();
    expect(await said()).toEqual(['permission.reminded.v1']);
    await set(`due_at = now() - interval '1 second'`);
    await run();
    await run();
    expect(await said()).toEqual(['permission.reminded.v1', 'permission.overdue.v1']);
    const listed = await world.ask(world.owner.lead, 'GET', '/permission-requests?state=overdue');
    expect((listed.body['items'] as { id: string; overdue: boolean }[]).map((line) => [line.id, line.overdue])).toEqual(
      [[id, true]],
    );
    await world.answer(world.owner.lead, id);
    expect((await world.ask(world.owner.lead, 'GET', '/permission-requests?state=overdue')).body['items']).toEqual([]);
  });

  it('tells the owner’s deciders, its source handlers of restricted items alone, and the asker’s agency; and nobody else', async () => {
    const { admin, database } = world.served.world;
    const pool = new pg.Pool({ connectionString: database.workerUrl, max: 2 });
    const [handlers, jobs] = [announceHandlers({ mail: false }), new WorkerDatabase(pool)];
    const names = new Map(
      Object.entries({ ...world.owner, asker: world.asker.analyst, askerHandler: world.asker.handler, other: world.other, stranger: world.stranger }).map(([name, { id }]) => [id, name]),
    ); // prettier-ignore
    /** Who of the people above is told of an event, and as what. */
    const told = async (id: string, type: string): Promise<string[]> => {
      const { rows } = await admin.query<Record<'id' | 'recordId' | 'actorId' | 'type', string> & { agencyId: number; payload: Record<string, unknown>; occurredAt: Date }>(
        `SELECT id::text, type, record_id AS "recordId", actor_id AS "actorId", agency_id AS "agencyId", payload, occurred_at AS "occurredAt"
         FROM platform.outbox WHERE payload ->> 'requestId' = $1 AND type = $2`,
        [id, type],
      ); // prettier-ignore
      const [event] = rows;
      await jobs.run((tx) => handlers.find((one) => one.eventType === type)!.handle(event!, tx));
      const sent = await admin.query<{ user: string; kind: string }>(
        `SELECT user_id AS "user", kind FROM notifications.notification WHERE event_id = $1 AND state <> 'suppressed'`,
        [event!.id],
      );
      return sent.rows.flatMap(({ user, kind }) => (names.has(user) ? `${names.get(user)} ${kind}` : [])).sort();
    };
    const fresh = await world.aSharedReport('told');
    const plain = await world.aRequest(fresh);
    const restricted = await world.aRequest(fresh, { items: [fresh.items[1]], urgent: true });
    expect(await told(plain, 'permission.asked.v1')).toEqual([
      'author permission-asked',
      'lead permission-asked',
      'supervisor permission-asked',
    ]);
    expect(await told(restricted, 'permission.asked.v1')).toEqual(['author permission-asked-urgently', 'handler permission-asked-of-handler', 'lead permission-asked-urgently', 'supervisor permission-asked-urgently']); // prettier-ignore
    await admin.query(
      `UPDATE sharing.permission_request SET asked_at = now() - interval '5 days', remind_at = now() - interval '1 hour' WHERE id = $1`,
      [plain],
    );
    await mindPermissions().execute(jobs);
    expect(await told(plain, 'permission.reminded.v1')).toEqual([
      'author permission-half-time',
      'supervisor permission-half-time',
    ]);
    await admin.query(`UPDATE sharing.permission_request SET due_at = now() - interval '1 second' WHERE id = $1`, [
      plain,
    ]);
    await mindPermissions().execute(jobs);
    expect(await told(plain, 'permission.overdue.v1')).toEqual(['asker permission-late', 'lead permission-overdue']);
    await world.answer(world.owner.lead, plain);
    expect(await told(plain, 'permission.answered.v1')).toEqual(['asker permission-answered']);
    await pool.end();
  });

  it('widens what the codes allow while it lasts, for its own items, use and agency', async () => {
    const { admin, database } = world.served.world;
    const databases = new Databases(Config.of({ databaseUrl: database.requestUrl, poolSize: 2 }));
    await databases.onModuleInit();
    const read = new Read(databases);
    const fresh = await world.aSharedReport('uses');
    const as = ({ id, agencyId, token }: Person): Actor => anActor({ userId: id, agencyId, token });
    const of = (who: Person, item: string) =>
      read.run(as(who), async (q) => {
        const said: Record<string, string> = {};
        for (const use of USES) said[use] = (await mayUse(q, as(who), { recordId: fresh.id, id: item }, use)).outcome;
        return said;
      });
    const [plain, restricted] = fresh.items;
    const yes = 'allowed';
    const so = 'allowed-with';
    const asks = { act: 'ask', combine: so, share: 'ask', sanitise: 'ask', export: 'ask', copy: 'ask' };
    expect(await of(world.asker.analyst, plain)).toEqual({
      act: yes,
      combine: yes,
      share: 'ask',
      sanitise: yes,
      export: so,
      copy: so,
    });
    expect(await of(world.asker.analyst, restricted)).toEqual(asks);
    expect(await of(world.owner.supervisor, restricted)).toEqual(Object.fromEntries(USES.map((use) => [use, yes])));
    const never = Object.fromEntries(USES.map((use) => [use, 'never']));
    expect(await of(world.other, restricted)).toEqual(never);
    expect(await of(world.other, randomUUID())).toEqual(never);
    expect(await of(world.stranger, plain)).toEqual(never);
    const id = await world.aRequest(fresh, { items: [restricted], use: 'act', to: undefined });
    expect(await of(world.asker.analyst, restricted)).toEqual(asks);
    await world.owner.handler.sql(`SELECT sharing.handle_permission($1, true, 'Yes')`, [id]);
    await world.answer(world.owner.supervisor, id);
    expect(await of(world.asker.analyst, restricted)).toEqual({ ...asks, act: so });
    await admin.query(`UPDATE sharing.permission_request SET valid_until = now() - interval '1 s' WHERE id = $1`, [id]);
    expect(await of(world.asker.analyst, restricted)).toEqual(asks);
    await databases.onApplicationShutdown();
  });
});
