import { calls, type Call } from './disclose-probes.js';
import { disclosureOf, emergencyOf } from './mutant-world.js';
import { asked } from './policy-probes.js';
import type { Probe } from './probe.js';
import { received, referralOf } from './referral-world.js';

const alert = (name: string, record: string, agency: number, by = 'NULL', minutes = 0): string =>
  `INSERT INTO threats.alert (id, record_id, kind, reference, agency_id, raised_by, raised_at, remind_at, due_at, centre_at) SELECT @${name}, @${record}, 1, '${name}', ${agency}, ${by},
    t.at, t.at + interval '3 min', t.at + interval '5 min', t.at + interval '10 min' FROM (SELECT now() - interval '${minutes} min' AS at) t`;
const entry = (name: string): string =>
  `INSERT INTO threats.entry (alert_id, step, said, by_user) VALUES (@${name}, 'decide', '${name}', @a.lead)`;
const held = (name: string, holder: string, status = 2): string =>
  `UPDATE threats.alert SET status = ${status}, accepted_by = @${holder}, accepted_at = now(), holder = @${holder} WHERE id = @${name}`;
const OWN = alert('own', 'shared', 901, '@a.analyst');
const ACCEPTED = `${OWN}; ${held('own', 'a.supervisor')}`;
const ENDED = `${ACCEPTED}; UPDATE threats.alert SET status = 4, ended_by = @a.lead, ended_at = now(), result = 'protected'`;
const ALL = [OWN, alert('of-b', 'shared', 902), alert('held', 'held', 901), alert('draft', 'draft', 901), alert('stray', 'plain', 902), ...['own', 'of-b', 'held', 'draft', 'stray'].map(entry)].join('; '); // prettier-ignore
const ON_DUTY = "INSERT INTO identity.user_role VALUES (@a.analyst, 'supervisor')";

const EXPECTED = { 'a.supervisor': 'own', 'a.lead': 'held own', 'a.coordinator': 'own', 'a.contact': 'own', 'a.analyst': '-', 'a.officer': '-', 'a.low': '-', 'a.second': 'own', 'b.lead': 'of-b', 'b.low': '-', 'c.lead': '-', nobody: '-' }; // prettier-ignore
const reading = [['alert', 'reference'], ['entry', 'said']].flatMap(([table, column]) => [
  ...asked(`threats.${table}`, 'threats.alert threats.entry threats.on_duty', `SELECT string_agg(${column}, ' ' ORDER BY ${column}) FROM threats.${table}`, EXPECTED, `${ALL}; ${emergencyOf('use', 'a.second', 'held')}`),
  ...asked(`threats.${table} of a draft`, 'threats.alert threats.entry', `SELECT string_agg(${column}, ' ' ORDER BY ${column}) FROM threats.${table}`, { 'a.analyst': 'draft own' }, `${ALL}; ${ON_DUTY}`),
]); // prettier-ignore

const duty = calls('threats.on_duty', Object.entries({ supervisor: true, lead: true, coordinator: true, contact: true, analyst: false, officer: false, handler: false, auditor: false, none: false })
  .map(([role, on]): Call => [role, `a.${role}`, 'SELECT threats.on_duty()', String(on)]).concat([['nobody', 'nobody', 'SELECT threats.on_duty()', 'false']])); // prettier-ignore

