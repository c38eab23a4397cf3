import { emptySql, sql } from '@clin/platform';
import '../../../libs/dissemination/src/shareable.js';
import {
  accededParties,
  rulesInForce,
  standingFits,
  standingMatches,
} from '../../../libs/sharing/src/standing-match.js';
import type { World } from '../a-world.js';
import { third } from '../mutants/disclose-probes.js';
import { disclosureOf, mutantWorld } from '../mutants/mutant-world.js';
import { EDITABLE } from '../mutants/owner-probes.js';
import { id } from '../mutants/probe.js';
import { inWorld } from './in-world.js';

/** One rule of agreement 901: items handled P to agency 902, unless a case says otherwise. */
const rule = (change: Record<string, string> = {}): string => {
  const row: Record<string, string> = { id: '55', agreement_id: '901', version: '1', kind: '1', handling: "'P'", recipient: "'agency'", recipient_agency_id: '902', months_valid: '12', conditions: "''", lowest_confidence: '0', ...change };
  return `INSERT INTO sharing.standing_rule (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).join(', ')})`;
}; // prettier-ignore
const forces = (areas: string): string =>
  `${rule({ recipient: "'forces-in-areas'", recipient_agency_id: 'NULL', areas })}; UPDATE identity.agency SET force_code = 'TEST' WHERE id = 904`;
const agency = (change: string): string => `${rule()}; UPDATE identity.agency SET ${change} WHERE id = 902`;
const agreement = (change: string): string => `${rule()}; UPDATE sharing.agreement SET ${change} WHERE id = 901`;
const item = (change: string, which = '@plain.0'): string =>
  `${rule()}; UPDATE access.item_visibility SET ${change} WHERE item_id = ${which} AND disclosure_id IS NULL`;
const consent = (of: string, to: number): string =>
  `INSERT INTO access.originator_consent VALUES (gen_random_uuid(), @${of}, @plain, 901, ${to}, 'x', @a.handler)`;
const OTHER =
  "INSERT INTO sharing.agreement (id, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on) VALUES (903, 'X', 'x', 'x', 'x', 902, 'active', '2020-01-01', '2099-12-31')";

const SINGLE = 'UPDATE sharing.agreement SET whole_records = false WHERE id = 901';
/** Rules that together fit both items of `plain` for agency 902. */
const BOTH = `${rule()}; ${rule({ id: '56', handling: "'C'" })}; ${consent('plain.1', 902)}`;
const last = (given: { agreement?: string; until?: string } = {}, to = 902): string =>
  `${rule({ handling: "'C'" })}; ${consent('plain.1', 902)}; ${SINGLE}; ${disclosureOf('dis.first', to, { record: 'plain', ...given })}`;

