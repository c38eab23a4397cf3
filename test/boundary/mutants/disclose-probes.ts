import { disclosureOf, emergencyOf } from './mutant-world.js';
import { falseGrant } from './owner-probes.js';
import type { Probe, Step } from './probe.js';

/** A call by somebody, what it answers, what was arranged before and what is seen after. */
export type Call = readonly [
  name: string,
  who: string,
  call: string,
  gives: string,
  arrange?: string,
  then?: readonly Step[],
];

export const calls = (about: string, list: readonly Call[]): Probe[] =>
  list.map(([name, who, call, gives, arrange, then]) => ({
    name: `${about.split(' ')[0]}, ${name}: ${who}`, about, ...(arrange ? { arrange } : {}), steps: [[who, call, gives], ...(then ?? [])],
  })); // prettier-ignore

/** Whoever reads no record is not told that there is one. */
export const refusing = (role: string): string =>
  ['administrator', 'auditor', 'none'].includes(role) ? 'CL404 not visible' : 'CL403 no-permission';

const disclose = (change: Record<string, string> = {}): string => {
  const { record, to, items, agreement, until, rule, conditions } = {
    record: 'plain', to: '902', items: 'ARRAY[@plain.0]', agreement: '901', until: "now() + interval '1 day'", rule: 'NULL', conditions: "''", ...change,
  }; // prettier-ignore
  return `SELECT access.disclose(@${record}, ${to}::smallint, ${items}, 'why', 'basis', ${agreement}, ${conditions}, ${until}, ${rule}) IS NOT NULL`;
};
const consent = (item: string, to: number): string =>
  `INSERT INTO access.originator_consent VALUES (gen_random_uuid(), @${item}, @plain, 901, ${to}, 'x', @a.handler)`;
const rule = (id: number, agreement: number): string =>
  `INSERT INTO sharing.standing_rule VALUES (${id}, ${agreement}, 1, 1, 'P', 'agency', 902, 12, '')`;
const agreement = (
  owner: number,
  parties: number[],
): string => `INSERT INTO sharing.agreement (id, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on)
  VALUES (903, 'X', 'Third', 'x', 'x', ${owner}, 'active', '2020-01-01', '2099-12-31'); INSERT INTO sharing.agreement_party SELECT 903, unnest(ARRAY[${parties.join(', ')}])`;
const GRANTS: Step = [
  'behind',
  "SELECT agency_id, owner_id, sensitivity, handling, valid_until = now() + interval '1 day', agreement_id, confidence, created_at = now(), (SELECT count(*) FROM access.item_visibility i WHERE i.disclosure_id = v.disclosure_id AND i.agency_id = v.agency_id AND i.created_at = v.created_at) FROM access.record_visibility v WHERE v.disclosure_id IN (SELECT id FROM access.disclosure WHERE decided_at = now() AND id NOT IN (@dis.b, @dis.d)) ORDER BY 1",
  '902 901 2 P true 901 3 true 1',
];
const grantsAre = (gives: string): Step[] => [[GRANTS[0], GRANTS[1], gives]];
const MADE =
  'SELECT reference, agreement_version, decided_role, conditions FROM access.disclosure WHERE decided_at = now() AND id NOT IN (@dis.b, @dis.d)';
const OLD = "UPDATE access.disclosure SET decided_at = '2026-02-01'";

/** The homes in another order: that of reports comes last. */
const KINDS = 'UPDATE access.record_home SET sanitised_from = sanitised_from WHERE kind = 1';

const SINGLE = 'UPDATE sharing.agreement SET whole_records = false WHERE id = 901';
/** The second item of two, and what arranges that the first has been given before. */
const SECOND = disclose({ items: 'ARRAY[@plain.1]' });
const FIRST = (given: Record<string, string> = {}, to = 902): string =>
  `${SINGLE}; ${consent('plain.1', 902)}; ${disclosureOf('dis.first', to, { record: 'plain', ...given })}`;
/** A third item of `plain`, withdrawn or not. */
export const third = (withdrawn: string): string =>
  `INSERT INTO access.item_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling, item_id, restricted, withdrawn_at)
    SELECT agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling, @third, false, ${withdrawn} FROM access.item_visibility WHERE item_id = @plain.0 AND disclosure_id IS NULL`;

