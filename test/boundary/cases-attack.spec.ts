import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { World, type Person } from './a-world.js';

const REFUSED = '42501';
const UNKNOWN = '23503';

/** Arbitrary SQL as the application's own login against what cases keep and what is to be done. Every denial stands beside its positive control. */
describe('wall 2 against arbitrary SQL on cases and actions', () => {
  let world: World;
  let owner: Person;
  let second: Person;
  let theirs: Person;
  let third: Person;
  let report: { id: string; items: [string, string] };
  /** A case of each: its id, and its parts by name. */
  const cases = new Map<Person, Record<string, string>>();

  const attempt = (who: Person, text: string, values: unknown[] = []): Promise<string> =>
    who.sql(text, values).then(
      () => 'ran',
      (error: pg.DatabaseError) => error.code ?? 'no code',
    );
  const aCaseFile = async (lead: Person, id: string): Promise<string> => {
    const [operation] = await lead.sql("SELECT access.open_operation('Heron', 'A line', current_date + 30) AS key");
    return attempt(
      lead,
      `INSERT INTO cases.case_file (id, reference, owner_agency_id, created_at, sensitivity, compartment_id, status, handling, discovery,
         retention_group, review_on, version, marking, name, updated_at)
       SELECT $1::uuid, $2, $3, now(), 1, c.id, 2, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', 'Heron', now() FROM access.compartment c WHERE c.key = $4::uuid`,
      [id, `CS-${randomUUID().slice(0, 8)}`, lead.agencyId, operation!['key']],
    );
  };
  const aPart = (lead: Person, part: string, id: string): Promise<string> =>
    attempt(lead, "INSERT INTO cases.case_part (id, report_id, part, handling_code) VALUES ($1, $2, $3, 'P')", [
      id,
      cases.get(lead)!['id'],
      part,
    ]);
  const raise = async (record: string, to: number, more: Record<string, string | null> = {}): Promise<string> => {
    const id = randomUUID();
    const extra = { kind: '1', ...more };
    const names = Object.keys(extra);
    await owner.sql(
      `INSERT INTO cases.action (id, reference, owner_agency_id, record_id, what, why, outcome_needed, priority, due_on, due_at, created_by,
         assigned_agency_id, state, version, ${names.join(', ')})
       VALUES ($1, $2, 901, $3, 'x', 'x', 'x', 1, '2030-01-01', '2030-01-01', $4, $5, 1, 1, ${names.map((_name, at) => `$${at + 6}`).join(', ')})`,
      [id, `AC-${id.slice(0, 8)}`, record, owner.id, to, ...Object.values(extra)],
    );
    return id;
  };
  const say = (who: Person, action: string, step: string): Promise<string> =>
    attempt(
      who,
      'INSERT INTO cases.action_step (action_id, step, to_state, by_user, by_agency, reason) VALUES ($1, $2, 1, $3, $4, $2)',
      [action, step, who.id, who.agencyId],
    );
  const heard = async (who: Person, action: string): Promise<unknown[]> =>
    (await who.sql('SELECT step FROM cases.action_step WHERE action_id = $1 ORDER BY at', [action])).map(
      ({ step }) => step,
    );

  beforeAll(async () => {
    world = await World.create();
    await world.admin.query('INSERT INTO sharing.agreement_party VALUES (901, 903)');
    owner = await world.aPerson(901, ['analyst', 'supervisor', 'lead']);
    second = await world.aPerson(901, ['analyst', 'supervisor', 'lead']);
    theirs = await world.aPerson(902, ['analyst', 'lead', 'source-handler']);
    third = await world.aPerson(903, ['analyst', 'lead']);
    report = await world.aReport(owner, 'heron-canary');
    for (const agency of [902, 903]) await world.disclose(owner, report.id, [report.items[0]], agency);
    for (const lead of [owner, theirs]) {
      const made: Record<string, string> = { id: randomUUID() };
      cases.set(lead, made);
      expect(await aCaseFile(lead, made['id']!)).toBe('ran');
      for (const part of ['results', 'actions', 'links'])
        expect(await aPart(lead, part, (made[part] = randomUUID()))).toBe('ran');
    }
  });
  afterAll(() => world?.end());

  it('nobody takes the id of another agency’s record or item for a row of their own', async () => {
    const originals = () => theirs.sql('SELECT title FROM intelligence.report_original');
    expect(await aCaseFile(theirs, report.id)).toBe('23505');
    expect(await aPart(theirs, 'plan', report.items[1])).toBe('23505');
    expect(await originals()).toEqual([]);
    expect(await theirs.sql('SELECT * FROM intelligence.report_item_source')).toEqual([]);
    expect(await theirs.sql('SELECT id FROM intelligence.report_item')).toEqual([{ id: report.items[0] }]);
    expect(await aCaseFile(theirs, randomUUID())).toBe('ran');
    expect(await aPart(theirs, 'plan', randomUUID())).toBe('ran');
    const { rows } = await world.admin.query('SELECT count(*)::int AS grants FROM access.record_visibility WHERE record_id = $1', [report.id]); // prettier-ignore
    expect(rows).toEqual([{ grants: 3 }]);
  });

  it('nobody strikes out another’s result, or learns that it exists or was struck', async () => {
    const result = async (lead: Person): Promise<string> => {
      const { id, results } = cases.get(lead)!;
      const [made] = await lead.sql(
        `INSERT INTO cases.result (case_id, part_id, by_user, kind, amount, unit, detail, event_date, attributable)
         VALUES ($1, $2, $3, 'arrest', 1, 'people', '', '2026-01-01', true) RETURNING id`,
        [id, results, lead.id],
      );
      return made!['id'] as string;
    };
    const strike = (lead: Person, which: string): Promise<string> => {
      const { id, results } = cases.get(lead)!;
      return attempt(
        lead,
        "INSERT INTO cases.result_strike (case_id, part_id, by_user, result_id, reason) VALUES ($1, $2, $3, $4, 'x')",
        [id, results, lead.id, which],
      );
    };
    const [own, foreign] = [await result(theirs), await result(owner)];
    expect([await strike(theirs, foreign), await strike(theirs, randomUUID())]).toEqual([UNKNOWN, UNKNOWN]);
    expect([await strike(owner, foreign), await strike(theirs, own)]).toEqual(['ran', 'ran']);
    expect([await strike(theirs, foreign), await strike(owner, foreign)]).toEqual([UNKNOWN, '23505']);
  });

  it('text is copied through a link of the same case and record alone', async () => {
    const link = async (lead: Person): Promise<string> => {
      const { id, links } = cases.get(lead)!;
      const why = randomUUID();
      await lead.sql(
        'INSERT INTO cases.link (case_id, part_id, record_id, kind, why, by_user) VALUES ($1, $2, $3, 1, $4, $5)',
        [id, links, report.id, why, lead.id],
      );
      const { rows } = await world.admin.query<{ id: string }>('SELECT id FROM cases.link WHERE why = $1', [why]);
      return rows[0]!.id;
    };
    const [own, foreign] = [await link(theirs), await link(owner)];
    const copy = (through: string, record: string): Promise<string> =>
      attempt(
        theirs,
        `INSERT INTO cases.copied_text (case_id, link_id, record_id, item_id, text, codes, terms, by_user) VALUES ($1, $2, $3, $4, 'x', 'P', '', $5)`,
        [cases.get(theirs)!['id'], through, record, report.items[0], theirs.id],
      );
    for (const through of [foreign, randomUUID()]) expect(await copy(through, report.id)).toBe(UNKNOWN);
    expect(await copy(own, randomUUID())).toBe(UNKNOWN);
    expect(await copy(own, report.id)).toBe('ran');
  });

  it('an action about a case is of that case’s own part, and begins unsigned', async () => {
    const about = cases.get(owner)!;
    const raised = (more: Record<string, string | null>): Promise<string> =>
      raise(about['id']!, 901, { kind: '3', ...more }).then(
        () => 'ran',
        (error: pg.DatabaseError) => error.code ?? 'no code',
      );
    for (const part of [cases.get(theirs)!['actions']!, randomUUID()])
      expect(await raised({ part_id: part })).toBe(UNKNOWN);
    const own = { part_id: about['actions']! };
    for (const signed of [{ completed_by: second.id }, { verified_by: second.id }, { result: 'Done' }] as Record<
      string,
      string
    >[])
      expect([signed, await raised({ ...own, ...signed })]).toEqual([signed, REFUSED]);
    expect(await raised(own)).toBe('ran');
  });

  it('is done by whoever says so at the agency that is asked, and verified by another of whoever raised it', async () => {
    const action = await raise(report.id, 902);
    const set = (who: Person, what: string): Promise<string> =>
      attempt(who, `UPDATE cases.action SET ${what} WHERE id = '${action}'`);
    const done = (by: Person): string => `state = 4, result = 'Done', completed_by = '${by.id}'`;
    const verified = (by: Person): string => `state = 5, verified_by = '${by.id}'`;
    expect([await set(theirs, done(owner)), await set(owner, done(owner))]).toEqual([REFUSED, REFUSED]);
    expect(await set(theirs, done(theirs))).toBe('ran');
    for (const by of [owner, theirs]) expect(await set(theirs, verified(by))).not.toBe('ran');
    expect(await set(owner, verified(second))).toBe(REFUSED);
    expect(await set(owner, verified(owner))).toBe('ran');
    expect(await set(second, 'verified_by = NULL')).toBe(REFUSED);
  });

  it('what one agency said about it is not told to the next one that is asked, nor what it did', async () => {
    const action = await raise(report.id, 902);
    const ask = (agency: number): Promise<unknown> =>
      owner.sql('UPDATE cases.action SET assigned_agency_id = $2, state = 1 WHERE id = $1', [action, agency]);
    await say(owner, action, 'raise');
    await theirs.sql("UPDATE cases.action SET state = 4, result = 'canary', completed_by = $2 WHERE id = $1", [action, theirs.id]); // prettier-ignore
    await say(theirs, action, 'back');
    await ask(903);
    await say(owner, action, 'again');
    expect(await heard(third, action)).toEqual(['again']);
    expect(await third.sql('SELECT result, completed_by FROM cases.action WHERE id = $1', [action])).toEqual([
      { result: null, completed_by: null },
    ]);
    expect(await heard(theirs, action)).toEqual([]);
    expect([await say(theirs, action, 'x'), await say(third, action, 'accept')]).toEqual([REFUSED, 'ran']);
    await ask(902);
    expect(await heard(theirs, action)).toEqual(['back']);
    expect(await heard(owner, action)).toEqual(['raise', 'back', 'again', 'accept']);
  });
});