/** Written by hand: what a.peer's agency would give of the reports `plain` and `held`; "item>agency" for each match. */
const CASES: [name: string, matches: string, arranged: string, who?: string][] = [
  ['a rule', 'plain.0>902', rule()], ['no rule', '', 'SELECT 1'], ['a rule of C without consent', '', rule({ handling: "'C'" })], ['a rule of C with consent', 'plain.1>902', `${rule({ handling: "'C'" })}; ${consent('plain.1', 902)}`],
  ['a rule of C with consent for another', '', `${rule({ handling: "'C'" })}; ${consent('plain.1', 904)}`], ['a rule of C with consent for another item', '', `${rule({ handling: "'C'" })}; ${consent('plain.0', 902)}`],
  ['an item of an operation', 'held.0>902 plain.0>902', rule(), 'a.member'], ['with too little clearance', '', rule(), 'a.low'], ['by a recipient', '', rule({ recipient_agency_id: '904' }), 'b.peer'],
  ['an item of another’s draft', '', item('private_to = @a.lead')], ['an item of one’s own draft', 'plain.0>902', item('private_to = @a.peer')], ['an item that is another agency’s', '', item('owner_id = 904')], ['an item held by another agency', '', item('agency_id = 904')], ['an item that was disclosed', '', item('disclosure_id = @absent')], ['an item of another kind', '', item('kind = 2')],
  ['an item as sensitive as the agreement', 'plain.0>902', agreement('most_sensitivity = 2')], ['an item more sensitive', '', agreement('most_sensitivity = 1')], ['an agreement of another kind', '', agreement("kinds = '{2}'")], ['an agreement of another code', '', agreement("handling = '{C}'")], ['a rule of another kind', '', rule({ kind: '2' })],
  ['a rule of another kind that the agreement covers', '', `${rule({ kind: '2' })}; UPDATE sharing.agreement SET kinds = '{1,2}' WHERE id = 901`], ['a rule to forces of one area, of an item of two', '', `${forces("'{ELSE}'")}; INSERT INTO identity.area VALUES ('ELSE', 'ELS', 'Else', 'Test', 1, 2, true); ${EDITABLE}; INSERT INTO intelligence.report_item_area VALUES (@plain.0, @plain, 'ELSE')`],
  ['a rule from oneself', 'plain.0>902', rule({ from_agency_id: '901' })], ['a rule from another', '', rule({ from_agency_id: '904' })], ['a rule to another', 'plain.0>904', rule({ recipient_agency_id: '904' })], ['a rule to a stranger', '', rule({ recipient_agency_id: '903' })], ['a rule to oneself', '', rule({ recipient_agency_id: '901' })],
  ['a rule of low confidence', 'plain.0>902', rule({ lowest_confidence: '3' })], ['a rule of more confidence than there is', '', `${rule({ lowest_confidence: '3' })}; UPDATE access.item_visibility SET source_evaluation = 2 WHERE item_id = @plain.0`],
  ['a rule of an area', 'plain.0>902', rule({ areas: "'{TEST,ELSE}'" })], ['a rule of another area', '', rule({ areas: "'{ELSE}'" })], ['a rule to forces', 'plain.0>904', forces('NULL')], ['a rule to forces of the area', 'plain.0>904', forces("'{TEST}'")], ['a rule to forces of another area', '', forces("'{ELSE}'")],
  ['a rule to forces where the item is not', '', `${forces('NULL')}; ${EDITABLE}; DELETE FROM intelligence.report_item_area`], ['a rule to forces of two areas', '', `${forces("'{ELSE,MORE}'")}; INSERT INTO identity.area VALUES ('ELSE', 'ELS', 'Else', 'Test', 1, 2, true); ${EDITABLE}; UPDATE intelligence.report_item_area SET area = 'ELSE'`],
  ['a rule to one agency, which has a force', 'plain.0>902', `${rule()}; UPDATE identity.agency SET force_code = 'ELSE' WHERE id = 902`], ['a rule to an agency, beside a force of the area', 'plain.0>902', `${rule()}; UPDATE identity.agency SET force_code = 'TEST' WHERE id = 904`],
  ['an agency that ends today', 'plain.0>902', agency('ends_on = current_date, starts_on = current_date')], ['an agency that ended', '', agency('ends_on = current_date - 1')], ['an agency that starts tomorrow', '', agency('starts_on = current_date + 1')],
  ['a suspended agreement', '', agreement("status = 'suspended'")], ['an agreement of another version', '', agreement('version = 2')], ['a rule from today', 'plain.0>902', rule({ starts_on: 'current_date' })], ['a rule from tomorrow', '', rule({ starts_on: 'current_date + 1' })], ['a rule until today', 'plain.0>902', rule({ ends_on: 'current_date' })], ['a rule until yesterday', '', rule({ ends_on: 'current_date - 1' })],
  ['a withdrawn item', '', item('withdrawn_at = now()')],
  ['every item, for single items', '', `${SINGLE}; ${BOTH}`], ['every item, for whole records', 'plain.0>902 plain.1>902', BOTH], ['one item of two, for single items', 'plain.0>902', `${rule()}; ${SINGLE}`], ['every item to one and one to another', 'plain.0>904', `${SINGLE}; ${BOTH}; ${rule({ id: '57', recipient_agency_id: '904' })}`],
  ['the only item, for single items', 'plain.0>902', `${item('withdrawn_at = now()', '@plain.1')}; ${SINGLE}`], ['the last item, for single items', '', last()], ['the last item, the other under another agreement', 'plain.1>902', last({ agreement: '902' })], ['the last item, the other given to another', 'plain.1>902', last({}, 904)],
  ['the last item, the other until now', 'plain.1>902', last({ until: 'now()' })], ['the last item, the other recalled', 'plain.1>902', `${last()}; UPDATE access.disclosure SET revoked_at = now(), revoked_by = @a.lead, revocation_reason = 'x' WHERE id = @dis.first`], ['the last item, for whole records', 'plain.1>902', `${last()}; UPDATE sharing.agreement SET whole_records = true WHERE id = 901`],
  ['the only item, for single items, that another has', 'plain.0>902', `${item('withdrawn_at = now()', '@plain.1')}; ${SINGLE}; ${disclosureOf('dis.first', 904, { record: 'plain' })}`], ['every item but a withdrawn one, for single items', '', `${SINGLE}; ${BOTH}; ${third('now()')}`],
  ['every item but one that fits no rule, for single items', 'plain.0>902 plain.1>902', `${SINGLE}; ${BOTH}; ${third('NULL')}; UPDATE access.item_visibility SET kind = 2 WHERE item_id = @third`],
  ['every item under two agreements for single items', 'plain.0>902 plain.1>902', `${SINGLE}; ${BOTH}; ${OTHER}; INSERT INTO sharing.agreement_party VALUES (903, 901), (903, 902); UPDATE sharing.agreement SET whole_records = false WHERE id = 903; UPDATE sharing.standing_rule SET agreement_id = 903 WHERE id = 56`],
  ['an agreement that one is no party of', '', `${OTHER}; INSERT INTO sharing.agreement_party VALUES (903, 902), (903, 904); ${rule({ agreement_id: '903' })}`], ['an agreement that they are no party of', '', `${OTHER}; INSERT INTO sharing.agreement_party VALUES (903, 901), (903, 904); ${rule({ agreement_id: '903' })}`], ['another agreement’s rule', 'plain.0>902', `${OTHER}; INSERT INTO sharing.agreement_party VALUES (903, 901), (903, 902); ${rule({ agreement_id: '903' })}`],
]; // prettier-ignore