const disclosing = calls('access.disclose access.demand_sharer access.disclosure access.disclosure_item access.name_disclosed access.shared_since access.refuse_whole access.refuse_wider access.confidence access.originator_consent', [
  ['one item', 'a.supervisor', disclose(), 'true', OLD, [GRANTS, ['behind', MADE, 'IR-plain 1 supervisor -'], ['b.peer', 'SELECT id FROM intelligence.report WHERE id = @plain', 'plain'], ['d.peer', 'SELECT id FROM intelligence.report WHERE id = @plain', '']]],
  ['by an analyst', 'a.peer', disclose(), 'CL403 no-permission'], ['by who reads no record', 'a.none', disclose(), 'CL404'], ['by a co-ordinator', 'a.coordinator', disclose(), 'CL403 no-permission'], ['by an analyst, of what is shared already', 'a.peer', disclose({ record: 'shared', items: 'ARRAY[@shared.0]' }), 'CL403 no-permission'],
  ['by a supervisor', 'a.supervisor', disclose(), 'true', OLD, [['behind', MADE, 'IR-plain 1 supervisor -']]],
  ['by a lead', 'a.lead', disclose({ conditions: "'Ask'" }), 'true', OLD, [['behind', MADE, 'IR-plain 1 lead Ask'], ['b.peer', 'SELECT acknowledge FROM access.record_visibility WHERE record_id = @plain', 'true'], ['b.peer', 'SELECT id FROM intelligence.report WHERE id = @plain', '']]],
  ['by a lead who is an officer too', 'a.lead', disclose(), 'true', `${OLD}; INSERT INTO identity.user_role VALUES (@a.lead, 'officer')`, [['behind', MADE, 'IR-plain 1 lead -']]],
  ['by who is both', 'a.second', disclose({ conditions: 'NULL' }), 'true', OLD, [['behind', MADE, 'IR-plain 1 supervisor -']]],
  ['the same item twice', 'a.supervisor', disclose({ items: 'ARRAY[@plain.0, @plain.0]' }), 'true', OLD, [GRANTS]],
  ['both items', 'a.supervisor', disclose({ items: 'ARRAY[@plain.0, @plain.1]' }), 'true', `${OLD}; ${consent('plain.1', 902)}`, grantsAre('902 901 2 C true 901 3 true 2')],
  ['a record shared before', 'a.supervisor', disclose({ record: 'shared', items: 'ARRAY[@shared.0]' }), 'true', OLD, grantsAre('902 901 2 P true 901 3 false 1')],
  ['a record shared with another', 'a.supervisor', disclose({ record: 'shared', items: 'ARRAY[@shared.0]' }), 'true', `${OLD}; DELETE FROM access.record_visibility WHERE disclosure_id = @dis.b`, grantsAre('902 901 2 P true 901 3 true 1')],
  ['a record that only the owner held', 'a.supervisor', disclose({ record: 'shared', items: 'ARRAY[@shared.0]', to: '904' }), 'true', `${OLD}; UPDATE access.record_visibility SET agency_id = 904, created_at = '2026-03-01', disclosure_id = NULL WHERE disclosure_id = @dis.d`, grantsAre('904 901 2 P true 901 3 true 1')],
  ['by who has no part in it', 'b.supervisor', disclose(), 'CL404'], ['with nobody signed in', 'nobody', disclose(), 'CL404'], ['with too little clearance', 'a.low', disclose(), 'CL404'],
  ['by a recipient', 'b.supervisor', disclose({ record: 'shared', items: 'ARRAY[@shared.0]', to: '904' }), 'CL404'],
  ['a record that is not there', 'a.supervisor', disclose({ record: 'absent' }), 'CL404'],
  ['a secret record', 'a.supervisor', disclose({ record: 'secret', items: 'ARRAY[@secret.0]' }), 'CL404'], ['a secret record, cleared', 'a.chief', disclose({ record: 'secret', items: 'ARRAY[@secret.0]' }), 'true'],
  ['a record of an operation', 'a.supervisor', disclose({ record: 'held', items: 'ARRAY[@held.0]' }), 'CL404'], ['a record of one’s operation', 'a.chief', disclose({ record: 'held', items: 'ARRAY[@held.0]' }), 'true'],
  ['a record that a colleague opened in an emergency', 'a.chief', disclose({ record: 'held', items: 'ARRAY[@held.0]' }), 'true', emergencyOf('use', 'a.supervisor', 'held')],
  ['a record that one opened in an emergency', 'a.supervisor', disclose({ record: 'held', items: 'ARRAY[@held.0]' }), 'CL404', emergencyOf('use', 'a.supervisor', 'held')],
  ['one’s own draft', 'a.analyst', disclose({ record: 'draft', items: 'ARRAY[@draft.0]' }), 'CL409 A draft', "INSERT INTO identity.user_role VALUES (@a.analyst, 'supervisor')"], ['another’s draft', 'a.supervisor', disclose({ record: 'draft', items: 'ARRAY[@draft.0]' }), 'CL404'],
  ['a withdrawn record', 'a.supervisor', disclose(), 'CL409 A withdrawn', 'UPDATE access.record_visibility SET withdrawn_at = now() WHERE record_id = @plain'],
  ['by who seems to own it', 'b.supervisor', disclose({ to: '904' }), 'CL404', falseGrant('plain', 902, 901)],
  ['by an owner whose grant is another’s', 'a.supervisor', disclose({ to: '904' }), 'CL404', 'UPDATE access.record_visibility SET agency_id = 902 WHERE record_id = @plain'],
  ['to oneself', 'a.supervisor', disclose({ to: '901' }), 'CL422 agency'], ['to nobody', 'a.supervisor', disclose({ to: '999' }), 'CL422 agency'], ['to who is no more', 'a.supervisor', disclose({ to: '905' }), 'CL422 agency'],
  ['to who ends today', 'a.supervisor', disclose(), 'true', 'UPDATE identity.agency SET ends_on = current_date WHERE id = 902'],
  ['to who ended yesterday', 'a.supervisor', disclose(), 'CL422 agency', 'UPDATE identity.agency SET ends_on = current_date - 1 WHERE id = 902'],
  ['to who starts today', 'a.supervisor', disclose(), 'true', 'UPDATE identity.agency SET starts_on = current_date WHERE id = 902'],
  ['to who starts tomorrow', 'a.supervisor', disclose(), 'CL422 agency', 'UPDATE identity.agency SET starts_on = current_date + 1 WHERE id = 902'],
  ['to a stranger', 'a.supervisor', disclose({ to: '903' }), 'CL422 agreement: No agreement'], ['under no agreement', 'a.supervisor', disclose({ agreement: '999' }), 'CL422 agreement: No agreement'],
  ['under an agreement of others', 'a.supervisor', disclose({ agreement: '903' }), 'CL422 agreement: No agreement', agreement(902, [902, 904])],
  ['under an agreement without them', 'a.supervisor', disclose({ agreement: '903' }), 'CL422 agreement: No agreement', agreement(901, [901, 904])],
  ['under another agreement of both', 'a.supervisor', disclose({ agreement: '903' }), 'true', agreement(904, [901, 902])],
  ['under a suspended agreement', 'a.supervisor', disclose(), 'CL422 agreement: No agreement', "UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901"],
  ['without an end', 'a.supervisor', disclose({ until: 'NULL' }), 'CL422 expires'], ['until now', 'a.supervisor', disclose({ until: 'now()' }), 'CL422 expires'], ['for a second', 'a.supervisor', disclose({ until: "now() + interval '1 second'" }), 'true'],
  ['for five years', 'a.supervisor', disclose({ until: "now() + interval '5 years'" }), 'true'], ['for longer', 'a.supervisor', disclose({ until: "now() + interval '5 years 1 second'" }), 'CL422 expires'],
  ['no items', 'a.supervisor', disclose({ items: "'{}'" }), 'CL422 items: Choose'], ['nothing for items', 'a.supervisor', disclose({ items: 'NULL' }), 'CL422 items: Choose'],
  ['an item of another record', 'a.supervisor', disclose({ items: 'ARRAY[@shared.0]' }), 'CL422 items: Choose'], ['an item that is not there', 'a.supervisor', disclose({ items: 'ARRAY[@plain.0, @absent]' }), 'CL422 items: Choose'],
  ['a withdrawn item', 'a.supervisor', disclose(), 'CL422 items: Choose', 'UPDATE access.item_visibility SET withdrawn_at = now() WHERE item_id = @plain.0'],
  ['an item that only others hold', 'a.supervisor', disclose({ record: 'shared', items: 'ARRAY[@shared.0]' }), 'CL422 items: Choose', 'DELETE FROM access.item_visibility WHERE item_id = @shared.0 AND disclosure_id IS NULL'],
  ['an item under A1', 'a.supervisor', disclose({ items: 'ARRAY[@plain.1]' }), 'CL422 items: An item under A1'], ['an item under A1 beside another', 'a.supervisor', disclose({ items: 'ARRAY[@plain.0, @plain.1]' }), 'CL422 items: An item under A1'],
  ['an item under A1, consented', 'a.supervisor', disclose({ items: 'ARRAY[@plain.1]' }), 'true', consent('plain.1', 902)],
  ['an item under A1, consented for another', 'a.supervisor', disclose({ items: 'ARRAY[@plain.1]' }), 'CL422 items: An item under A1', consent('plain.1', 904)],
  ['an item under A1 while another is consented', 'a.supervisor', disclose({ items: 'ARRAY[@plain.1]' }), 'CL422 items: An item under A1', consent('plain.0', 902)],
  ['an item that others hold as restricted', 'a.supervisor', disclose({ record: 'shared', items: 'ARRAY[@shared.0]' }), 'true', 'UPDATE access.item_visibility SET restricted = true WHERE disclosure_id = @dis.d'],
  ['a kind that is not covered', 'a.supervisor', disclose(), 'CL422 agreement: This agreement does not cover this kind', "UPDATE sharing.agreement SET kinds = '{2}' WHERE id = 901"],
  ['a record too sensitive for it', 'a.supervisor', disclose(), 'CL422 agreement: This record is more', 'UPDATE sharing.agreement SET most_sensitivity = 1 WHERE id = 901'],
  ['a record just sensitive enough', 'a.supervisor', disclose(), 'true', 'UPDATE sharing.agreement SET most_sensitivity = 2 WHERE id = 901'],
  ['a handling code that is not covered', 'a.supervisor', disclose({ items: 'ARRAY[@plain.0, @plain.1]' }), 'CL422 items: This agreement', `UPDATE sharing.agreement SET handling = '{P}' WHERE id = 901; ${consent('plain.1', 902)}`],
  ['a handling code that is covered', 'a.supervisor', disclose(), 'true', "UPDATE sharing.agreement SET handling = '{P}' WHERE id = 901; UPDATE sharing.agreement SET handling = '{C}', kinds = '{2}', most_sensitivity = 1 WHERE id = 902"],
  ['an item that others hold under another code', 'a.supervisor', disclose({ record: 'shared', items: 'ARRAY[@shared.0]' }), 'true', "UPDATE sharing.agreement SET handling = '{P}' WHERE id = 901; UPDATE access.item_visibility SET handling = 'C' WHERE disclosure_id = @dis.d"],
  ['one item of two, where single items are covered', 'a.supervisor', disclose(), 'true', SINGLE], ['every item, where single items are covered', 'a.supervisor', disclose({ items: 'ARRAY[@plain.0, @plain.1]' }), 'CL422 items: This agreement covers single', `${SINGLE}; ${consent('plain.1', 902)}`],
  ['every item, where whole records are covered', 'a.supervisor', disclose({ items: 'ARRAY[@plain.0, @plain.1]' }), 'true', `UPDATE sharing.agreement SET whole_records = false WHERE id = 902; ${consent('plain.1', 902)}`],
  ['the only item, where single items are covered', 'a.supervisor', disclose({ record: 'shared', items: 'ARRAY[@shared.0]' }), 'true', `${SINGLE}; UPDATE access.item_visibility SET withdrawn_at = now() WHERE item_id = @shared.1 AND disclosure_id IS NULL`],
  ['the last item', 'a.supervisor', SECOND, 'CL422 items: This agreement covers single', FIRST()], ['the last item, the others under another agreement', 'a.supervisor', SECOND, 'true', FIRST({ agreement: '902' })],
  ['the last item, the others given to another', 'a.supervisor', SECOND, 'true', FIRST({}, 904)], ['the last item, the others until now', 'a.supervisor', SECOND, 'true', FIRST({ until: 'now()' })],
  ['the last item but one that was never given', 'a.supervisor', SECOND, 'true', `${FIRST()}; ${third('NULL')}`], ['the last item but one that was withdrawn', 'a.supervisor', SECOND, 'CL422 items: This agreement covers single', `${FIRST()}; ${third('now()')}`],
  ['by a standing rule', 'a.supervisor', disclose({ rule: '55' }), 'true', rule(55, 901)], ['by no standing rule', 'a.supervisor', disclose({ rule: '56' }), 'CL422 agreement: This agreement has no', rule(55, 901)],
  ['by a rule of another agreement', 'a.supervisor', disclose({ rule: '55' }), 'CL422 agreement: This agreement has no', rule(55, 902)],
  ['of the second of two kinds', 'a.supervisor', disclose(), 'true', `${OLD}; ${KINDS}`, [['behind', MADE, 'IR-plain 1 supervisor -']]],
  ['of another kind than every other', 'a.supervisor', disclose(), 'true', `${OLD}; ${KINDS}; UPDATE access.record_visibility SET kind = 2 WHERE record_id <> @plain; UPDATE access.record_visibility SET kind = 1 WHERE record_id = @plain`, [['behind', MADE, 'IR-plain 1 supervisor -']]],
  ['of another kind than its grants', 'a.supervisor', disclose({ record: 'shared', items: 'ARRAY[@shared.0]' }), 'true', `${OLD}; ${KINDS}; UPDATE access.record_visibility SET kind = 2 WHERE disclosure_id IS NOT NULL; UPDATE access.record_visibility SET kind = 1 WHERE disclosure_id IS NULL`, [['behind', MADE, 'IR-shared 1 supervisor -']]],
  ['when its first item’s grading is worse', 'a.supervisor', disclose(), 'true', `${OLD}; UPDATE access.item_visibility SET source_evaluation = 3 WHERE item_id = @plain.0`, grantsAre('902 901 2 P true 901 1 true 1')],
]); // prettier-ignore