const RAISED = "SELECT record_id, kind, reference, agency_id, raised_by, raised_at = now(), extract(epoch FROM remind_at - now())::int / 60, extract(epoch FROM due_at - now())::int / 60, extract(epoch FROM centre_at - now())::int / 60, status FROM threats.alert ORDER BY agency_id"; // prettier-ignore
const TOLD = "SELECT record_id, actor_id, agency_id, payload ->> 'recipientAgencyId', (payload ->> 'alertId')::uuid = (SELECT id FROM threats.alert WHERE agency_id = 901 AND status < 4) FROM platform.outbox WHERE type = 'threat.raised.v1'"; // prettier-ignore
const as = (who: string): string => `SELECT set_config('ctx.token', '${who}', true)`;
const SUBMIT = 'UPDATE intelligence.report SET status = 2 WHERE id = @draft';
const RETURNED = `UPDATE intelligence.report SET status = 3, private_to = NULL, threat_to_life = true WHERE id = @draft; ${as('a.analyst')}`;
const SEND = "UPDATE referrals.referral SET status = 2, private_to = NULL, sent_at = now(), warn_at = now(), due_at = now(), escalate_at = now() WHERE id = @ref"; // prettier-ignore
const DRAFT = `${as('a.supervisor')}; ${referralOf({ status: 1, kind: 'threat-to-life' })}`;
const SENT = 'ref 2 RF-ref 901 a.supervisor true 3 5 10 1, ref 2 RF-ref 902 a.supervisor true 3 5 10 1';
const ONE = 'draft 1 IR-draft 901 a.analyst true 3 5 10 1';
const raising = calls('threats.raise_alert threats.raise_from_report threats.raise_from_referral', [
  ['a report', 'behind', RAISED, ONE, `${RETURNED}; ${SUBMIT}`, [['behind', TOLD, '']]],
  ['a report that came back', 'behind', RAISED, ONE, `${RETURNED}; ${SUBMIT}; UPDATE intelligence.report SET status = 3 WHERE id = @draft; ${SUBMIT}`],
  ['a report without the flag', 'behind', RAISED, '', `UPDATE intelligence.report SET status = 3, private_to = NULL WHERE id = @draft; ${SUBMIT}`],
  ['by another clock', 'behind', RAISED, ONE.replace('3 5 10', '7 8 9'), `INSERT INTO threats.clock VALUES (1, 2, 3, current_date + 1), (7, 8, 9, current_date); ${RETURNED}; ${SUBMIT}`],
  ['a referral', 'behind', RAISED, SENT, `${DRAFT}; ${SEND}`, [['behind', TOLD, 'ref a.supervisor 901 901 true']]],
  ['a referral sent again', 'behind', RAISED, SENT, `${DRAFT}; ${SEND}; ${SEND}`, [['behind', TOLD, 'ref a.supervisor 901 901 true']]],
  ['a referral by nobody known', 'behind', RAISED, SENT.replaceAll('a.supervisor', '-'), `${DRAFT}; ${as('')}; ${SEND}`, [['behind', TOLD, '']]],
  ['a referral of something else', 'behind', RAISED, '', `${as('a.supervisor')}; ${referralOf({ status: 1 })}; ${SEND}`],
  ['once more after the end', 'behind', 'SELECT count(*) FROM threats.alert', '2', `${RETURNED}; ${SUBMIT}; UPDATE threats.alert SET status = 4, accepted_by = @a.lead, accepted_at = now(), holder = @a.lead, ended_by = @a.lead, ended_at = now(), result = 'protected'; UPDATE intelligence.report SET status = 3 WHERE id = @draft; ${SUBMIT}`],
]); // prettier-ignore

const may = (name = 'own'): string => `SELECT user_id FROM threats.may_hold(@${name})`;
const THEM = 'a.chief, a.contact, a.coordinator, a.lead, a.second, a.supervisor';
const grant = (set: string): string =>
  `${alert('of-b', 'shared', 902)}; UPDATE access.record_visibility SET ${set} WHERE disclosure_id = @dis.b`;
