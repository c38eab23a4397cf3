import { calls } from './disclose-probes.js';
import { disclosureOf, emergencyOf } from './mutant-world.js';
import { EDITABLE } from './owner-probes.js';
import type { Probe, Step } from './probe.js';

const of = (record: string): string =>
  `SELECT id, agency_id, agency, owner, agreement, rule_version, items, decided_by, decided_role, revocation_reason, live FROM access.disclosures_of(@${record}) ORDER BY agency_id, id = @dis.e`;
const [FOR_B, FOR_D] = ['dis.b 902 T902 T901 TEST-ISA - 1 ', 'dis.d 904 T904 T901 TEST-ISA - 1 '];
const OWNERS = `${FOR_B}a.supervisor supervisor - true, ${FOR_D}a.supervisor supervisor - true`;
const THEIRS = `${FOR_B}- supervisor - true`;
const REVOKED =
  "UPDATE access.disclosure SET revoked_at = now(), revoked_by = @a.lead, revocation_reason = 'why' WHERE id = @dis.b";
const TWO_ROLES = "INSERT INTO identity.user_role VALUES (@a.supervisor, 'lead'), (@a.supervisor, 'analyst')";
const disclosures = calls('access.disclosures_of access.disclosure access.disclosure_item', [
  ['to its owner', 'a.peer', of('shared'), OWNERS], ['to a recipient', 'b.peer', of('shared'), THEIRS], ['to another recipient', 'd.peer', of('shared'), `${FOR_D}- supervisor - true`], ['with too little clearance', 'a.low', of('shared'), ''], ['to a stranger', 'c.peer', of('shared'), ''],
  ['of another record', 'a.peer', of('plain'), ''], ['by who is both', 'a.peer', of('shared'), OWNERS, TWO_ROLES], ['by a lead', 'a.peer', of('shared'), OWNERS.replaceAll('supervisor supervisor', 'supervisor lead'), "UPDATE identity.user_role SET role = 'lead' WHERE user_id = @a.supervisor"],
  ['by who is an analyst', 'a.peer', of('shared'), OWNERS.replaceAll('supervisor supervisor', 'supervisor -'), "UPDATE identity.user_role SET role = 'analyst' WHERE user_id = @a.supervisor"],
  ['that were revoked', 'a.peer', of('shared'), OWNERS.replace('- true, dis', 'why false, dis'), REVOKED], ['that were revoked, to who has another', 'b.peer', of('shared'), `${FOR_B}- supervisor - false, dis.e 902 T902 T901 TEST-ISA - 1 - supervisor - true`, `${disclosureOf('dis.e', 902, { items: ['shared.1'] })}; ${REVOKED}`],
  ['that end now', 'a.peer', of('shared'), OWNERS.replace('- true, dis', '- false, dis'), 'UPDATE access.disclosure SET expires_at = now() WHERE id = @dis.b'], ['that end soon', 'a.peer', of('shared'), OWNERS, "UPDATE access.disclosure SET expires_at = now() + interval '1 second' WHERE id = @dis.b"],
  ['under a suspended agreement', 'a.peer', of('shared'), OWNERS.replaceAll('true', 'false'), "UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901"],
  ['under another agreement', 'a.peer', of('shared'), OWNERS.replace('TEST-ISA - 1 a.supervisor supervisor - true, dis', 'T903-OVER - 1 a.supervisor supervisor - false, dis'), 'UPDATE access.disclosure SET agreement_id = 902 WHERE id = @dis.b'],
  ['by a rule', 'a.peer', of('shared'), OWNERS.replace('TEST-ISA -', 'TEST-ISA 7'), "INSERT INTO sharing.standing_rule VALUES (55, 901, 7, 1, 'P', 'agency', 902, 12, ''), (54, 901, 6, 1, 'P', 'agency', 902, 12, ''); UPDATE access.disclosure SET standing_rule_id = 55 WHERE id = @dis.b"],
  ['of two items', 'a.peer', of('shared'), OWNERS.replace('TEST-ISA - 1', 'TEST-ISA - 2'), 'INSERT INTO access.disclosure_item VALUES (@dis.b, @shared.1)'],
  ['to who opened it in an emergency', 'c.lead', of('shared'), '', emergencyOf('use', 'c.lead', 'shared')],
]); // prettier-ignore

const groups = (record: string, roles = "'{analyst}'", operations = "'{71,72}'"): string =>
  `SELECT agency, clearance, member_of, person, people FROM access.reader_groups(@${record}, ${roles}, ${operations}) ORDER BY agency, clearance, member_of, person = @a.analyst, people`;
