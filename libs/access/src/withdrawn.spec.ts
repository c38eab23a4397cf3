import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';

const OWN = 901;
const OTHER = 902;

/** A withdrawn record leaves a notice and nothing else: the functions behind the doors hold to it, whoever calls them. */
describe('what was withdrawn', () => {
  let database: FreshDatabase;
  let admin: pg.Client;
  let request: pg.Pool;
  const [author, chief, stranger] = [randomUUID(), randomUUID(), randomUUID()] as const;

  beforeAll(async () => {
    database = await freshDatabase();
    admin = new pg.Client(database.adminUrl);
    request = new pg.Pool({ connectionString: database.requestUrl, max: 1 });
    await admin.connect();
    await admin.query(`
      INSERT INTO identity.agency (id, code, name, kind, starts_on) SELECT n, 'T' || n, 'Agency ' || n, 'task-force', '2020-01-01' FROM generate_series(901, 902) n;
      INSERT INTO sharing.agreement VALUES (901, 'ONE', 'One', 'Testing', 'Test basis', 901, 'active', '2020-01-01', '2099-12-31', 1),
        (902, 'TWO', 'Two', 'Testing', 'Test basis', 901, 'active', '2020-01-01', '2099-12-31', 1);
      INSERT INTO sharing.agreement_party SELECT a, p FROM generate_series(901, 902) a, generate_series(901, 902) p;
      INSERT INTO sharing.standing_rule (id, agreement_id, version, kind, handling, recipient, recipient_agency_id, months_valid, conditions)
        SELECT n, n, 1, 1, 'P', 'agency', 902, 12, '' FROM generate_series(901, 902) n;`);
    for (const [person, agency, role] of [
      [author, OWN, 'supervisor'],
      [chief, OWN, 'supervisor'],
      [stranger, OTHER, 'lead'],
    ]) {
      await admin.query(
        "INSERT INTO identity.user_account (id, email, name, agency_id, clearance) VALUES ($1, $3, 'Person', $2, 2)",
        [person, agency, `${person}@x`],
      );
      await admin.query('INSERT INTO identity.user_role VALUES ($1, $2)', [person, role]);
      await admin.query(
        `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ($1, $2, 'api', now() + interval '1 hour', now() + interval '1 hour')`,
        [
          createHash('sha256')
            .update(person as string)
            .digest(),
          person,
        ],
      );
    }
  });
  afterAll(async () => {
    await request.end();
    await admin.end();
    await database.drop();
  });

  async function as(person: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = await request.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('ctx.token', $1, true)", [person]);
      const { rows } = await client.query<Record<string, unknown>>(text, values);
      await client.query('COMMIT');
      return rows;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }

  async function aReport(): Promise<{ id: string; reference: string; items: [string, string] }> {
    const [id, one, other] = [randomUUID(), randomUUID(), randomUUID()];
    const reference = `IR-${id.slice(0, 8)}`;
    await admin.query(
      `WITH original AS (INSERT INTO intelligence.report_original VALUES ($1, 'x', 'x', '{}', $1, NULL, now()))
       INSERT INTO intelligence.report (id, reference, owner_agency_id, created_at, sensitivity, status, handling, discovery, retention_group, review_on,
        version, marking, safeguarding, threat_to_life) VALUES ($1, $2, 901, now(), 2, 5, 'P', 'named', 3, '2032-01-01', 1, 'OFFICIAL', '{}', false)`,
      [id, reference],
    );
    // Behind the walls, as an item of something disseminated is added in no other way.
    await admin.query('SET session_replication_role = replica');
    await admin.query(
      `INSERT INTO intelligence.report_item (id, report_id, handling_code, sanitised) SELECT i, $1, 'P', 'Before' FROM unnest($2::uuid[]) i`,
      [id, [one, other]],
    );
    await admin.query('SET session_replication_role = origin');
    await admin.query(
      `INSERT INTO access.item_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling, item_id, restricted)
       SELECT v.agency_id, v.created_at, v.record_id, v.kind, v.owner_id, v.sensitivity, v.status, 'P', i, false
       FROM access.record_visibility v, unnest($2::uuid[]) i WHERE v.record_id = $1`,
      [id, [one, other]],
    );
    return { id, reference, items: [one, other] };
  }

  const disclose = (record: string, items: string[], rule: number | null = null) =>
    as(
      chief,
      "SELECT access.disclose($1, 902::smallint, $2, 'Testing', 'Test basis', 901, '', now() + interval '1 day', $3)",
      [record, items, rule],
    );
  const tried = (kind: string, reference: string) =>
    as(stranger, 'SELECT access.count_attempt($1, $2)', [kind, reference]);
  const open = async (reference: string) =>
    (await tried('emergency', reference)) &&
    (
      await as(stranger, "SELECT outcome, emergency FROM access.open_emergency($1, 'A child is in danger there now')", [
        reference,
      ])
    )[0];
  const named = async (reference: string) =>
    (await tried('discovery', reference)) &&
    as(stranger, 'SELECT outcome, owner FROM access.discover($1)', [reference]);

  it('is disclosed, opened and named by nobody, and was by each before', async () => {
    const before = await aReport();
    expect(await named(before.reference)).toEqual([{ outcome: 'named', owner: 'T901' }]);
    const opened = await open(before.reference);
    expect(opened?.['outcome']).toBe('opened');
    await as(stranger, 'SELECT access.end_emergency($1)', [opened!['emergency']]);
    expect(await disclose(before.id, before.items)).toHaveLength(1);

    expect(await as(chief, "SELECT access.withdraw($1, 'Wrong')", [before.id])).toHaveLength(1);
    await expect(disclose(before.id, before.items)).rejects.toMatchObject({
      code: 'CL409',
      message: expect.stringMatching(/withdrawn record/),
    });
    expect(await open(before.reference)).toEqual(await open('IR-NOTHING'));
    expect(await named(before.reference)).toEqual(await named('IR-NOTHING'));
    const { rows } = await admin.query('SELECT agency_id FROM access.record_visibility WHERE record_id = $1', [
      before.id,
    ]);
    expect(rows).toEqual([{ agency_id: OWN }]);
  });

  it('as an item, goes with no disclosure and no emergency, and the other item does', async () => {
    const { id, reference, items } = await aReport();
    const [gone, stays] = items;
    const item = { sanitised: 'After', handlingCode: 'P', areas: [] };
    const content = {
      items: [
        { ...item, id: gone, withdrawn: true },
        { ...item, id: stays, withdrawn: false },
      ],
    };
    const correction = randomUUID();
    await as(
      author,
      `INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state) VALUES ($1, $2, 'Wrong', $3, $4, 'proposed')`,
      [correction, id, content, author],
    );
    await as(chief, "SELECT intelligence.decide_correction($1, true, 'Right')", [correction]);

    await expect(disclose(id, [gone])).rejects.toMatchObject({
      code: 'CL422',
      message: expect.stringMatching(/^items: /),
    });
    expect((await open(reference))?.['outcome']).toBe('opened');
    const given = `SELECT array_agg(item_id) AS items FROM access.item_visibility WHERE record_id = $1 AND agency_id = 902`;
    expect((await admin.query(given, [id])).rows).toEqual([{ items: [stays] }]);
    expect(await disclose(id, [stays])).toHaveLength(1);
  });

  it('and a disclosure cites no rule but one of its own agreement, whether or not there is such a rule', async () => {
    const { id, items } = await aReport();
    for (const rule of [902, 999])
      await expect(disclose(id, items, rule)).rejects.toMatchObject({
        code: 'CL422',
        message: expect.stringMatching(/no such standing rule/),
      });
    expect(await disclose(id, items, 901)).toHaveLength(1);
  });
});