const OF_B = 'b.chief, b.contact, b.coordinator, b.lead, b.second, b.supervisor';
const MEMBER = `${alert('held', 'held', 901)}; INSERT INTO access.compartment_member VALUES (71, @a.second, 'x', current_date, 901), (71, @a.contact, 'x', current_date - 1, 901), (72, @a.supervisor, 'x', current_date, 901)`; // prettier-ignore
const holding = calls('threats.may_hold threats.able threats.on_duty', [
  ['of one’s agency', 'a.lead', may(), THEM, ALL], ['but whoever raised it', 'a.lead', may('one'), THEM.replace(' a.lead,', ''), alert('one', 'shared', 901, '@a.lead')], ['raised by nobody known', 'a.lead', may('one'), THEM, alert('one', 'shared', 901)],
  ['to an analyst', 'a.peer', may(), '', ALL], ['with too little clearance', 'a.low', may(), '', ALL], ['to another agency', 'b.lead', may(), '', ALL], ['to nobody', 'nobody', may(), '', ALL], ['of what is not seen', 'b.lead', may('stray'), '', ALL],
  ['without leavers', 'a.lead', may(), THEM.replace(' a.contact,', ''), `${OWN}; UPDATE identity.user_account SET left_at = now() WHERE id = @a.contact`],
  ['of a recipient', 'b.lead', may('of-b'), OF_B, alert('of-b', 'shared', 902)], ['just cleared', 'b.lead', may('of-b'), OF_B, grant('sensitivity = 2')], ['of a secret', 'b.chief', may('of-b'), 'b.chief', grant('sensitivity = 3')],
  ['at the end', 'b.lead', may('of-b'), '', grant('valid_until = now()')], ['before the end', 'b.lead', may('of-b'), OF_B, grant("valid_until = now() + interval '1 s'")], ['without an end', 'b.lead', may('of-b'), OF_B, grant('valid_until = NULL')],
  ['under none', 'b.lead', may('of-b'), OF_B, grant('agreement_id = NULL')], ['one person’s own', 'b.lead', may('of-b'), '', grant("private_to = @b.lead, valid_until = now() + interval '59 minutes'")], ['of a draft, to its author', 'a.analyst', may('draft'), '', `${ALL}; ${ON_DUTY}`],
  ['with a grant that is over beside', 'a.lead', may('two'), '', `${alert('two', 'shared', 901)}; UPDATE access.record_visibility SET sensitivity = 3 WHERE record_id = @shared AND agency_id = 901`],
  ['in an operation', 'a.lead', may('held'), 'a.chief, a.lead, a.second', MEMBER], ['in an emergency', 'a.second', may('held'), '', `${alert('held', 'held', 901)}; ${emergencyOf('use', 'a.second', 'held')}`],
  ['by right and not by an emergency', 'b.chief', may('of-b'), 'b.chief', `${grant('sensitivity = 3')}; ${emergencyOf('use', 'b.lead', 'shared')}`],
  ...(['valid_until = now()', 'agreement_id = 902', 'valid_until = NULL'] as const).map((set, last): Call => [`beside another grant, ${set}`, 'b.chief', may('of-b'), last === 2 ? OF_B : 'b.chief', `${grant('sensitivity = 3')}; ${disclosureOf('dis.w', 902)}; UPDATE access.record_visibility SET sensitivity = 2, ${set} WHERE disclosure_id = @dis.w`]),
  ['when its grant is of another time', 'a.lead', may(), THEM, `${ALL}; UPDATE access.record_visibility SET valid_until = now() WHERE disclosure_id = @dis.d`],
]); // prettier-ignore