/** Analysts of an agency: three with clearance 2, one with 1, one with 3. */
const crowd = (agency: string, sensitive = '3'): string =>
  `${agency} 1 [] - 1, ${agency} 2 [] - ${sensitive}, ${agency} 3 [] - 1`;
const A_IN = 'T901 1 [] - 1, T901 2 [] - 2, T901 2 [71] - 1, T901 3 [71] - 1';
const reader = calls('access.reader_groups access.owns access.my_live_grants', [
  ['of an own record', 'a.peer', groups('plain'), `${crowd('T901')}, ${crowd('T902')}, ${crowd('T904')}`], ['to a recipient', 'b.peer', groups('shared'), `${crowd('T901')}, ${crowd('T902')}`], ['to a stranger', 'c.peer', groups('shared'), ''], ['with too little clearance', 'a.low', groups('plain'), ''],
  ['of an operation’s record', 'a.member', groups('held', "'{analyst}'", "'{71}'"), `${A_IN}, ${crowd('T902')}, T904 1 [] - 1, T904 2 [] - 2, T904 2 [71] - 1, T904 3 [] - 1`],
  ['asked for one’s operations', 'a.member', groups('plain', "'{analyst}'", "'{71}'"), `${A_IN}, ${crowd('T902')}, T904 1 [] - 1, T904 2 [] - 2, T904 2 [71] - 1, T904 3 [] - 1`], ['asked for others’ operations', 'a.member', groups('plain', "'{lead}'", "'{72}'"), 'T901 1 [] - 1, T901 2 [] - 2, T901 3 [] - 1, T902 1 [] - 1, T902 2 [] - 2, T902 3 [] - 1, T904 1 [] - 1, T904 2 [] - 2, T904 3 [] - 1'],
  ['of a record whose operation one is no member of', 'a.peer', groups('plain', "'{lead}'", "'{72}'"), 'T901 1 [] - 1, T901 2 [] - 2, T901 3 [] - 1, T902 1 [] - 1, T902 2 [] - 2, T902 3 [] - 1, T904 1 [] - 1, T904 2 [] - 2, T904 3 [] - 1'],
  ['of a record that one holds outside its operation', 'b.peer', groups('shared', "'{analyst}'", "'{71}'"), `${crowd('T901').replace('T901 2 [] - 3, T901 3 [] - 1', 'T901 2 [] - 3, T901 3 [] - 1')}, ${crowd('T902')}`],
  ['of a grant that names an operation of others', 'd.member', groups('shared', "'{lead}'", "'{71,72}'"), 'T901 1 [] - 1, T901 2 [] - 1, T901 2 [71] - 1, T901 3 [71] - 1, T904 1 [] - 1, T904 2 [] - 2, T904 3 [] - 1'],
  ['of members until today and yesterday', 'a.member', groups('held', "'{analyst}'", "'{71}'"), `T901 1 [] - 1, T901 2 [] - 2, T901 2 [71] - 1, T901 3 [] - 1, ${crowd('T902')}, T904 1 [] - 1, T904 2 [] - 3, T904 3 [] - 1`, 'UPDATE access.compartment_member SET ends_on = current_date; UPDATE access.compartment_member SET ends_on = current_date - 1 WHERE user_id IN (@d.member, @a.chief)'],
  ['of a draft', 'a.analyst', groups('draft'), `T901 1 [] - 1, ${oneAlone('T901', 'a.analyst', 2)}, T901 3 [] - 1, ${crowd('T902')}, ${crowd('T904')}`],
  ['of another’s draft', 'a.peer', groups('draft'), ''], ['with an emergency, to the owner', 'a.peer', groups('plain', "'{lead}'"), 'T901 1 [] - 1, T901 2 [] - 2, T901 3 [] - 1, T902 1 [] - 1, T902 2 [] - 2, T902 3 [] - 1, T903 1 [] - 1, T903 2 [] c.lead 1, T903 2 [] - 1, T903 3 [] - 1, T904 1 [] - 1, T904 2 [] - 2, T904 3 [] - 1'.replace('T903 2 [] c.lead 1, T903 2 [] - 1', oneAlone()), emergencyOf('use', 'c.lead')],
  ['with an emergency of a colleague', 'b.peer', groups('shared', "'{lead}'"), `T901 1 [] - 1, T901 2 [] - 2, T901 3 [] - 1, T902 1 [] - 1, ${oneAlone('T902', 'b.lead')}, T902 3 [] - 1`, emergencyOf('use', 'b.lead', 'shared')], ['with an emergency elsewhere, to a recipient', 'b.peer', groups('shared', "'{lead}'"), 'T901 1 [] - 1, T901 2 [] - 2, T901 3 [] - 1, T902 1 [] - 1, T902 2 [] - 2, T902 3 [] - 1', emergencyOf('use', 'a.lead', 'shared')],
  ['with an emergency of another record', 'a.peer', groups('plain', "'{lead}'"), 'T901 1 [] - 1, T901 2 [] - 2, T901 3 [] - 1, T902 1 [] - 1, T902 2 [] - 2, T902 3 [] - 1, T904 1 [] - 1, T904 2 [] - 2, T904 3 [] - 1', emergencyOf('use', 'd.lead', 'shared')],
  ['beside leavers and who has ended', 'a.peer', groups('plain'), `T901 1 [] - 1, T901 2 [] - 2, T901 3 [] - 1, ${crowd('T902')}`, 'UPDATE identity.user_account SET left_at = now() WHERE id = @a.analyst; UPDATE identity.agency SET ends_on = current_date - 1 WHERE id = 904; UPDATE identity.agency SET ends_on = current_date, starts_on = current_date WHERE id = 902'],
  ['beside who starts tomorrow', 'a.peer', groups('plain'), `${crowd('T901')}, ${crowd('T902')}`, 'UPDATE identity.agency SET starts_on = current_date + 1 WHERE id = 904'],
  ['beside who holds it under another agreement', 'a.peer', groups('plain', "'{contact}'"), 'T901 2 [] - 1, T902 2 [] - 1, T903 2 [] - 1, T904 2 [] - 1', disclosureOf('dis.e', 903, { record: 'plain' })],
  ['beside parties of others', 'a.peer', groups('plain', "'{contact}'"), 'T901 2 [] - 1, T902 2 [] - 1, T904 2 [] - 1', `INSERT INTO sharing.agreement_party VALUES (902, 903), (902, 902); ${disclosureOf('dis.e', 903)}`], ['to a recipient, beside its own parties', 'b.peer', groups('shared', "'{contact}'"), 'T901 2 [] - 1, T902 2 [] - 1', 'INSERT INTO sharing.agreement_party VALUES (902, 903), (902, 902)'],
]); // prettier-ignore
function oneAlone(agency = 'T903', who = 'c.lead', others = 1): string {
  return `${agency} 2 [] ${who} 1, ${agency} 2 [] - ${others}`;
}

