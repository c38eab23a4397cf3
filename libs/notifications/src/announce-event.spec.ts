import { freshDatabase } from '@clin/harness';
import { WorkerDatabase, type OutboxEvent } from '@clin/platform/events';
import pg from 'pg';
import { announceHandlers } from './announce-event.js';
import { declareNotification } from './notification-kinds.js';
import { ToldWorld } from './testing/index.js';

const EVERY = ['analyst', 'supervisor'];
declareNotification({
  kind: 'thing-shared',
  eventType: 'thing.shared.v1',
  audience: { scope: 'recipients', roles: EVERY },
  title: 'A thing',
});
declareNotification({
  kind: 'thing-urgent',
  eventType: 'thing.shared.v1',
  audience: { scope: 'holders', roles: ['supervisor'] },
  title: 'Urgent',
  urgent: true,
  when: (payload) => payload['urgent'] === true,
});
declareNotification({
  kind: 'thing-recalled',
  eventType: 'thing.recalled.v1',
  audience: { scope: 'recalled', roles: EVERY },
  title: 'Recall',
});
declareNotification({
  kind: 'thing-returned',
  eventType: 'thing.returned.v1',
  audience: { scope: 'person', roles: [] },
  title: 'Returned',
});
declareNotification({
  kind: 'things-shared',
  eventType: 'things.shared.v1',
  audience: { scope: 'shared-under', roles: EVERY },
  title: 'Things',
});

describe('announcing a committed event', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let pool: pg.Pool;
  let world: ToldWorld;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.workerUrl });
  });
  beforeEach(async () => void (world = await ToldWorld.create(database.adminUrl)));
  afterEach(() => world.close());
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  async function announce(id: string, mail = false): Promise<unknown> {
    const { rows } = await world.admin.query<OutboxEvent>(
      `SELECT id::text, type, record_id AS "recordId", actor_id AS "actorId", agency_id AS "agencyId", payload FROM platform.outbox WHERE id = $1`,
      [id],
    );
    const handler = announceHandlers({ mail }).find(({ eventType }) => eventType === rows[0]!.type)!;
    return new WorkerDatabase(pool).run((tx) => handler.handle(rows[0]!, tx));
  }

  it('tells the people of the agencies that hold a live grant, and nobody else', async () => {
    const id = await world.event('thing.shared.v1');
    await announce(id);
    expect(await world.told(id)).toEqual([
      'analyst thing-shared off',
      'supervisor thing-shared off',
      'uncleared thing-shared suppressed',
    ]);
  });

  it('tells nobody what was revoked between the event and its delivery', async () => {
    const id = await world.event('thing.shared.v1');
    await world.revoke();
    await announce(id);
    expect(await world.told(id)).toEqual([]);
  });

  it('tells the agency once of many records shared under an agreement: whoever there sees any of them', async () => {
    const { rows } = await world.admin.query<{ uid: string }>('SELECT uid FROM sharing.agreement WHERE id = $1', [
      world.agreement,
    ]);
    await world.admin.query('INSERT INTO sharing.agreement_party VALUES ($1, $2), ($1, $3)', [
      world.agreement,
      world.recipient,
      world.recipient + 1,
    ]);
    const event = (agency: number) => world.event('things.shared.v1', { recipientAgencyId: agency }, rows[0]!.uid);
    const [theirs, strangers] = [await event(world.recipient), await event(world.recipient + 1)];
    await announce(theirs);
    await announce(strangers);
    expect(await world.told(theirs)).toEqual([
      'analyst things-shared off',
      'supervisor things-shared off',
      'uncleared things-shared suppressed',
    ]);
    expect(await world.told(strangers)).toEqual(['stranger things-shared suppressed']);
    await world.revoke();
    const late = await event(world.recipient);
    await announce(late);
    expect(new Set((await world.told(late)).map((line) => line.split(' ').at(-1)))).toEqual(new Set(['suppressed']));
  });

  it('tells nobody while the agreement is suspended', async () => {
    const id = await world.event('thing.shared.v1');
    await world.suspend('suspended');
    await announce(id);
    expect(await world.told(id)).toEqual([]);
  });

  it('gives a person one notification, the urgent one first', async () => {
    const id = await world.event('thing.shared.v1', { urgent: true });
    await announce(id);
    expect(await world.told(id)).toEqual([
      'analyst thing-shared off',
      'ownSupervisor thing-urgent off',
      'supervisor thing-urgent off',
      'uncleared thing-shared suppressed',
    ]);
  });

  it('changes nothing when it runs again, and asks for the same e-mails', async () => {
    const id = await world.event('thing.shared.v1');
    const first = await announce(id, true);
    expect(first).toHaveLength(2);
    expect(await announce(id, true)).toEqual(first);
    expect(await world.told(id)).toHaveLength(3);
  });

  it('recalls from people of the recipient who could have read the record', async () => {
    await world.revoke();
    const id = await world.event('thing.recalled.v1', { recipientAgencyId: world.recipient });
    await announce(id);
    expect(await world.told(id)).toEqual(['analyst thing-recalled off', 'supervisor thing-recalled off']);
  });

  it('tells one named person, but never the actor', async () => {
    const id = await world.event('thing.returned.v1', { personId: world.people.ownSupervisor });
    await announce(id);
    expect(await world.told(id)).toEqual(['ownSupervisor thing-returned off']);
    const own = await world.event('thing.returned.v1', { personId: world.people.author });
    await announce(own);
    expect(await world.told(own)).toEqual([]);
  });

  it('tells somebody who works elsewhere now nothing of what was theirs, though they see the record there', async () => {
    const personId = world.people.analyst;
    for (const payload of [{ personId }, { personId, recipientAgencyId: world.owner }]) {
      const id = await world.event('thing.returned.v1', payload);
      await announce(id);
      expect(await world.told(id)).toEqual([]);
    }
    const theirs = await world.event('thing.returned.v1', { personId, recipientAgencyId: world.recipient });
    await announce(theirs);
    expect(await world.told(theirs)).toEqual(['analyst thing-returned off']);
  });

  it('acts for each person without reading what others left', async () => {
    const id = await world.event('thing.shared.v1');
    await world.admin.query(
      `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at)
       SELECT sha256(n::text::bytea), $1, 'acting', now() + interval '1 minute', now() + interval '1 minute' FROM generate_series(1, 3000) n`,
      [world.people.author],
    );
    const client = await pool.connect();
    await client.query('BEGIN');
    for (let n = 0; n < 20; n += 1) await client.query('SELECT ctx.act_for($1, $2)', [world.people.analyst, id]);
    const { rows } = await client.query(
      `SELECT pg_stat_get_xact_numscans('identity.session'::regclass)::int AS walks, pg_stat_get_xact_tuples_returned('identity.session'::regclass)::int AS read`,
    );
    await client.query('ROLLBACK');
    client.release();
    expect(rows).toEqual([{ walks: 0, read: 0 }]);
  });

  it('leaves the worker blind without a committed event', async () => {
    await world.event('thing.shared.v1');
    const { rows } = await pool.query('SELECT count(*)::int AS seen FROM access.record_visibility');
    expect(rows[0].seen).toBe(0);
    await expect(pool.query('SELECT ctx.act_for($1, 99999999)', [world.people.analyst])).rejects.toThrow(
      'no committed event',
    );
    await expect(pool.query(`SELECT * FROM notifications.audience(99999999, 'holders', '{analyst}')`)).rejects.toThrow(
      'no committed event',
    );
  });
});
