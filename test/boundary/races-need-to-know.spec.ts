import pg from 'pg';
import { tried, Person, World } from './a-world.js';
import { roundsOf } from './race.js';

const ROUNDS = roundsOf(25);
const REASON = 'A child is missing and may be at this address';

/** T8 for operations, restrictions and emergencies: whatever runs at the same moment, exactly one outcome, and never a membership or a figure left behind. */
describe('races of need to know', () => {
  let world: World;
  let many: pg.Pool;
  let lead: Person, second: Person, third: Person, analyst: Person;
  let operation: string;
  const done = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'done',
      (error: pg.DatabaseError) => error.code ?? error.message,
    );
  const once = (outcomes: string[]): string[] => outcomes.sort();
  /** On connections of their own, so that they do run together. */
  const aPerson = async (agency: number, roles: string[]): Promise<Person> => {
    const { id, agencyId, token } = await world.aPerson(agency, roles);
    return new Person(id, agencyId, token, many);
  };
  const restrict = async (by: Person, id: string): Promise<string> => {
    const client = await many.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('ctx.token', $1, true)", [by.token]);
      await client.query('SELECT 1 FROM intelligence.report WHERE id = $1 FOR UPDATE', [id]);
      const made = await client.query<{ id: string; compartment_id: number }>(
        "SELECT id, compartment_id FROM access.restrict($1, $2, NULL, 'Covert')",
        [id, operation],
      );
      await client.query('UPDATE intelligence.report SET compartment_id = $2 WHERE id = $1', [
        id,
        made.rows[0]!.compartment_id,
      ]);
      await client.query('COMMIT');
      return made.rows[0]!.id;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  };

  beforeAll(async () => {
    world = await World.create();
    many = new pg.Pool({ connectionString: world.database.requestUrl, max: 8 });
    lead = await aPerson(901, ['lead']);
    second = await aPerson(901, ['lead']);
    third = await aPerson(901, ['supervisor']);
    analyst = await aPerson(901, ['analyst']);
    const [made] = await lead.sql("SELECT access.open_operation('Heron', 'Leads it', '2027-06-01') AS key");
    operation = made!['key'] as string;
    for (const who of [second, third])
      await lead.sql("SELECT access.admit($1, $2, 'x', '2027-06-01')", [operation, who.id]);
  });
  afterAll(async () => {
    await many.end();
    await world.end();
  });

  const rounds = (play: (at: number) => Promise<void>) => async (): Promise<void> => {
    for (let at = 0; at < ROUNDS; at += 1) await play(at);
  };

  it(
    'two people restrict one record: one of them does',
    rounds(async () => {
      const { id } = await world.aReport(analyst, 'race');
      expect(once(await Promise.all([done(restrict(lead, id)), done(restrict(second, id))]))).toEqual([
        'CL409',
        'done',
      ]);
    }),
    3_600_000,
  );

  it(
    'two others lift one restriction: one of them does',
    rounds(async () => {
      const { id } = await world.aReport(analyst, 'race');
      const restriction = await restrict(lead, id);
      await lead.sql("SELECT access.ask_lifting($1, 'Over')", [restriction]);
      const lift = (by: Person) => done(by.sql('SELECT * FROM access.lift($1)', [restriction]));
      expect(once(await Promise.all([lift(second), lift(third)]))).toEqual(['CL409', 'done']);
    }),
    3_600_000,
  );

  it(
    'a figure never counts a record in an operation, and counts it once after',
    rounds(async () => {
      const { id } = await world.aReport(analyst, 'race');
      const { rows } = await world.admin.query<{ event: string }>(
        `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
       VALUES ('report.disseminated.v1', $1, $2, 901, '{"eventDate":"2026-10-01","areas":["TEST"],"confidence":2}') RETURNING id AS event`,
        [id, analyst.id],
      );
      const counting = new pg.Client(world.database.workerUrl);
      await counting.connect();
      const count = () => counting.query('SELECT picture.count_event($1)', [rows[0]!.event]);
      const net = async () =>
        (
          await world.admin.query<{ area: string; n: number }>(
            'SELECT area, sum(reports)::int AS n FROM picture.delta GROUP BY area ORDER BY area',
          )
        ).rows.map(({ n }) => n);
      const before = await net();
      const [, restriction] = await Promise.all([count(), restrict(lead, id)]);
      await count();
      expect(await net()).toEqual(before.length > 0 ? before : expect.any(Array));
      await lead.sql("SELECT access.ask_lifting($1, 'Over')", [restriction]);
      const client = world.admin;
      await second.sql('SELECT * FROM access.lift($1)', [restriction]);
      await Promise.all([
        client.query('UPDATE intelligence.report SET compartment_id = NULL WHERE id = $1', [id]),
        count(),
      ]);
      await count();
      await counting.end();
      const after = await net();
      expect(after).toEqual((before.length > 0 ? before : [0, 0]).map((n) => n + 1));
    }),
    3_600_000,
  );

  it(
    'somebody is posted while a lead adds them: no membership stays behind',
    rounds(async () => {
      const person = await world.aPerson(901);
      await Promise.all([
        done(lead.sql("SELECT access.admit($1, $2, 'x', '2027-06-01')", [operation, person.id])),
        world.admin.query('UPDATE identity.user_account SET agency_id = 903 WHERE id = $1', [person.id]),
      ]);
      const { rows } = await world.admin.query('SELECT 1 FROM access.compartment_member WHERE user_id = $1', [
        person.id,
      ]);
      expect(rows).toEqual([]);
    }),
    3_600_000,
  );

  it(
    'the last two leads leave at once: one stays',
    rounds(async () => {
      const [made] = await lead.sql("SELECT access.open_operation('Rook', 'Leads it', '2027-06-01') AS key");
      const { key } = made!;
      await lead.sql("SELECT access.admit($1, $2, 'x', '2027-06-01')", [key, second.id]);
      const leave = (who: Person) => done(who.sql('SELECT access.expel($1, $2)', [key, who.id]));
      expect(once(await Promise.all([leave(lead), leave(second)]))).toEqual(['CL409', 'done']);
    }),
    3_600_000,
  );

  it(
    'two leads from outside take an operation over that has none left: one does, and for the other it is not there',
    rounds(async () => {
      const gone = await world.aPerson(901, ['lead']);
      const [made] = await gone.sql("SELECT access.open_operation('Wren', 'Leads it', '2027-06-01') AS key");
      await world.admin.query('UPDATE identity.user_account SET left_at = now() WHERE id = $1', [gone.id]);
      const take = (who: Person) =>
        done(who.sql("SELECT access.take_over($1, 'Nobody leads it', '2027-06-01')", [made!['key']]));
      expect(once(await Promise.all([take(lead), take(second)]))).toEqual(['CL404', 'done']);
    }),
    3_600_000,
  );

  it(
    'a lead hands over while the next one is posted away: whoever leads is in it, or it has no lead',
    rounds(async () => {
      const next = await world.aPerson(901, ['lead']);
      const [made] = await lead.sql("SELECT access.open_operation('Wren', 'Leads it', '2027-06-01') AS key");
      await Promise.all([
        done(lead.sql("SELECT access.hand_over($1, $2, 'Leave', '2027-06-01')", [made!['key'], next.id])),
        world.admin.query('UPDATE identity.user_account SET agency_id = 903 WHERE id = $1', [next.id]),
      ]);
      const { rows } = await world.admin.query('SELECT 1 FROM access.compartment_member WHERE user_id = $1', [next.id]);
      expect(rows).toEqual([]);
    }),
    3_600_000,
  );

  it(
    'one person opens one record twice, and two review it: one use, one review',
    rounds(async () => {
      const { id } = await world.aReport(analyst, 'race');
      const chief = await aPerson(903, ['supervisor']);
      await tried(chief, 'emergency', `IR-${id.slice(0, 8)}`);
      const open = () =>
        chief.sql('SELECT outcome, emergency FROM access.open_emergency($1, $2)', [`IR-${id.slice(0, 8)}`, REASON]);
      const opened = (await Promise.all([open(), open()])).flat();
      expect(once(opened.map(({ outcome }) => String(outcome)))).toEqual(['opened', 'visible']);
      const { emergency } = opened.find(({ outcome }) => outcome === 'opened')!;
      const review = (by: Person) =>
        done(by.sql("SELECT access.review_emergency($1, 'justified', 'Yes')", [emergency]));
      expect(once(await Promise.all([review(lead), review(third)]))).toEqual(['CL409', 'done']);
      const end = (by: Person) => done(by.sql('SELECT access.end_emergency($1)', [emergency]));
      expect(once(await Promise.all([end(lead), end(chief)]))).toEqual(['CL409', 'done']);
    }),
    3_600_000,
  );

  it(
    'a record enters an operation while somebody outside opens it: the grants and the use end or live together',
    rounds(async () => {
      const { id } = await world.aReport(analyst, 'race');
      const chief = await aPerson(903, ['supervisor']);
      await tried(chief, 'emergency', `IR-${id.slice(0, 8)}`);
      await Promise.all([
        restrict(lead, id),
        chief.sql('SELECT * FROM access.open_emergency($1, $2)', [`IR-${id.slice(0, 8)}`, REASON]),
      ]);
      const { rows } = await world.admin.query<{ live: boolean; grants: number; items: number }>(
        `SELECT e.ended_at IS NULL AS live, (SELECT count(*)::int FROM access.record_visibility v WHERE v.disclosure_id = e.id) AS grants,
        (SELECT count(*)::int FROM access.item_visibility v WHERE v.disclosure_id = e.id) AS items FROM access.emergency_access e WHERE e.record_id = $1`,
        [id],
      );
      expect(rows).toHaveLength(1);
      expect([rows[0]!.grants, rows[0]!.items]).toEqual(rows[0]!.live ? [1, 2] : [0, 0]);
    }),
    3_600_000,
  );
});