const at = (codes: string): string => `SELECT agency, people FROM access.readers_at('{${codes}}') ORDER BY 1`;
const people = calls('access.readers_at', [
  ['the parties', 'a.peer', at('T901,T902,T903,T904'), 'T901 11, T902 11, T904 11'], ['one of them', 'a.peer', at('T902'), 'T902 11'], ['by a stranger', 'c.peer', at('T901,T903'), 'T903 11'], ['with nobody signed in', 'nobody', at('T901'), ''],
  ['without leavers', 'a.peer', at('T902'), 'T902 10', 'UPDATE identity.user_account SET left_at = now() WHERE id = @b.peer'], ['without anybody', 'a.peer', at('T902'), 'T902 0', 'UPDATE identity.user_account SET left_at = now() WHERE agency_id = 902'],
  ['with parties of others', 'a.peer', at('T902,T903'), 'T902 11', 'INSERT INTO sharing.agreement_party VALUES (902, 903), (902, 902)'],
  ...['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'].map((role) => [`with one more ${role}`, 'a.peer', at('T902'), 'T902 12', `INSERT INTO identity.user_role VALUES (@b.none, '${role}')`] as const),
  ...['auditor', 'administrator'].map((role) => [`with one more ${role}`, 'a.peer', at('T902'), 'T902 11', `INSERT INTO identity.user_role VALUES (@b.none, '${role}')`] as const),
]); // prettier-ignore

