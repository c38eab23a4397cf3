import { World, type Person } from './a-world.js';

/**
 * What a person can give themselves or their own agency, by arbitrary SQL as the application's own login: in the transaction that gives it they see
 * nothing of it, or they would undo it, and would have read without a trace.
 */
describe('reading in a transaction that is undone', () => {
  const CANARY = 'undone-canary';
  let world: World;
  let owner: Person;
  let lead: Person;
  let reader: Person;

  beforeAll(async () => {
    world = await World.create();
    owner = await world.aPerson(901, ['supervisor', 'lead']);
    lead = await world.aPerson(901, ['lead']);
    reader = await world.aPerson(902, ['lead', 'coordinator', 'analyst']);
  });
  afterAll(() => world?.end());

  /** What a look answers before, in, and after a transaction that is undone, and after the same that is kept. */
  async function looks(who: Person, act: string, look: string, values: unknown[] = []): Promise<number[]> {
    const seen = [(await who.sql(look)).length];
    const client = await world.request.connect();
    try {
      for (const end of ['ROLLBACK', 'COMMIT']) {
        await client.query('BEGIN');
        await client.query("SELECT set_config('ctx.token', $1, true)", [who.token]);
        await client.query(act, values);
        // A savepoint of one's own makes no other transaction of it.
        await client.query('SAVEPOINT s');
        seen.push((await client.query(look)).rows.length);
        await client.query('RELEASE SAVEPOINT s');
        await client.query(end);
        seen.push((await who.sql(look)).length);
      }
      return seen;
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }
  const NOT_BEFORE = [0, 0, 0, 0, 1];
  const items = (id: string): string => `SELECT sanitised FROM intelligence.report_item WHERE report_id = '${id}'`;

  /** A report in an operation, shared with 902, which takes part in it. */
  async function held(): Promise<{ operation: string; report: string }> {
    const made = await owner.sql("SELECT access.open_operation('Heron', 'Leads it', current_date + 9) AS key");
    const operation = made[0]!['key'] as string;
    await owner.sql('SELECT access.join_agency($1, 902::smallint)', [operation]);
    const report = await world.aReport(owner, CANARY);
    await world.disclose(owner, report.id, [report.items[0]], 902);
    const [into] = await owner.sql("SELECT compartment_id AS id FROM access.restrict($1, $2, NULL, 'x')", [report.id, operation]);
    await owner.sql('UPDATE intelligence.report SET compartment_id = $2 WHERE id = $1', [report.id, into!['id']]);
    return { operation, report: report.id };
  } // prettier-ignore

  it('shows the lead of a joint agency who admits themselves nothing, and a member whose term is renewed nothing that it gives back', async () => {
    const { operation, report } = await held();
    const admit = 'SELECT access.admit($1, $2, $$x$$, current_date + 9)';
    expect(await looks(reader, admit, items(report), [operation, reader.id])).toEqual(NOT_BEFORE);
    await world.admin.query('UPDATE access.compartment_member SET ends_on = current_date - 1 WHERE user_id = $1', [reader.id]);
    expect(await looks(reader, admit, items(report), [operation, reader.id])).toEqual(NOT_BEFORE);
  }); // prettier-ignore

  it('shows a lead of the owner who takes over nothing, and the founder of an operation what they put into it', async () => {
    const { operation, report } = await held();
    await world.admin.query('DELETE FROM access.compartment_member WHERE user_id = $1', [owner.id]);
    const take = 'SELECT access.take_over($1, $$x$$, current_date + 9)';
    expect(await looks(lead, take, `${items(report)} LIMIT 1`, [operation])).toEqual(NOT_BEFORE);
    const found = "SELECT access.open_operation('Egret', 'x', current_date + 9)";
    const known = "SELECT 1 FROM access.compartment WHERE name = 'Egret' LIMIT 1";
    expect(await looks(lead, found, known)).toEqual([0, 1, 0, 1, 1]);
  });

  it('shows whoever accepts conditions nothing that waits for them', async () => {
    const report = await world.aReport(owner, CANARY);
    const [given] = await owner.sql("SELECT access.disclose($1, 902::smallint, $2, 'x', 'x', 901, 'Ask first', now() + interval '1 day', NULL) AS id", [report.id, [report.items[0]]]);
    expect(await looks(reader, 'SELECT access.acknowledge($1)', items(report.id), [given!['id']])).toEqual(NOT_BEFORE);
    const titles = `SELECT sanitised_title FROM intelligence.report WHERE id = '${report.id}'`;
    const again = await world.aPerson(902);
    expect(await looks(again, 'SELECT access.acknowledge($1)', titles, [given!['id']])).toEqual(NOT_BEFORE);
  }); // prettier-ignore

  it('shows the party that reinstates an agreement nothing that its suspension hides', async () => {
    const report = await world.aReport(owner, CANARY);
    await world.disclose(owner, report.id, [report.items[0]], 902);
    const [agreement] = (await world.admin.query<{ uid: string }>('SELECT uid FROM sharing.agreement WHERE id = 901')).rows; // prettier-ignore
    const second = await world.aPerson(902, ['lead']);
    await second.sql('SELECT sharing.suspend($1, $$x$$)', [agreement!.uid]);
    const reinstate = 'SELECT sharing.reinstate($1, $$x$$)';
    expect(await looks(reader, reinstate, items(report.id), [agreement!.uid])).toEqual(NOT_BEFORE);
  });

  it('shows an agency that joins an agreement nothing of the others by it', async () => {
    await world.admin.query(`
      INSERT INTO sharing.agreement (id, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on)
        VALUES (950, 'T901-FIGURES', 'Figures', 'x', 'x', 901, 'active', '2020-01-01', '2099-12-31');
      INSERT INTO sharing.agreement_party VALUES (950, 901);
      INSERT INTO sharing.agreement_invitation (agreement_id, agency_id, version) VALUES (950, 903, 1);
      INSERT INTO sharing.agreement_version (agreement_id, version, owner_agency_id, state, terms, author_id, proposed_at)
        SELECT 950, 1, 901, 'active', '{"endsOn": "2099-12-31"}', '${owner.id}', now();
      INSERT INTO sharing.statistics_class VALUES (950, 'party', 5)`);
    const [agreement] = (await world.admin.query<{ uid: string }>('SELECT uid FROM sharing.agreement WHERE id = 950')).rows; // prettier-ignore
    const joiner = await world.aPerson(903, ['lead']);
    const figures = 'SELECT 1 FROM picture.audience() WHERE owner_id = 901';
    expect(await looks(joiner, 'SELECT sharing.approve($1, 1, 1)', figures, [agreement!.uid])).toEqual(NOT_BEFORE);
  });
});