interface Words { version?: string; said?: string; reason?: string; refused?: string; person?: string; result?: string; of?: string } // prettier-ignore
const move = (step: string, words: Words = {}): string => {
  const { version = '1', said = "'x'", reason = 'NULL', refused = 'NULL', person = 'NULL', result = 'NULL', of = 'own' } = words;
  return `SELECT * FROM threats.move(@${of}, '${step}', ${version}, ${said}, ${reason}, ${refused}, ${person}, ${result})`;
}; // prettier-ignore
const DECIDE = { reason: "' why '" };
const OVER = { person: '@a.lead' };
const END = { result: "'protected'" };
const STANDS: (gives: string) => NonNullable<Call[5]> = (gives) => [['behind', 'SELECT status, accepted_by, accepted_at = now(), holder, ended_by, ended_at = now(), result FROM threats.alert WHERE id = @own', gives]]; // prettier-ignore
const LOG: (gives: string) => NonNullable<Call[5]> = (gives) => [['behind', "SELECT step, replace(said, ' ', '_'), replace(reason, ' ', '_'), replace(refused, ' ', '_'), to_user, by_user FROM threats.entry", gives]]; // prettier-ignore
const HANDED = `${OWN}; ${held('own', 'a.supervisor', 3)}`;
const moving = calls('threats.move threats.may_hold threats.on_duty', [
  ['accepting', 'a.supervisor', move('accept', { version: 'NULL', said: "' call '", ...OVER, ...END }), 'shared 2 2', OWN, [...STANDS('2 a.supervisor true a.supervisor - - -'), ...LOG('accept call - - - a.supervisor')]],
  ['accepting as a contact', 'a.contact', move('accept'), 'shared 2 2', OWN], ['accepting as its recipient', 'b.lead', move('accept', { of: 'of-b' }), 'shared 2 2', ALL],
  ['deciding', 'a.lead', move('decide', { ...DECIDE, version: '9', refused: "' not '", ...OVER, ...END }), 'shared 2 2', ACCEPTED, [...STANDS('2 a.supervisor true a.supervisor - - -'), ...LOG('decide x why not - a.lead')]], ['deciding after a hand-over', 'a.lead', move('decide', DECIDE), 'shared 3 2', HANDED],
  ['handing over', 'a.second', move('hand-over', { ...OVER, ...END }), 'shared 3 2', ACCEPTED, [...STANDS('3 a.supervisor true a.lead - - -'), ...LOG('hand-over x - - a.lead a.second')]], ['handing over again', 'a.lead', move('hand-over', OVER), 'shared 3 2', HANDED],
  ['ending', 'a.supervisor', move('end', { ...END, ...OVER }), 'shared 4 2', ACCEPTED, [...STANDS('4 a.supervisor true a.supervisor a.supervisor true protected'), ...LOG('end x - - - a.supervisor')]], ['ending after a hand-over', 'a.supervisor', move('end', END), 'shared 4 2', HANDED],
  ...['passed-on', 'not-found', 'not-credible'].map((result): Call => [`ending, ${result}`, 'a.supervisor', move('end', { result: `'${result}'` }), 'shared 4 2', ACCEPTED]),
  ['as an analyst', 'a.peer', move('accept'), 'CL403 not-on-duty', OWN], ['with too little clearance', 'a.low', move('accept'), 'CL404', OWN], ['as another agency', 'b.lead', move('accept'), 'CL404', OWN], ['as a stranger', 'c.lead', move('accept'), 'CL404', OWN], ['as nobody', 'nobody', move('accept'), 'CL404', OWN],
  ['of what is not there', 'a.lead', move('accept', { of: 'absent' }), 'CL404', OWN], ['of what is not seen', 'b.lead', move('accept', { of: 'stray' }), 'CL404', ALL], ['in an emergency', 'a.second', move('accept', { of: 'held' }), 'CL404', `${ALL}; ${emergencyOf('use', 'a.second', 'held')}`],
  ['of a draft of one’s own', 'a.analyst', move('accept', { of: 'draft' }), 'draft 2 2', `${ALL}; ${ON_DUTY}`],
  ['no step', 'a.lead', move('forget'), 'CL422 step', OWN], ['accepting twice', 'a.lead', move('accept'), 'CL409 This was accepted already, by a.supervisor', ACCEPTED], ['accepting after a hand-over', 'a.lead', move('accept'), 'CL409 This was accepted already', HANDED],
  ...(['accept', 'decide', 'hand-over', 'end'] as const).map((step): Call => [`${step} after the end`, 'a.supervisor', move(step, { ...DECIDE, ...OVER, ...END }), 'CL409 This threat to life has ended', ENDED]),
  ...(['decide', 'hand-over', 'end'] as const).map((step): Call => [`${step} before acceptance`, 'a.supervisor', move(step, { ...DECIDE, ...OVER, ...END }), 'CL409 Nobody has accepted', OWN]),
  ['accepting one’s own', 'a.analyst', move('accept'), 'CL409 A threat to life is accepted by somebody other', `${OWN}; ${ON_DUTY}`], ['deciding about one’s own', 'a.analyst', move('decide', DECIDE), 'shared 2 2', `${ACCEPTED}; ${ON_DUTY}`],
  ['ending what another holds', 'a.lead', move('end', END), 'CL409 Only whoever holds', ACCEPTED], ['handing over from another version', 'a.lead', move('hand-over', { ...OVER, version: '2' }), '', ACCEPTED, LOG('')], ['ending from another version', 'a.supervisor', move('end', { ...END, version: '2' }), '', ACCEPTED, LOG('')], ['ending from no version', 'a.supervisor', move('end', { ...END, version: 'NULL' }), '', ACCEPTED, LOG('')],
  ['without words', 'a.lead', move('accept', { said: 'NULL' }), 'CL422 said', OWN], ['with blanks', 'a.lead', move('accept', { said: "'  '" }), 'CL422 said', OWN], ['deciding without a reason', 'a.lead', move('decide'), 'CL422 reason', ACCEPTED], ['deciding with a blank reason', 'a.lead', move('decide', { reason: "' '" }), 'CL422 reason', ACCEPTED],
  ['ending nowhere', 'a.supervisor', move('end'), 'CL422 result', ACCEPTED], ['ending otherwise', 'a.supervisor', move('end', { result: "'over'" }), 'CL422 result', ACCEPTED],
  ...(['a.supervisor', 'a.peer', 'a.low', 'b.lead', 'absent'] as const).map((who): Call => [`handing over to ${who}`, 'a.supervisor', move('hand-over', { person: `@${who}` }), 'CL422 to', ACCEPTED]), ['handing over to nobody', 'a.supervisor', move('hand-over'), 'CL422 to', ACCEPTED],
  ['handing over to whoever raised it', 'a.supervisor', move('hand-over', { person: '@a.analyst' }), 'CL422 to', `${ACCEPTED}; ${ON_DUTY}`],
]); // prettier-ignore