const item = (change: string): string => `UPDATE intelligence.report_item SET ${change} WHERE id = @shared.0`;
const graded = (gives: string): Step => [
  'behind',
  "SELECT (SELECT string_agg(confidence::text, ' ' ORDER BY agency_id) FROM access.record_visibility WHERE record_id = @shared), (SELECT string_agg(concat_ws('/', handling, source_evaluation, intelligence_assessment, restricted), ' ' ORDER BY agency_id, item_id = @shared.1) FROM access.item_visibility WHERE record_id = @shared), (SELECT count(*) FROM access.item_visibility WHERE record_id <> @shared AND handling = CASE WHEN restricted THEN 'C' ELSE 'P' END AND source_evaluation = CASE WHEN restricted THEN 2 ELSE 1 END)",
  gives,
];
const tracked: readonly [change: string, gives: string][] = [
  ["action_code = 'A1'", '3 3 3 P/1/A/t C/2/A/t P/1/A/t P/1/A/t 12'], ["action_code = 'A2'", '3 3 3 P/1/A/f C/2/A/t P/1/A/f P/1/A/f 12'], ["sanitisation_code = 'S2'", '3 3 3 P/1/A/t C/2/A/t P/1/A/t P/1/A/t 12'], ["sanitisation_code = 'S1'", '3 3 3 P/1/A/f C/2/A/t P/1/A/f P/1/A/f 12'],
  ["handling_code = 'C'", '3 3 3 C/1/A/f C/2/A/t C/1/A/f C/1/A/f 12'], ['handling_code = NULL', '3 3 3 C/1/A/f C/2/A/t C/1/A/f C/1/A/f 12'], ['source_evaluation = 3', '2 1 1 P/3/A/f C/2/A/t P/3/A/f P/3/A/f 12'], ["intelligence_assessment = 'E'", '2 1 1 P/1/E/f C/2/A/t P/1/E/f P/1/E/f 12'], ["usage = 'x'", '3 3 3 P/1/A/f C/2/A/t P/1/A/f P/1/A/f 12'],
]; // prettier-ignore
const tracking: Probe[] = [
  ...tracked.map(([change, gives]): Probe => ({ name: `an item with ${change}`, about: 'access.track_item access.confidence', arrange: EDITABLE, steps: [['a.peer', item(change), ''], graded(gives)] })),
  { name: 'an item that stays as it was', about: 'access.track_item', arrange: `${EDITABLE}; UPDATE access.record_visibility SET confidence = 1 WHERE record_id = @shared`, steps: [['a.peer', item("usage = 'x'"), ''], graded('1 1 1 P/1/A/f C/2/A/t P/1/A/f P/1/A/f 12')] },
  { name: 'an item changed beside a record with wrong confidence', about: 'access.track_item', arrange: `${EDITABLE}; UPDATE access.record_visibility SET confidence = 1`, steps: [['a.peer', item("handling_code = 'C'"), ''], graded('3 3 3 C/1/A/f C/2/A/t C/1/A/f C/1/A/f 12'), ['behind', 'SELECT count(*) FROM access.record_visibility WHERE confidence = 1', '6']] },
  ...([['a better item', '1', '3', '3 1'], ['an equal item', '2', '2', '2 1'], ['a worse item', '3', '2', '2 1']] as const).map(([name, grade, level, gives]): Probe => ({
    name, about: 'access.place_items', arrange: `${EDITABLE}; UPDATE access.record_visibility SET confidence = CASE WHEN record_id = @plain THEN 2 ELSE 1 END; ${disclosureOf('dis.e', 902, { record: 'plain' })}; UPDATE access.record_visibility SET confidence = 1 WHERE disclosure_id = @dis.e; SELECT ${level}`,
    steps: [['a.peer', `INSERT INTO intelligence.report_item (id, report_id, handling_code, source_evaluation, intelligence_assessment) VALUES (@new, @plain, NULL, ${grade}, 'A')`, ''],
      ['behind', "SELECT string_agg(confidence::text, ' ' ORDER BY agency_id) FROM access.record_visibility WHERE record_id = @plain", gives], ['behind', 'SELECT count(*) FROM access.record_visibility WHERE record_id <> @plain AND confidence = 1', '8'],
      ['behind', 'SELECT agency_id, owner_id, handling, restricted, disclosure_id, record_id FROM access.item_visibility WHERE item_id = @new', '901 901 C false - plain']] })),
  { name: 'an item taken out', about: 'access.track_item', arrange: `${EDITABLE}; DELETE FROM intelligence.report_item_area; DELETE FROM intelligence.report_item_original; UPDATE access.record_visibility SET confidence = 1 WHERE record_id = @theirs; ${disclosureOf('dis.e', 902, { record: 'plain', items: ['plain.0'] })}; ${disclosureOf('dis.f', 904, { record: 'plain', items: ['plain.1'] })}`,
    steps: [['behind', 'DELETE FROM access.disclosure_item WHERE item_id = @plain.0', ''], ['a.peer', 'DELETE FROM intelligence.report_item WHERE id = @plain.0', ''],
      ['behind', "SELECT string_agg(confidence::text, ' ' ORDER BY agency_id) FROM access.record_visibility WHERE record_id = @plain", '2 0 2'], ['behind', 'SELECT count(*) FROM access.item_visibility WHERE item_id = @plain.0', '0'], ['behind', 'SELECT count(*) FROM access.item_visibility', '16'], ['behind', 'SELECT confidence FROM access.record_visibility WHERE record_id = @theirs', '1']] },
]; // prettier-ignore

export const explanationProbes: readonly Probe[] = [...disclosures, ...reader, ...people, ...tracking];
