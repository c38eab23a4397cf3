import { randomUUID } from 'node:crypto';
import type { Explanation } from '@clin/access';
import { absentId, ServedWorld, type PlantedReport, type Player } from './a-served-world.js';
import type { Person } from './a-world.js';

const OPERATION = 4711;

/** Operations, emergencies and suspensions as explanations tell of them, and the functions behind them asked by strangers. */
describe('explanations at the edges', () => {
  let world: ServedWorld;
  let report: PlantedReport;
  beforeAll(async () => {
    world = await ServedWorld.create({ roles: ['analyst', 'lead'] });
    report = world.reports.find(({ state }) => state === 'disseminated')!;
  });
  afterAll(() => world?.end());

  const player = (relation: Player['relation'], role = 'analyst'): Person =>
    world.players.find((one) => one.relation === relation && one.role === role)!.person;
  const explain = async (who: Person, at = ''): Promise<Explanation> => {
    const { status, body } = await world.ask(who, 'GET', `/api/v1/records/${report.id}/explanation${at}`);
    expect(status).toBe(200);
    return JSON.parse(body) as Explanation;
  };
  const sight = async (query: string): Promise<Record<string, unknown>> =>
    JSON.parse((await world.ask(report.author.person, 'GET', `/api/v1/records/${report.id}/sight?${query}`)).body) as Record<string, unknown>; // prettier-ignore
  const sql = (text: string, values: unknown[] = []) => world.world.admin.query(text, values);

  it('count members alone once a record is in an operation, name it to them, and say who is outside', async () => {
    const before = await explain(report.author.person);
    await sql('INSERT INTO access.compartment (id, name, owner_agency_id, lead_id) VALUES ($1, $2, 901, $3)', [OPERATION, 'Operation Test', report.author.person.id]);
    for (const member of [report.author.person, player('recipient')])
      await sql("INSERT INTO access.compartment_member (compartment_id, user_id, reason, ends_on) VALUES ($1, $2, 'testing', current_date + 9)", [OPERATION, member.id]);
    const key = ((await sql('SELECT key FROM access.compartment WHERE id = $1', [OPERATION])).rows as { key: string }[])[0]!.key;
    const told = await world.ask(report.author.person, 'POST', `/api/v1/records/${report.id}/preview`, { change: 'labels', operation: key });
    await sql('UPDATE intelligence.report SET compartment_id = $2 WHERE id = $1', [report.id, OPERATION]);
    const after = await explain(report.author.person);
    expect(after.why.operation).toEqual({ name: 'Operation Test', member: true });
    const people = ({ who }: Explanation, agency: string): number => who.find((one) => one.agency === agency)!.people;
    expect([people(after, 'T901'), people(after, 'T902')]).toEqual([1, 1]);
    const lost = before.who.reduce((sum, one) => sum + one.people, 0) - after.who.reduce((sum, one) => sum + one.people, 0);
    expect(JSON.parse(told.body)).toMatchObject({ gains: 0, loses: lost });
    expect((await world.ask(player('recipient', 'lead'), 'GET', `/api/v1/records/${report.id}/explanation`)).status).toBe(404);
    expect(await sight(`person=${player('colleague').id}`)).toMatchObject({ allowed: false, because: 'compartment' });
    expect(await sight('agency=T902&role=lead')).toMatchObject({ allowed: false, because: 'compartment', people: { can: 0, notInOperation: 2 } });
    expect(after.labels!.at(-1)).toMatchObject({ operation: null, toOperation: 'Operation Test' });
    const theirs = await explain(player('recipient'));
    expect(theirs.who.map(({ agency, people: heads }) => [agency, heads])).toEqual([['T901', 1], ['T902', 1]]);
  }); // prettier-ignore

  it('tell somebody who opened it in an emergency that they did, and the owner that one person can', async () => {
    const opened = player('stranger');
    const [grant] = (await sql('SELECT * FROM access.record_visibility WHERE record_id = $1 AND disclosure_id IS NULL', [report.id])).rows as Record<string, unknown>[];
    const emergency = { ...grant, agency_id: 903, compartment_id: null, private_to: opened.id, valid_until: new Date(Date.now() + 3_600_000), disclosure_id: randomUUID(), title: null };
    const columns = Object.keys(emergency);
    await sql(`INSERT INTO access.record_visibility (${columns.join(', ')}) VALUES (${columns.map((_one, at) => `$${at + 1}`).join(', ')})`, Object.values(emergency));
    const theirs = await explain(opened);
    expect(theirs.why).toMatchObject({ through: 'emergency', disclosures: [], operation: null });
    expect(theirs.who.map(({ agency, people }) => [agency, people])).toEqual([['T903', 1]]);
    expect(JSON.stringify(theirs)).not.toContain('Operation');
    const owners = await explain(report.author.person);
    expect(owners.who.find(({ agency }) => agency === 'T903')).toMatchObject({ people: 1, through: [{ kind: 'emergency', obstacle: null }] });
    expect((await world.ask(player('stranger', 'lead'), 'GET', `/api/v1/records/${report.id}/explanation`)).status).toBe(404);
    expect(await sight('agency=T903&role=analyst')).toMatchObject({ allowed: true, people: { can: 1 } });
    expect((await explain(player('recipient'))).who.map(({ agency }) => agency)).toEqual(['T901', 'T902']);
    await sql('DELETE FROM access.record_visibility WHERE disclosure_id = $1', [emergency.disclosure_id]);
  }); // prettier-ignore

  it('show a suspension that is over as a gap, to the owner and to the recipient', async () => {
    await sql("UPDATE access.disclosure SET decided_at = now() - interval '30 days' WHERE record_id = $1", [report.id]);
    await sql(
      `INSERT INTO sharing.agreement_suspension (agreement_id, suspended_at, agency_id, suspended_by, reason, reinstated_by, reinstated_at)
       VALUES (901, now() - interval '20 days', 901, $1, 'testing', $2, now() - interval '10 days')`,
      [randomUUID(), randomUUID()],
    );
    for (const who of [report.author.person, player('recipient')]) {
      const { history } = await explain(who);
      const theirs = history.filter(({ agency }) => agency === 'T902').map(({ until, ended }) => [until === null, ended]);
      expect(theirs).toEqual([[false, 'agreement-not-in-force'], [true, null]]);
    }
    const day = new Date(Date.now() - 15 * 86_400_000).toISOString().slice(0, 10);
    expect((await explain(player('recipient'), `?at=${day}`)).at!.agencies).toEqual([]);
  }); // prettier-ignore

  it('answer strangers through no function of theirs, and a recipient only about itself and the owner', async () => {
    const stranger = player('stranger');
    for (const call of ['access.grants_of($1)', "access.reader_groups($1, '{analyst,lead}', '{4711}')", 'access.disclosures_of($1)']) {
      expect([call, await stranger.sql(`SELECT * FROM ${call}`, [report.id])]).toEqual([call, []]);
      expect([call, await stranger.sql(`SELECT * FROM ${call}`, [absentId()])]).toEqual([call, []]);
      expect(await report.author.person.sql(`SELECT * FROM ${call}`, [report.id])).not.toEqual([]);
    }
    const recipient = player('recipient');
    expect(await recipient.sql('SELECT * FROM access.grants_of($1)', [report.id])).toEqual([]);
    expect(await recipient.sql('SELECT * FROM access.label_change WHERE record_id = $1', [report.id])).toEqual([]);
    const groups = await recipient.sql("SELECT DISTINCT agency FROM access.reader_groups($1, '{analyst,lead}', '{4711}') ORDER BY 1", [report.id]);
    expect(groups).toEqual([{ agency: 'T901' }, { agency: 'T902' }]);
    const lines = await recipient.sql('SELECT agency, decided_by, revocation_reason FROM access.disclosures_of($1)', [report.id]);
    expect(lines).toEqual([{ agency: 'T902', decided_by: null, revocation_reason: null }]);
    // An operation that neither the record nor the caller is in tells of no members.
    await sql("UPDATE intelligence.report SET compartment_id = NULL WHERE id = $1", [report.id]);
    await sql('DELETE FROM access.compartment_member WHERE user_id = $1', [recipient.id]);
    const asked = await recipient.sql("SELECT DISTINCT member_of FROM access.reader_groups($1, '{analyst,lead}', '{4711}')", [report.id]);
    expect(asked).toEqual([{ member_of: [] }]);
    expect(await recipient.sql('SELECT * FROM access.colleagues_operations()')).toEqual([]);
    await expect(stranger.sql('SELECT * FROM access.my_live_grants($1)', [report.id])).rejects.toMatchObject({ code: '42501' });
    await expect(stranger.sql('INSERT INTO access.label_change (record_id) VALUES ($1)', [report.id])).rejects.toMatchObject({ code: '42501' });
  }); // prettier-ignore
});