describe('standing rules and the items that they give', () => {
  let world: World;
  beforeAll(async () => (world = await mutantWorld()));
  afterAll(() => world?.end());

  it.each(CASES)('%s: %s', async (_name, matches, arranged, who = 'a.peer') => {
    const found = await inWorld(world, who, arranged, (rows, actor) =>
      rows.rows<{ item_id: string; agency_id: number }>(standingMatches(actor, 1, rulesInForce(actor), accededParties, emptySql)),
    ); // prettier-ignore
    const names = new Map(['plain.0', 'plain.1', 'held.0', 'held.1'].map((name) => [id(name), name]));
    const said = found.filter(({ item_id }) => names.has(item_id)).map(({ item_id, agency_id }) => `${names.get(item_id)}>${agency_id}`);
    expect([...said].sort().join(' ')).toBe(matches);
  }); // prettier-ignore

  it.each([
    ['one without consent', 'plain.1 consent', rule({ handling: "'C'" })], ['every item, for single items', 'plain.0 whole plain.1 whole', `${SINGLE}; ${BOTH}`],
    ['every item but one without consent, for single items', 'plain.0 null plain.1 consent', `${SINGLE}; ${rule()}; ${rule({ id: '56', handling: "'C'" })}`],
  ])('say why they keep %s', async (_name, said, arranged) => {
    const found = await inWorld(world, 'a.peer', arranged, (rows, actor) =>
      rows.rows<{ item_id: string; kept: string | null }>(standingFits(actor, 1, rulesInForce(actor), accededParties, sql`AND i.record_id = ${id('plain')}::uuid`)),
    ); // prettier-ignore
    const words = found.map(({ item_id, kept }) => `${item_id === id('plain.0') ? 'plain.0' : 'plain.1'} ${kept}`);
    expect(words.sort().join(' ')).toBe(said);
  }); // prettier-ignore

  it('are narrowed to the items that are asked about', async () => {
    const found = await inWorld(world, 'a.peer', rule(), (rows, actor) =>
      rows.rows<{ record_id: string; rule_id: number; months_valid: number }>(standingMatches(actor, 1, rulesInForce(actor), accededParties, emptySql)),
    ); // prettier-ignore
    expect(found.map(({ record_id }) => record_id).sort()).toEqual([id('plain'), id('shared')].sort());
    expect(found.every(({ rule_id, months_valid }) => rule_id === 55 && months_valid === 12)).toBe(true);
  });
});
