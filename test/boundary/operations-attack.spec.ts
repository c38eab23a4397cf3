import pg from 'pg';
import { tried, World, type Person } from './a-world.js';

/** Operations and restrictions against arbitrary SQL as app_request. Every denial stands beside its positive control. */
describe('operations against arbitrary SQL', () => {
  let world: World;
  let lead: Person, analyst: Person, outsider: Person, jointLead: Person, jointAnalyst: Person, supervisor: Person;
  let operation: string;
  let report: { id: string; items: [string, string] };
  const code = (error: pg.DatabaseError): string => `${error.code} ${error.message}`;
  const admit = (by: Person, who: Person, until = '2027-06-01', reason = 'Works on this line') =>
    by.sql('SELECT access.admit($1, $2, $3, $4)', [operation, who.id, reason, until]).then(() => 'done', code);
  const knows = async (person: Person) =>
    (await person.sql('SELECT 1 FROM access.compartment WHERE key = $1', [operation])).length === 1;
  const sees = async (person: Person) =>
    (await person.sql('SELECT 1 FROM intelligence.report WHERE id = $1', [report.id])).length === 1;
  /** What the verb does: the restriction, and the label on the record's own row. */
  const restrict = async (by: Person, id = report.id) => {
    const made = await by.sql('SELECT id, compartment_id FROM access.restrict($1, $2, NULL, $3)', [
      id,
      operation,
      'Covert phase',
    ]);
    await by.sql('UPDATE intelligence.report SET compartment_id = $2 WHERE id = $1', [id, made[0]!['compartment_id']]);
    return made[0]!['id'] as string;
  };

  beforeAll(async () => {
    world = await World.create();
    jointLead = await world.aPerson(902, ['lead']);
    jointAnalyst = await world.aPerson(902);
  });
  beforeEach(async () => {
    lead = await world.aPerson(901, ['lead']);
    supervisor = await world.aPerson(901, ['supervisor']);
    analyst = await world.aPerson(901);
    outsider = await world.aPerson(901, ['lead', 'supervisor']);
    const rows = await lead.sql("SELECT access.open_operation('Heron', 'Leads it', '2027-06-01') AS key");
    operation = rows[0]!['key'] as string;
    report = await world.aReport(analyst, 'operation-canary');
    await world.disclose(supervisor, report.id, [report.items[0]], 902);
  });
  afterAll(() => world.end());

  it('exist for their members alone', async () => {
    expect([await knows(lead), await knows(analyst), await knows(outsider)]).toEqual([true, false, false]);
    expect(await admit(lead, analyst)).toBe('done');
    expect([await knows(analyst), await knows(outsider)]).toEqual([true, false]);
    for (const table of ['compartment', 'compartment_agency', 'compartment_member', 'compartment_departure'])
      expect(await outsider.sql(`SELECT * FROM access.${table}`)).toEqual([]);
    await expect(analyst.sql("SELECT access.open_operation('x', 'x', '2027-06-01')")).rejects.toMatchObject({
      code: 'CL403',
    });
  });

  it('are unknown to a member whose last role that reads is taken away, until it is given back', async () => {
    expect(await admit(lead, analyst)).toBe('done');
    const role = (name: string) => world.admin.query('UPDATE identity.user_role SET role = $2 WHERE user_id = $1', [analyst.id, name]); // prettier-ignore
    await role('auditor');
    expect(await knows(analyst)).toBe(false);
    for (const table of ['compartment_agency', 'compartment_member', 'compartment_step'])
      expect(await analyst.sql(`SELECT compartment_id FROM access.${table}`)).toEqual([]);
    expect(await analyst.sql('SELECT * FROM access.colleagues_operations()')).toEqual([]);
    await role('officer');
    expect(await knows(analyst)).toBe(true);
  });

  it('take members from a lead inside, with a reason and an end, of the lead’s own agency and present', async () => {
    const leaver = await world.aPerson(901);
    await world.admin.query('UPDATE identity.user_account SET left_at = now() WHERE id = $1', [leaver.id]);
    expect(await admit(outsider, analyst)).toBe('CL404 not visible');
    expect(await admit(lead, leaver)).toMatch(/^CL422 user:/);
    expect(await admit(lead, jointAnalyst)).toMatch(/^CL422 user:/);
    expect(await admit(lead, { id: '00000000-0000-4000-8000-000000000000' } as Person)).toMatch(/^CL422 user:/);
    expect(await admit(lead, analyst, '2020-01-01')).toMatch(/^CL422 endsOn:/);
    expect(await admit(lead, analyst, '2199-01-01')).toMatch(/^CL422 endsOn:/);
    expect(await admit(lead, analyst, '2027-06-01', ' ')).toMatch(/^CL422 reason:/);
    expect(await knows(analyst)).toBe(false);
    expect(await admit(lead, analyst)).toBe('done');
    expect(await admit(analyst, supervisor)).toBe('CL403 not-lead');
  });

  it.each<[string, (who: Person) => Promise<unknown>]>([
    [
      'the end date passes',
      (who) =>
        world.admin.query('UPDATE access.compartment_member SET ends_on = current_date - 1 WHERE user_id = $1', [
          who.id,
        ]),
    ],
    ['a lead removes them', (who) => lead.sql('SELECT access.expel($1, $2)', [operation, who.id])],
    [
      'they are posted elsewhere and back',
      async (who) => {
        await world.admin.query('UPDATE identity.user_account SET agency_id = 903 WHERE id = $1', [who.id]);
        await world.admin.query('UPDATE identity.user_account SET agency_id = 901 WHERE id = $1', [who.id]);
      },
    ],
    [
      'they leave and come back',
      async (who) => {
        await world.admin.query('UPDATE identity.user_account SET left_at = now() WHERE id = $1', [who.id]);
        await world.admin.query('UPDATE identity.user_account SET left_at = NULL WHERE id = $1', [who.id]);
      },
    ],
  ])('are lost on the next request when %s', async (_when, change) => {
    await admit(lead, analyst);
    await restrict(lead);
    expect([await knows(analyst), await sees(analyst)]).toEqual([true, true]);
    await change(analyst);
    expect([await knows(analyst), await sees(analyst)]).toEqual([false, false]);
    expect(await sees(lead)).toBe(true);
  });

  it('keep a lead of their own agency', async () => {
    await expect(lead.sql('SELECT access.expel($1, $2)', [operation, lead.id])).rejects.toMatchObject({
      code: 'CL409',
    });
    await admit(lead, outsider);
    await expect(lead.sql('SELECT access.expel($1, $2)', [operation, lead.id])).resolves.toHaveLength(1);
    expect([await knows(lead), await knows(outsider)]).toEqual([false, true]);
  });

  it('let the lead of a joint agency nominate their own people, and lose them together', async () => {
    expect(await admit(jointLead, jointAnalyst)).toBe('CL404 not visible');
    for (const agency of [901, 903, 12345])
      await expect(lead.sql('SELECT access.join_agency($1, $2::smallint)', [operation, agency])).rejects.toMatchObject({
        code: 'CL422',
      });
    await lead.sql('SELECT access.join_agency($1, 902::smallint)', [operation]);
    await expect(lead.sql('SELECT access.join_agency($1, 902::smallint)', [operation])).rejects.toMatchObject({
      code: 'CL409',
    });
    expect([await knows(jointLead), await knows(jointAnalyst)]).toEqual([true, false]);
    expect(await admit(jointLead, analyst)).toMatch(/^CL422 user:/);
    await restrict(lead);
    expect([await sees(jointLead), await sees(jointAnalyst)]).toEqual([false, false]);
    expect(await admit(jointLead, jointAnalyst)).toBe('done');
    expect([await sees(jointLead), await sees(jointAnalyst)]).toEqual([false, true]);
    expect(await jointLead.sql('SELECT DISTINCT agency_id FROM access.compartment_member')).toEqual([
      { agency_id: 902 },
    ]);
    await expect(jointLead.sql('SELECT access.expel($1, $2)', [operation, lead.id])).rejects.toMatchObject({
      code: 'CL404',
    });
    await lead.sql('SELECT access.part_agency($1, 902::smallint)', [operation]);
    expect([await knows(jointLead), await knows(jointAnalyst), await sees(jointAnalyst)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('hide a record that enters them from everybody outside, and give it back when two people lift', async () => {
    expect([await sees(outsider), await sees(jointAnalyst), await sees(lead)]).toEqual([true, true, true]);
    const restriction = await restrict(lead);
    expect([await sees(outsider), await sees(jointAnalyst), await sees(analyst), await sees(lead)]).toEqual([
      false,
      false,
      false,
      true,
    ]);
    const lift = (by: Person) => by.sql('SELECT * FROM access.lift($1)', [restriction]).then(() => 'done', code);
    const ask = (by: Person) => by.sql("SELECT access.ask_lifting($1, 'Over')", [restriction]).then(() => 'done', code);
    expect([await ask(outsider), await lift(outsider)]).toEqual(['CL404 not visible', 'CL404 not visible']);
    expect(await lift(lead)).toMatch(/^CL409 Nobody/);
    expect(await ask(lead)).toBe('done');
    expect(await lift(lead)).toBe('CL403 lifts-own-request');
    await expect(
      lead.sql('UPDATE intelligence.report SET compartment_id = NULL WHERE id = $1', [report.id]),
    ).rejects.toMatchObject({ code: 'CL403' });
    await expect(lead.sql('UPDATE access.restriction SET lifted_by = NULL')).rejects.toMatchObject({ code: '42501' });
    await expect(
      world.admin.query('UPDATE access.restriction SET lifted_by = lift_asked_by, lifted_at = now() WHERE id = $1', [
        restriction,
      ]),
    ).rejects.toMatchObject({ constraint: 'lifted_by_another' });
    await admit(lead, supervisor);
    expect(await lift(supervisor)).toBe('done');
    expect(await lift(supervisor)).toMatch(/^CL409/);
    await supervisor.sql('UPDATE intelligence.report SET compartment_id = NULL WHERE id = $1', [report.id]);
    expect([await sees(outsider), await sees(jointAnalyst)]).toEqual([true, true]);
  });

  it('keep a raised sensitivity whatever rewrites the record, and raise nobody above their own clearance', async () => {
    const high = await world.aPerson(901, ['lead'], 3);
    const raise = (by: Person, level: number) =>
      by
        .sql("SELECT * FROM access.restrict($1, NULL, $2::smallint, 'Risk')", [report.id, level])
        .then(() => 'done', code);
    expect(await raise(lead, 3)).toMatch(/^CL422 sensitivity/);
    expect(await raise(high, 2)).toMatch(/^CL422 sensitivity/);
    expect(await raise(analyst, 3)).toBe('CL403 no-permission');
    expect(await raise(high, 3)).toBe('done');
    await high.sql('UPDATE intelligence.report SET sensitivity = 3 WHERE id = $1', [report.id]);
    expect([await sees(lead), await sees(high)]).toEqual([false, true]);
    await high.sql('UPDATE intelligence.report SET sensitivity = 1 WHERE id = $1', [report.id]);
    expect([await sees(lead), await sees(high)]).toEqual([false, true]);
  });

  it('end an emergency access of somebody outside when the record enters them', async () => {
    const stranger = await world.aPerson(903, ['supervisor']);
    await tried(stranger, 'emergency', `IR-${report.id.slice(0, 8)}`);
    const opened = await stranger.sql('SELECT * FROM access.open_emergency($1, $2)', [
      `IR-${report.id.slice(0, 8)}`,
      'A child is missing and may be here',
    ]);
    expect([opened[0]!['outcome'], await sees(stranger)]).toEqual(['opened', true]);
    await restrict(lead);
    expect(await sees(stranger)).toBe(false);
  });

  it('open in an emergency to one outsider of the same agency, without what is the owner’s', async () => {
    const restriction = await restrict(lead);
    expect(restriction).toBeDefined();
    await tried(outsider, 'emergency', `IR-${report.id.slice(0, 8)}`);
    const opened = await outsider.sql('SELECT * FROM access.open_emergency($1, $2)', [
      `IR-${report.id.slice(0, 8)}`,
      'A child is missing and may be here',
    ]);
    expect([opened[0]!['outcome'], await sees(outsider), await sees(supervisor)]).toEqual(['opened', true, false]);
    expect(await outsider.sql('SELECT 1 FROM intelligence.report_item WHERE report_id = $1', [report.id])).toHaveLength(
      2,
    );
    for (const table of ['report_original', 'report_item_original', 'report_item_source'])
      expect(await outsider.sql(`SELECT 1 FROM intelligence.${table} WHERE report_id = $1`, [report.id])).toEqual([]);
    for (const table of ['access.restriction', 'access.originator_consent'])
      expect(await outsider.sql(`SELECT 1 FROM ${table} WHERE record_id = $1`, [report.id])).toEqual([]);
    expect(
      await outsider.sql('UPDATE intelligence.report SET status = 6 WHERE id = $1 RETURNING id', [report.id]),
    ).toEqual([]);
    const review = (by: Person) =>
      by
        .sql("SELECT access.review_emergency($1, 'justified', 'Yes')", [opened[0]!['emergency']])
        .then(() => 'done', code);
    expect([await review(supervisor), await review(outsider), await review(lead)]).toEqual([
      'CL404 not visible',
      'CL403 reviews-own-use',
      'done',
    ]);
  });
});