const HELD_BY_B = (set = 'status = 2'): string =>
  `${received({ kind: 'threat-to-life' })}; UPDATE threats.alert SET accepted_by = @b.lead, accepted_at = now(), holder = @b.lead, ${set} WHERE record_id = @ref AND agency_id = 902`;
const GRANT_OF_B = (set: string): string =>
  `${HELD_BY_B()}; UPDATE access.record_visibility SET ${set} WHERE disclosure_id = @dis.ref`;
const ONLY_IN_B = (role: string): string =>
  `DELETE FROM identity.user_role r USING identity.user_account u WHERE u.id = r.user_id AND u.agency_id = 902 AND r.role <> '${role}'`;
const MEMBER_OF_B = (who: string, day = ''): string =>
  `INSERT INTO access.compartment_member VALUES (${who}, 'x', current_date${day}, 902)`;
const WITHDRAW = "SELECT * FROM referrals.move(@ref, 'withdraw', 3, 'x', '{}', NULL, NULL, NULL, NULL)";
const TRANSFER = "SELECT * FROM referrals.move(@ref, 'transfer', 3, 'x', '{}', 903::smallint, now() + interval '1 h', now() + interval '2 h', now() + interval '3 h')"; // prettier-ignore
const [STAYS, LEAVES] = ['CL409 Whoever received this has accepted', '10 4 901 902'];
const keeping = calls('threats.refuse_while_held', [
  ['accepted', 'a.supervisor', WITHDRAW, STAYS, HELD_BY_B()], ['handed over', 'a.supervisor', WITHDRAW, STAYS, HELD_BY_B('status = 3')], ['accepted, transferring', 'a.supervisor', TRANSFER, STAYS, HELD_BY_B()],
  ['raised', 'a.supervisor', WITHDRAW, LEAVES, received({ kind: 'threat-to-life' })], ['ended', 'a.supervisor', WITHDRAW, LEAVES, HELD_BY_B("status = 4, ended_by = @b.lead, ended_at = now(), result = 'protected'")],
  ['accepted by its sender alone', 'a.supervisor', WITHDRAW, LEAVES, `${received({ kind: 'threat-to-life' })}; UPDATE threats.alert SET status = 2, accepted_by = @a.lead, accepted_at = now(), holder = @a.lead WHERE record_id = @ref AND agency_id = 901`],
  ['beside another that is held', 'a.supervisor', WITHDRAW, LEAVES, `${alert('of-b', 'shared', 902)}; ${held('of-b', 'b.lead')}; ${received({ kind: 'threat-to-life' })}`],
  ['held again after an end', 'a.supervisor', WITHDRAW, STAYS, `${HELD_BY_B("status = 4, ended_by = @b.lead, ended_at = now(), result = 'protected'")}; ${alert('again', 'ref', 902)}; ${held('again', 'b.lead')}`],
  ['seen no more', 'a.supervisor', WITHDRAW, LEAVES, GRANT_OF_B('valid_until = now()')], ['seen a little longer', 'a.supervisor', WITHDRAW, STAYS, GRANT_OF_B("valid_until = now() + interval '1 s'")], ['seen without an end', 'a.supervisor', WITHDRAW, STAYS, GRANT_OF_B('valid_until = NULL')],
  ['under an agreement that is over', 'a.supervisor', WITHDRAW, LEAVES, GRANT_OF_B('agreement_id = 902')], ['under none', 'a.supervisor', WITHDRAW, STAYS, GRANT_OF_B('agreement_id = NULL')], ['seen by one person alone', 'a.supervisor', WITHDRAW, LEAVES, GRANT_OF_B('private_to = @b.lead')],
  ['seen by one who is cleared for it', 'a.supervisor', WITHDRAW, STAYS, GRANT_OF_B('sensitivity = 3')], ['too secret for everybody there', 'a.supervisor', WITHDRAW, LEAVES, `${GRANT_OF_B('sensitivity = 3')}; UPDATE identity.user_account SET clearance = 2 WHERE agency_id = 902`],
  ['where all have left', 'a.supervisor', WITHDRAW, LEAVES, `${HELD_BY_B()}; UPDATE identity.user_account SET left_at = now() WHERE agency_id = 902`],
  ['where nobody works any more', 'a.supervisor', WITHDRAW, LEAVES, `${HELD_BY_B()}; UPDATE identity.agency SET ends_on = current_date - 1 WHERE id = 902`], ['on the last day there', 'a.supervisor', WITHDRAW, STAYS, `${HELD_BY_B()}; UPDATE identity.agency SET ends_on = current_date WHERE id = 902`],
  ...['supervisor', 'lead', 'coordinator', 'contact'].map((role): Call => [`by a ${role} alone`, 'a.supervisor', WITHDRAW, STAYS, `${HELD_BY_B()}; ${ONLY_IN_B(role)}`]), ['by an analyst alone', 'a.supervisor', WITHDRAW, LEAVES, `${HELD_BY_B()}; ${ONLY_IN_B('analyst')}`],
  ['in an operation of others', 'a.supervisor', WITHDRAW, LEAVES, GRANT_OF_B('compartment_id = 71')], ['in an operation with them', 'a.supervisor', WITHDRAW, STAYS, `${GRANT_OF_B('compartment_id = 71')}; ${MEMBER_OF_B('71, @b.lead')}`],
  ['in an operation with them until yesterday', 'a.supervisor', WITHDRAW, LEAVES, `${GRANT_OF_B('compartment_id = 71')}; ${MEMBER_OF_B('71, @b.lead', ' - 1')}`], ['in another operation', 'a.supervisor', WITHDRAW, LEAVES, `${GRANT_OF_B('compartment_id = 71')}; ${MEMBER_OF_B('72, @b.lead')}`],
  ['in an operation with their analyst', 'a.supervisor', WITHDRAW, LEAVES, `${GRANT_OF_B('compartment_id = 71')}; ${MEMBER_OF_B('71, @b.peer')}`],
  ['seen by its sender alone', 'a.supervisor', WITHDRAW, LEAVES, `${HELD_BY_B()}; DELETE FROM access.record_visibility WHERE disclosure_id = @dis.ref`],
]); // prettier-ignore

