import type { Explanation } from '@clin/access';
import { serve, type Served } from './a-server.js';
import { World, type Person } from './a-world.js';
import { dice } from './tuples.js';

/** `npm run prove -- explanations` changes the world a thousand times. */
const CHANGES = Number(process.env['N'] ?? 6);
const SEED = Number(process.env['SEED'] ?? 11);
const DAY = '2027-06-01';
type Body = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/**
 * Of a case, a referral and a report of its pack, after each change of who may see them: whom the doors let in is whom the explanation counts and
 * names, whom it says can and cannot, what it shows as theirs, and to whom an action can be given.
 */
describe('explanations of cases, referrals and actions', () => {
  let world: World;
  let served: Served;
  let owner: Person;
  /** Everybody else, with the role that reads. */
  const cast: { name: string; role: string; person: Person }[] = [];
  const records: { kind: string; id: string }[] = [];
  let operation: number;
  let item: string;
  const said = { changes: 0, cells: 0, allowed: 0, denied: 0, projections: 0, actions: 0 };

  const ask = async (who: Person, method: string, path: string, body?: object) => {
    const { statusCode, body: text } = await served.inject({ method: method as 'GET', url: `/api/v1${path}`, headers: { authorization: `Bearer ${who.token}` }, ...(body ? { payload: body } : {}) }); // prettier-ignore
    return { status: statusCode, text, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Body };
  };
  const done = async (who: Person, path: string, body: object): Promise<Body> => {
    const made = await ask(who, 'POST', path, body);
    if (made.status >= 300) throw new Error(`${path}: ${made.text}`);
    return made.body;
  };
  const sql = (text: string, values: unknown[] = []) => world.admin.query(text, values);

  beforeAll(async () => {
    world = await World.create();
    await sql(`UPDATE sharing.agreement SET kinds = '{1,2,3}'`);
    served = await serve(world.database);
    owner = await world.aPerson(901, ['lead', 'supervisor'], 3);
    for (const [name, agency, role, clearance] of [
      ['member', 901, 'lead', 2],
      ['colleague', 901, 'analyst', 2],
      ['uncleared', 901, 'analyst', 1],
      ['auditor', 901, 'auditor', 2],
      ['joint', 902, 'lead', 2],
      ['beside', 902, 'analyst', 2],
      ['stranger', 903, 'lead', 2],
    ] as const)
      cast.push({ name, role, person: await world.aPerson(agency, [role], clearance) });
    const report = await world.aReport(owner, 'pack');
    const made = await done(owner, '/referrals', {
      kind: 'line', receiver: 'T902', title: 'x', text: 'x', purpose: 'x', legalBasis: 'x', agreement: 'TEST-ISA', expires: DAY, pack: [report.items[0]], fields: { lineName: 'x', importedTo: 'x' },
    }); // prettier-ignore
    await done(owner, `/referrals/${made['id']}/sending`, { version: 1 });
    const file = await done(owner, '/cases', { name: 'Heron', reason: 'x', endsOn: DAY, pursue: 'x' });
    records.push({ kind: 'cases', id: file['id'] as string }, { kind: 'referrals', id: made['id'] as string }, { kind: 'reports', id: report.id }); // prettier-ignore
    const found = await sql('SELECT id FROM access.compartment WHERE key = $1', [file['operation']]);
    operation = (found.rows[0] as { id: number }).id;
    await done(owner, `/operations/${file['operation']}/agencies`, { agency: 'T902' });
    const part = await sql("SELECT id FROM cases.case_part WHERE report_id = $1 AND part = 'plan'", [file['id']]);
    item = (part.rows[0] as { id: string }).id;
  });
  afterAll(async () => {
    await served?.close();
    await world?.end();
  });

  const on = new Set<string>();
  /** There and back, in turn. */
  const toggle = async (name: string, there: () => Promise<unknown>, back: () => Promise<unknown>): Promise<void> => {
    // Nothing is shared under an agreement that is suspended.
    if (name === 'part' && on.has('agreement')) return;
    await (on.has(name) ? back() : there());
    if (!on.delete(name)) on.add(name);
  };
  const who = (name: string): Person => cast.find((one) => one.name === name)!.person;
  const label = (column: string, value: unknown, table: string, at: number) => sql(`UPDATE ${table} SET ${column} = $2 WHERE id = $1`, [records[at]!.id, value]); // prettier-ignore
  const enters = (name: string) => (): Promise<void> =>
    toggle(
      `${name} in`,
      () => sql("INSERT INTO access.compartment_member (compartment_id, user_id, reason, ends_on, agency_id, added_by) VALUES ($1, $2, 'x', $3, $4, $5)", [operation, who(name).id, DAY, who(name).agencyId, owner.id]),
      () => sql('DELETE FROM access.compartment_member WHERE user_id = $1', [who(name).id]),
    ); // prettier-ignore
  const changes: [string, () => Promise<void>][] = [
    ['a part is shared or kept', () => toggle('part', () => done(owner, `/cases/${records[0]!.id}/sharing`, { agency: 'T902', parts: ['plan'], purpose: 'x', legalBasis: 'x', agreement: 'TEST-ISA', expires: DAY }),
      () => done(owner, `/cases/${records[0]!.id}/sharing/end`, { agency: 'T902', part: 'plan', reason: 'x' }))],
    ...cast.filter(({ name }) => name !== 'stranger').map(({ name }): [string, () => Promise<void>] => [`${name} enters or leaves`, enters(name)]),
    ['the joint lead is cleared for less', () => toggle('cleared', () => sql('UPDATE identity.user_account SET clearance = 1 WHERE id = $1', [who('joint').id]), () => sql('UPDATE identity.user_account SET clearance = 2 WHERE id = $1', [who('joint').id]))],
    ['the agreement is suspended or back', () => toggle('agreement', () => sql("UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901"), () => sql("UPDATE sharing.agreement SET status = 'active' WHERE id = 901"))],
    ['the referral is more sensitive', () => toggle('sensitive', () => label('sensitivity', 3, 'referrals.referral', 1), () => label('sensitivity', 2, 'referrals.referral', 1))],
    ['the case is less sensitive', () => toggle('plain', () => label('sensitivity', 1, 'cases.case_file', 0), () => label('sensitivity', 2, 'cases.case_file', 0))],
    ['the report enters the operation', () => toggle('covert', () => label('compartment_id', operation, 'intelligence.report', 2), () => label('compartment_id', null, 'intelligence.report', 2))],
    ['the referral enters the operation', () => toggle('covered', () => label('compartment_id', operation, 'referrals.referral', 1), () => label('compartment_id', null, 'referrals.referral', 1))],
    ['what 902 holds expires or lasts', () => toggle('expired', () => sql("UPDATE access.record_visibility SET valid_until = now() - interval '1 s' WHERE agency_id = 902"), () => sql("UPDATE access.record_visibility SET valid_until = '2030-01-01' WHERE agency_id = 902"))],
    ['the analyst beside loses the role', () => toggle('role', () => sql("DELETE FROM identity.user_role WHERE user_id = $1", [who('beside').id]), () => sql("INSERT INTO identity.user_role VALUES ($1, 'analyst')", [who('beside').id]))],
  ]; // prettier-ignore

  /** Every answer about one record, held against the doors. */
  async function agree(after: string, { kind, id }: (typeof records)[number], chosen: number): Promise<void> {
    const reads = new Set<string>();
    for (const { name, person } of [{ name: 'owner', person: owner }, ...cast]) {
      const [opened, explained] = [await ask(person, 'GET', `/${kind}/${id}`), await ask(person, 'GET', `/records/${id}/explanation`)]; // prettier-ignore
      said.cells += 1;
      said[opened.status === 200 ? 'allowed' : 'denied'] += 1;
      expect([after, kind, name, explained.status === 200]).toEqual([after, kind, name, opened.status === 200]);
      if (opened.status === 200) reads.add(person.id);
    }
    expect(reads.has(owner.id)).toBe(true);
    const { who: seen } = (await ask(owner, 'GET', `/records/${id}/explanation`)).body as Explanation;
    for (const agency of [901, 902, 903]) {
      const there = [owner, ...cast.map(({ person }) => person)].filter(({ agencyId, id: one }) => agencyId === agency && reads.has(one)); // prettier-ignore
      const told = seen.find((one) => one.agency === `T${agency}`);
      expect([after, kind, agency, told?.people ?? 0]).toEqual([after, kind, agency, there.length]);
      if (agency === 901) expect(told?.names).toHaveLength(there.length);
    }
    for (const { name, role, person } of cast) {
      if (person.agencyId === 903) continue;
      const query = person.agencyId === 901 ? `person=${person.id}` : `agency=T902&role=${role}`;
      const { body } = await ask(owner, 'GET', `/records/${id}/sight?${query}`);
      const can = reads.has(person.id);
      expect([after, kind, name, body['allowed'], body['because'] === null]).toEqual([after, kind, name, can, can]);
      if (person.agencyId !== 902 || !can) continue;
      const as = await ask(owner, 'GET', `/records/${id}/view-as?agency=T902&role=${role}`);
      const theirs = await ask(person, 'GET', `/${kind}/${id}`);
      const shown = as.body['projection'] as Body;
      // A receiver has its side, its pack and its history besides, which are not the owner's to see.
      const told = kind === 'referrals' ? Object.fromEntries(Object.keys(shown).map((key) => [key, theirs.body[key]])) : theirs.body; // prettier-ignore
      expect([after, kind, name, JSON.stringify(shown)]).toEqual([after, kind, name, JSON.stringify(told)]);
      expect(Object.keys(shown).length).toBeGreaterThan(5);
      said.projections += 1;
    }
    // An action goes to whom the record is open, and to nobody else.
    const { name, person } = cast[chosen]!;
    if (person.agencyId !== 901) return;
    const given = await ask(owner, 'POST', `/records/${id}/actions`, { what: 'x', why: 'x', outcomeNeeded: 'x', priority: 1, dueOn: DAY, to: 'person', person: person.id }); // prettier-ignore
    expect([after, kind, name, given.status]).toEqual([after, kind, name, reads.has(person.id) ? 201 : 422]);
    if (given.status !== 201) return;
    said.actions += 1;
    expect((await ask(person, 'GET', `/actions/${given.body['id']}`)).status).toBe(200);
  }

  it(`agree with every door through ${CHANGES} changes`, async () => {
    expect(item).toBeTruthy();
    const roll = dice(SEED);
    for (const record of records) await agree('at first', record, 0);
    for (let at = 0; at < CHANGES; at += 1) {
      const [what, change] = changes[at < changes.length && CHANGES <= changes.length ? (at * 5) % changes.length : roll(changes.length)]!; // prettier-ignore
      await change();
      said.changes += 1;
      for (const record of records) await agree(`${at}: ${what}`, record, roll(4));
      // What hides everything from everybody else is soon undone.
      if (/^(the agreement|what 902)/.test(what)) await change();
    }
    process.stdout.write(`explanations of work: ${JSON.stringify({ ...said, seed: SEED })}\n`);
    expect(Math.min(said.allowed, said.denied)).toBeGreaterThan(CHANGES);
    expect(said.projections).toBeGreaterThan(0);
  }, 36_000_000);
});