const CONDITIONAL = disclosureOf('dis.c', 902, { record: 'plain', conditions: 'Ask first' });
const accept = (disclosure: string): string =>
  `SELECT record_id, (at = now()), (at AT TIME ZONE 'UTC')::date::text = '2026-03-01', added FROM access.acknowledge(@${disclosure})`;
const ACCEPTED = `${CONDITIONAL}; INSERT INTO access.acknowledgement VALUES (@dis.c, @b.peer, '2026-01-01'), (@dis.b, @b.analyst, '2026-02-01'), (@dis.c, @b.analyst, '2026-03-01')`;
const accepting = calls('access.acknowledge ctx.withheld access.acknowledgement access.my_live_grants', [
  ['conditions', 'b.analyst', accept('dis.c'), 'plain true false true', CONDITIONAL, [['behind', 'SELECT disclosure_id, user_id FROM access.acknowledgement', 'dis.c b.analyst']]],
  ['conditions, of which nothing shows yet', 'b.analyst', accept('dis.c'), 'plain true false true', CONDITIONAL, [
    ['b.analyst', 'SELECT w FROM ctx.withheld() w', 'plain'], ['b.analyst', 'SELECT count(*) FROM intelligence.report WHERE id = @plain', '0'], ['b.analyst', 'SELECT count(*) FROM access.acknowledgement', '0']]],
  ['conditions twice', 'b.analyst', accept('dis.c'), 'plain false true false', ACCEPTED],
  ['no conditions', 'b.analyst', accept('dis.b'), 'CL409 This disclosure has no'], ['the conditions of others', 'd.analyst', accept('dis.c'), 'CL404', CONDITIONAL],
  ['by the owner', 'a.analyst', accept('dis.c'), 'CL404', CONDITIONAL], ['with too little clearance', 'b.low', accept('dis.c'), 'CL404', CONDITIONAL], ['with nobody signed in', 'nobody', accept('dis.c'), 'CL404', CONDITIONAL],
  ['of what is not there', 'b.analyst', accept('absent'), 'CL404', CONDITIONAL],
  ['of what is over', 'b.analyst', accept('dis.c'), 'CL404', `${CONDITIONAL}; UPDATE access.record_visibility SET valid_until = now() WHERE disclosure_id = @dis.c`],
]); // prettier-ignore

export const discloseProbes: readonly Probe[] = [...disclosing, ...accepting];