const CHASED = "SELECT type, actor_id, agency_id, payload ->> 'recipientAgencyId', (payload ->> 'alertId')::uuid FROM platform.outbox WHERE type LIKE 'threat.%' ORDER BY id"; // prettier-ignore
const said = (...steps: string[]): string => steps.map((step) => `threat.${step}.v1 00000000-0000-0000-0000-000000000000 901 901 own`).join(', '); // prettier-ignore
const MARKS = 'SELECT reminded_at = now(), late_at = now(), centre_told_at = now() FROM threats.alert WHERE id = @own';
const CHASE = 'SELECT threats.chase(10)';
const at = (minutes: number): string => alert('own', 'shared', 901, '@a.analyst', minutes);
const told = (...columns: string[]): string => `; UPDATE threats.alert SET ${columns.map((one) => `${one} = now() - interval '1 min'`).join(', ')}`; // prettier-ignore
const OLD = (minutes: number): string => `${alert('old', 'plain', 901, 'NULL', minutes)}; UPDATE threats.alert`;
const of902 = (set: string): string => `${alert('of-b', 'shared', 902, 'NULL', 4)}; UPDATE access.record_visibility SET ${set} WHERE disclosure_id = @dis.b`; // prettier-ignore
const LEFT = `${held('own', 'a.lead')}; UPDATE identity.user_account SET left_at = now() WHERE id = @a.lead`;
const NEW_CLOCK = "SELECT status, version, holder, accepted_by, accepted_at, remind_at = now(), due_at = now() + interval '2 min', centre_at = now() + interval '7 min', reminded_at = now(), late_at, centre_told_at FROM threats.alert WHERE id = @own"; // prettier-ignore
const again = [['behind', CHASED, said('reminded')], ['behind', NEW_CLOCK, '1 2 - - - true true true true - -'], ['worker:nobody', CHASE, '0']] as const; // prettier-ignore
const raisedAgain = calls('threats.chase threats.able', [
  ['what is held by who left', 'worker:nobody', CHASE, '1', `${at(11)}${told('reminded_at', 'late_at', 'centre_told_at')}; ${LEFT}`, [...again]], ['what was handed over to who left', 'worker:nobody', CHASE, '1', `${at(11)}; ${LEFT}; UPDATE threats.alert SET status = 3`, [...again]],
  ['what ended before its holder left', 'worker:nobody', CHASE, '0', `${ENDED}; UPDATE identity.user_account SET left_at = now() WHERE id = @a.supervisor`], ['of who left, where nobody is on duty but who raised it', 'worker:nobody', CHASE, '0', `${at(11).replace('@a.analyst', '@a.supervisor')}; ${LEFT}; DELETE FROM identity.user_role WHERE user_id <> @a.supervisor`],
  ['of who left, where nobody is on duty', 'worker:nobody', CHASE, '0', `${at(11)}; ${LEFT}; DELETE FROM identity.user_role`], ['of who left, raised by nobody here', 'worker:nobody', CHASE, '1', `${alert('own', 'shared', 901, 'NULL', 11)}; ${LEFT}; DELETE FROM identity.user_role WHERE user_id <> @a.supervisor`],
]); // prettier-ignore
const chasing = calls('threats.chase', [
  ['nothing yet', 'worker:nobody', CHASE, '0', at(2), [['behind', MARKS, '- - -']]],
  ['a reminder on the minute', 'worker:nobody', CHASE, '1', at(3), [['behind', CHASED, said('reminded')], ['behind', MARKS, 'true - -'], ['worker:nobody', CHASE, '0']]],
  ['late on the minute', 'worker:nobody', CHASE, '1', at(5) + told('reminded_at'), [['behind', CHASED, said('late')], ['behind', MARKS, 'false true -'], ['worker:nobody', CHASE, '0']]],
  ['the centre on the minute', 'worker:nobody', CHASE, '1', at(10) + told('reminded_at', 'late_at'), [['behind', CHASED, said('escalated')], ['behind', MARKS, 'false false true'], ['worker:nobody', CHASE, '0']]],
  ['all at once, in order', 'worker:nobody', CHASE, '3', at(11), [['behind', CHASED, said('reminded', 'late', 'escalated')], ['behind', MARKS, 'true true true'], ['worker:nobody', CHASE, '0']]],
  ['between late and the centre', 'worker:nobody', CHASE, '2', at(6), [['behind', CHASED, said('reminded', 'late')]]], ['before late', 'worker:nobody', CHASE, '0', at(4) + told('reminded_at')], ['before the centre', 'worker:nobody', CHASE, '0', at(9) + told('reminded_at', 'late_at')],
  ['what is accepted', 'worker:nobody', CHASE, '0', `${at(11)}; ${held('own', 'a.lead')}`], ['after the centre was told', 'worker:nobody', CHASE, '0', at(11) + told('centre_told_at')],
  ['a few at a time, the oldest first', 'worker:nobody', 'SELECT threats.chase(1)', '1', `${at(3)}; ${alert('old', 'plain', 901, 'NULL', 4)}`, [['behind', CHASED, said('reminded').replace('own', 'old')]]],
  ['two in order', 'worker:nobody', CHASE, '2', `${at(3)}; ${alert('old', 'plain', 901, 'NULL', 4)}`, [['behind', CHASED, `${said('reminded').replace('own', 'old')}, ${said('reminded')}`]]],
  ['past one that was reminded', 'worker:nobody', 'SELECT threats.chase(1)', '1', `${OLD(4)} SET reminded_at = now() WHERE id = @old; ${at(3)}`, [['behind', CHASED, said('reminded')]]],
  ['past one whose time is later', 'worker:nobody', 'SELECT threats.chase(1)', '1', `${OLD(4)} SET remind_at = now() + interval '1 s' WHERE id = @old; ${at(3)}`.replace('remind_at =', 'centre_at = centre_at + interval \'1 h\', due_at = due_at + interval \'30 min\', remind_at ='), [['behind', CHASED, said('reminded')]]],
  ['past one whose leads were told', 'worker:nobody', 'SELECT threats.chase(1)', '1', `${OLD(6)} SET reminded_at = now(), late_at = now() WHERE id = @old; ${at(3)}`, [['behind', CHASED, said('reminded')]]],
  ['of a recipient', 'worker:nobody', CHASE, '1', of902('valid_until = NULL')], ['before its end', 'worker:nobody', CHASE, '1', of902("valid_until = now() + interval '1 s'")], ['at its end', 'worker:nobody', CHASE, '0', of902('valid_until = now()')],
  ['under an agreement that is over', 'worker:nobody', CHASE, '0', of902('agreement_id = 902')], ['under none', 'worker:nobody', CHASE, '1', of902('agreement_id = NULL')], ['one person’s own', 'worker:nobody', CHASE, '0', of902('private_to = @b.lead')],
  ['of what its agency does not see', 'worker:nobody', CHASE, '0', alert('stray', 'plain', 902, 'NULL', 4)],
]); // prettier-ignore

export const threatProbes: readonly Probe[] = [
  ...reading,
  ...duty,
  ...raising,
  ...holding,
  ...moving,
  ...keeping,
  ...chasing,
  ...raisedAgain,
];
