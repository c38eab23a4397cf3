import { calls, refusing, type Call } from './disclose-probes.js';
import { disclosureOf } from './mutant-world.js';
import { falseGrant } from './owner-probes.js';
import type { Probe } from './probe.js';
import { EMERGENCY, given, received, referralOf } from './referral-world.js';

const HOUR = "now() + interval '1 hour'";
/** A step at version 3 with words and a clock; the answer is status, version, sender and receiver, or nothing when the version is another. */
const move = (
  step: string,
  change: { version?: string; words?: string; to?: string; due?: string; record?: string } = {},
): string => {
  const { version = '3', words = "'x'", to = 'NULL', due = HOUR, record = 'ref' } = change;
  return `SELECT * FROM referrals.move(@${record}, '${step}', ${version}, ${words}, '{"a": "b"}', ${to}::smallint, ${due}, ${due}, ${due})`;
};
const NONE = { due: 'NULL' };
const STEPS =
  "SELECT agency_id, for_agency_id, action, from_status, to_status, by_user, text, facts ->> 'a' FROM referrals.referral_step ORDER BY at, text NULLS LAST, action";
const step = (gives: string): NonNullable<Call[5]> => [['behind', STEPS, gives]];
const CLOCK =
  'SELECT private_to, sent_at = now(), warn_at > now(), due_at > now(), escalate_at > now(), warned_at, overdue_at, escalated_at FROM referrals.referral WHERE id = @ref';
const RUNG =
  'UPDATE referrals.referral SET warned_at = now(), overdue_at = now(), escalated_at = now() WHERE id = @ref';
const accepted = (who: string): string => `INSERT INTO access.acknowledgement VALUES (@dis.ref, @${who})`;
const CONDITIONAL = `${referralOf()}; ${given({ conditions: 'Wait' })}`;
const DRAFT = referralOf({ status: 1 });
const ABOUT = 'referrals.move referrals.referral referrals.referral_step access.my_live_grants access.acknowledgement';

const moving = calls(ABOUT, [
  ['sending', 'a.supervisor', move('send'), '2 4 901 902', DRAFT, [['behind', CLOCK, '- true true true true - - -'], ...step('901 902 send 1 2 a.supervisor x b')]],
  ['acknowledging', 'b.analyst', move('acknowledge'), '3 4 901 902', `${received()}; ${RUNG}`, [['behind', CLOCK, '- false true true true - - -'], ...step('902 901 acknowledge 2 3 b.analyst x b')]],
  ['acknowledging without words', 'b.contact', move('acknowledge', { words: 'NULL' }), '3 4 901 902', received(), step('902 901 acknowledge 2 3 b.contact - b')],
  ['accepting', 'b.contact', move('accept'), '5 4 901 902', received({ status: 3 })], ['accepting unasked', 'b.lead', move('accept'), '5 4 901 902', received({ status: 4 })], ['rejecting', 'b.contact', move('reject', NONE), '7 4 901 902', received({ status: 3 })],
  ['asking', 'b.contact', move('ask'), '4 4 901 902', received({ status: 3 }), step('902 901 ask 3 4 b.contact x b')], ['informing', 'a.officer', move('inform'), '3 4 901 902', received({ status: 4 }), step('901 902 inform 4 3 a.officer x b')],
  ['progress', 'b.analyst', move('progress'), '6 4 901 902', received({ status: 5 })], ['the outcome', 'b.contact', move('outcome', NONE), '8 4 901 902', received({ status: 6 }), step('902 901 outcome 6 8 b.contact x b')],
  ['closing', 'a.coordinator', move('close', { ...NONE, words: 'NULL' }), '9 4 901 902', received({ status: 8 }), step('901 902 close 8 9 a.coordinator - b')], ['reopening', 'a.lead', move('reopen'), '6 4 901 902', received({ status: 8 })], ['reopening what was closed', 'a.lead', move('reopen'), '2 4 901 902', received({ status: 9 })],
  ['transferring', 'a.supervisor', move('transfer', { to: '904' }), '2 4 901 904', received({ status: 3 }), step('901 - transfer 3 2 a.supervisor x b, 901 904 send 1 2 a.supervisor - -')], ['withdrawing', 'a.lead', move('withdraw', NONE), '10 4 901 902', received({ status: 5 }), step('901 - withdraw 5 10 a.lead x b')],
  ['a note of the sender', 'a.analyst', move('note', NONE), '5 3 901 902', received({ status: 5 }), [['behind', 'SELECT version, due_at = now() + interval \'1 hour\' FROM referrals.referral WHERE id = @ref', '3 true'], ...step('901 - note 5 5 a.analyst x b')]], ['a note of the receiver', 'b.contact', move('note'), '9 3 901 902', received({ status: 9 }), step('902 - note 9 9 b.contact x b')],
  ...['analyst', 'handler', 'auditor', 'administrator', 'none'].map((role): Call => ['accepting as one role', `b.${role}`, move('accept'), refusing(role), received({ status: 3 })]),
  ...['analyst', 'contact', 'handler', 'none'].map((role): Call => ['withdrawing as one role', `a.${role}`, move('withdraw', NONE), refusing(role), received()]), ...['handler', 'auditor'].map((role): Call => ['acknowledging as one role', `b.${role}`, move('acknowledge'), refusing(role), received()]),
  ['acknowledging as its sender', 'a.supervisor', move('acknowledge'), 'CL403 not-this-side', received()], ['withdrawing as its receiver', 'b.supervisor', move('withdraw', NONE), 'CL403 not-this-side', received()], ['acknowledging with a copy', 'd.lead', move('acknowledge'), 'CL403 not-this-side', `${received()}; ${given({}, 'ref', 904).replaceAll('@dis.ref', '@dis.copy')}`],
  ['a step that there is not', 'a.lead', move('save'), 'CL403 not-this-side', received()],
  ['as a stranger', 'c.lead', move('acknowledge'), 'CL404', received()], ['with too little clearance', 'b.low', move('acknowledge'), 'CL404', received()], ['with nobody signed in', 'nobody', move('acknowledge'), 'CL404', received()], ['of a report', 'a.lead', move('withdraw', { record: 'plain', due: 'NULL' }), 'CL404', received()], ['of what is not there', 'a.lead', move('withdraw', { record: 'absent', due: 'NULL' }), 'CL404', received()],
  ['of another’s draft', 'a.lead', move('send'), 'CL404', DRAFT], ['before it was shared', 'b.lead', move('acknowledge'), 'CL404', referralOf()],
  ['as its conditions are accepted', 'b.lead', 'SELECT added FROM access.acknowledge(@dis.ref)', 'true', CONDITIONAL, [['b.lead', move('acknowledge'), 'CL404']]],
  ['with conditions not accepted', 'b.lead', move('acknowledge'), 'CL404', CONDITIONAL], ['with conditions accepted', 'b.lead', move('acknowledge'), '3 4 901 902', `${CONDITIONAL}; ${accepted('b.lead')}`], ['with conditions that a colleague accepted', 'b.lead', move('acknowledge'), 'CL404', `${CONDITIONAL}; ${accepted('b.peer')}`],
  ['with other conditions accepted', 'b.lead', move('acknowledge'), 'CL404', `${CONDITIONAL}; INSERT INTO access.acknowledgement VALUES (@dis.b, @b.lead)`],
  ['after an emergency', 'b.lead', move('acknowledge'), 'CL403 not-this-side', `${received()}; ${EMERGENCY}`], ['after an emergency of what one has', 'b.lead', move('acknowledge'), '3 4 901 902', `${received()}; ${EMERGENCY}; ${given({}, 'ref').replaceAll('@dis.ref', '@dis.again')}`],
  ['with a disclosure to the sender itself', 'a.lead', move('withdraw', NONE), '10 4 901 902', `${received()}; UPDATE access.record_visibility SET agency_id = 901 WHERE disclosure_id = @dis.ref`],
  ['after an emergency of the sender’s own', 'a.lead', move('withdraw', NONE), 'CL403 not-this-side', `${received()}; DELETE FROM access.record_visibility WHERE record_id = @ref AND disclosure_id IS NULL; UPDATE access.record_visibility SET agency_id = 901 WHERE disclosure_id = @dis.ref`],
  ['with a wrong grant', 'b.lead', move('withdraw', NONE), 'CL403 not-this-side', `${received()}; ${falseGrant('ref', 902, 901)}`],
  ['by the receiver of another one', 'b.lead', move('acknowledge'), 'CL403 not-this-side', `${received()}; UPDATE referrals.referral SET receiver_agency_id = 904 WHERE id = @ref`],
  ['in another state', 'b.lead', move('accept'), 'CL409 This referral has moved on', received()], ['twice', 'b.lead', move('acknowledge'), 'CL409', received({ status: 3 })], ['from what is over', 'a.lead', move('withdraw', NONE), 'CL409', received({ status: 9 })],
  ['of another version', 'b.lead', move('acknowledge', { version: '2' }), '', received(), step('')], ['of no version', 'b.lead', move('acknowledge', { version: 'NULL' }), '', received(), step('')],
  ['accepting without words', 'b.lead', move('accept', { words: 'NULL' }), 'CL422 text', received({ status: 3 })], ['accepting with blanks', 'b.lead', move('accept', { words: "'  '" }), 'CL422 text', received({ status: 3 })],
  ['transferring to nobody', 'a.lead', move('transfer'), 'CL422 receiver: Choose the agency that it goes', received()], ['acknowledging for somebody', 'b.lead', move('acknowledge', { to: '904' }), 'CL422 receiver', received()],
  ['without a clock', 'b.lead', move('acknowledge', NONE), 'CL422 due', received()], ['with a clock that nobody waits for', 'a.lead', move('close'), 'CL422 due', received({ status: 8 })], ['due now', 'b.lead', move('acknowledge', { due: 'now()' }), 'CL422 due', received()], ['a note with a clock that is over', 'b.lead', move('note', { due: 'now()' }), 'CL422 due', received()], ['with an outcome for sender in the last state that waits', 'b.lead', move('progress', NONE), 'CL422 due', received({ status: 6 })], ['withdrawn with a clock', 'a.lead', move('withdraw'), 'CL422 due', received()],
  ['sending to nobody', 'a.supervisor', move('send'), 'CL422 receiver: Choose the agency that receives', referralOf({ status: 1, to: 'NULL' })],
  ['sending without a word', 'a.supervisor', move('send'), 'CL422 text: Say what is asked', referralOf({ status: 1, text: ' ' })], ['sending without details', 'a.supervisor', move('send'), 'CL422 text: Say what is asked', `${DRAFT}; DELETE FROM referrals.referral_item WHERE part = 'details'`], ['acknowledging what says nothing', 'b.lead', move('acknowledge'), '3 4 901 902', received({ text: ' ' })],
]); // prettier-ignore

const fields = (change: Record<string, string>): string =>
  JSON.stringify({ subject: 'child', authorityInformedOn: '2026-01-01', nrmReference: 'NRM', ...change });
const safeguarding = (change: Record<string, string>, kind = 'safeguarding'): string =>
  `${referralOf({ name: 'other', status: 1, kind: 'safeguarding', fields: '{"subject": "adult", "ground": "consent", "nrmReference": "NRM"}' })}; ${referralOf({ status: 1, kind, fields: fields(change) })}`;
const protecting = calls('referrals.refuse_incomplete referrals.move referrals.referral_item', [
  ['a child', 'a.supervisor', move('send'), '2 4 901 902', safeguarding({})], ['a child of whom nobody was told', 'a.supervisor', move('send'), 'CL422 fields.authorityInformedOn', safeguarding({ authorityInformedOn: '' })], ['a child without the NRM', 'a.supervisor', move('send'), 'CL422 fields.nrmReference', safeguarding({ nrmReference: '' })],
  ['an adult', 'a.supervisor', move('send'), '2 4 901 902', safeguarding({ subject: 'adult', ground: 'consent', authorityInformedOn: '' })], ['an adult of duty', 'a.supervisor', move('send'), '2 4 901 902', safeguarding({ subject: 'adult', ground: 'duty-to-notify', authorityInformedOn: '' })], ['an adult without a ground', 'a.supervisor', move('send'), 'CL422 fields.ground', safeguarding({ subject: 'adult' })], ['an adult on another ground', 'a.supervisor', move('send'), 'CL422 fields.ground', safeguarding({ subject: 'adult', ground: 'other' })],
  ['a person of whom nothing is said', 'a.supervisor', move('send'), 'CL422 fields.ground', safeguarding({}).replace('"subject":"child",', '')], ['another kind', 'a.supervisor', move('send'), '2 4 901 902', safeguarding({ nrmReference: '' }, 'line')],
  ['beside one that says nothing', 'a.supervisor', move('send'), 'CL422 text', `${DRAFT}; UPDATE referrals.referral_item SET text = NULL WHERE report_id = @ref; ${referralOf({ name: 'other', status: 1 })}; UPDATE referrals.referral_item SET text = 'x' WHERE id = @ref.1`],
  ['an own word beside one that is silent', 'a.supervisor', move('send'), 'CL422 text', `${referralOf({ name: 'other', status: 1 })}; ${DRAFT}; DELETE FROM referrals.referral_item WHERE id IN (@ref.1)`],
  ['beside a child of whom nobody was told', 'a.supervisor', move('send'), '2 4 901 902', `${referralOf({ name: 'other', status: 1, kind: 'safeguarding', fields: '{"subject": "child"}' })}; ${referralOf({ status: 1, kind: 'safeguarding', fields: fields({}) })}`],
]); // prettier-ignore

const title = (to: string): string => `UPDATE referrals.referral SET ${to} WHERE id = @ref`;
const staying = calls('referrals.refuse_change referrals.referral', [
  ['the title of a draft', 'a.supervisor', title("title = 'y'"), '', DRAFT], ['the receiver of a draft', 'a.supervisor', title('receiver_agency_id = 904'), '', DRAFT],
  ['the title of what was sent', 'a.lead', title("title = 'y'"), 'CL409 What was sent', received()], ['the receiver of what was sent', 'a.lead', title('receiver_agency_id = 904'), 'CL409 What was sent', received()], ['a label of what was sent', 'a.lead', title("discovery = 'named'"), '', received()],
  ['by a transfer', 'a.lead', move('transfer', { to: '904' }), '2 4 901 904', received()], ['the status, by nobody', 'a.lead', title('status = 9'), '42501', received()],
]); // prettier-ignore

const terms = (set: string, of = 'ref'): string =>
  `UPDATE referrals.referral_original SET ${set} WHERE referral_id = @${of}`;
const again = (action: string, by = 'a.lead', at = 'now()', of = 'ref'): string =>
  `${received()}; ${of === 'ref' ? '' : `${referralOf({ name: of })};`} INSERT INTO referrals.referral_step (referral_id, agency_id, action, from_status, to_status, by_user, at) VALUES (@${of}, 901, '${action}', 2, 2, @${by}, ${at})`;
/** A block of its own is a transaction of its own to whoever asks which one wrote a row. */
const apart = (statements: string): string =>
  `DO $$ BEGIN ${statements}; EXCEPTION WHEN division_by_zero THEN NULL; END $$`;
const LATER = "expires_on = '2031-01-01'";
const STAYS = 'CL409 What was sent';
const keeping = calls('referrals.refuse_terms referrals.referral_original', [
  ...['supervisor', 'lead', 'officer', 'coordinator'].map((role): Call => [`a draft, by a ${role}`, `a.${role}`, terms("purpose = 'y'"), '', referralOf({ status: 1, author: `a.${role}` })]),
  ['a draft, by an analyst', 'a.analyst', terms("purpose = 'y'"), 'CL403 no-permission', referralOf({ status: 1, author: 'a.analyst' })], ['a draft, beside what was sent', 'a.supervisor', terms("purpose = 'y'"), '', `${received({ name: 'other' })}; ${DRAFT}`],
  ['what was sent, beside a draft', 'a.supervisor', terms("purpose = 'y'", 'other'), STAYS, `${DRAFT}; ${received({ name: 'other' })}`],
  ...["purpose = 'y'", "legal_basis = 'y'", "conditions = 'y'", "agreement = 'y'", LATER, "updated_at = '2030-01-01'"].map((set): Call => [`what was sent: ${set}`, 'a.lead', terms(set), STAYS, received()]),
  ['what was sent, as it is', 'a.lead', terms('purpose = purpose'), '', received()], ['what is transferred', 'a.lead', terms(LATER), '', again('transfer')], ['what is reopened', 'a.lead', terms("agreement = 'TEST-ISA', expires_on = '2031-01-01'"), '', again('reopen')],
  ['what is noted', 'a.lead', terms(LATER), STAYS, again('note')], ['what is transferred in another transaction', 'a.lead', terms(LATER), STAYS, apart(again('transfer'))], ['what was transferred', 'a.lead', terms(LATER), STAYS, again('transfer', 'a.lead', "now() - interval '1 second'")], ['what a colleague transfers', 'a.lead', terms(LATER), STAYS, again('transfer', 'a.officer')], ['while another is transferred', 'a.lead', terms(LATER), STAYS, again('transfer', 'a.lead', 'now()', 'other')],
  ['why, while it is transferred', 'a.lead', terms("purpose = 'y'"), STAYS, again('transfer')], ['why and until when, while it is transferred', 'a.lead', terms(`purpose = 'y', ${LATER}`), STAYS, again('transfer')],
]); // prettier-ignore

const OWN = `${referralOf({ status: 1, author: 'a.analyst' })}; INSERT INTO referrals.referral_pack VALUES (@ref, @plain, @plain.0)`;
/** Whoever drafts no referral writes nothing of one, even where it seems their own. */
const drafting = calls('access.refuse_writer referrals.referral', [
  ['the title of a draft', 'a.analyst', title("title = 'y'"), 'CL403 no-permission', OWN], ['the receiver of a draft', 'a.analyst', title('receiver_agency_id = 904'), 'CL403 no-permission', OWN], ['the text of a draft', 'a.analyst', "UPDATE referrals.referral_item SET text = 'y' WHERE id = @ref.0", 'CL403 no-permission', OWN],
  ['the pack of a draft', 'a.analyst', 'INSERT INTO referrals.referral_pack VALUES (@ref, @shared, @shared.0)', 'CL403 no-permission', OWN], ['less in the pack of a draft', 'a.analyst', 'DELETE FROM referrals.referral_pack', 'CL403 no-permission', OWN], ['the original of a draft', 'a.analyst', 'INSERT INTO referrals.referral_original (referral_id, author_id, updated_at) VALUES (@ref, @a.analyst, now())', 'CL403 no-permission', `${OWN}; DELETE FROM referrals.referral_original`],
  ['an item of a draft', 'a.analyst', "INSERT INTO referrals.referral_item (id, report_id, part, fields, handling_code) VALUES (gen_random_uuid(), @ref, 'details', '{}', 'P')", 'CL403 no-permission', `${OWN}; DELETE FROM referrals.referral_item WHERE part = 'details'`],
]); // prettier-ignore

const MIND = 'SELECT referrals.mind(10)';
const EVENTS =
  "SELECT type, record_id, agency_id, payload ->> 'recipientAgencyId', payload ->> 'stage', payload ->> 'late', payload ->> 'urgent', payload ->> 'centre' FROM platform.outbox WHERE type LIKE 'referral.%'";
const FLAGS =
  'SELECT warned_at = now(), overdue_at = now(), escalated_at = now() FROM referrals.referral WHERE id = @ref';
const at = (warn: string, due: string, escalate: string, more = '', status = 2, kind = 'line'): string =>
  `${received({ status, kind })}; UPDATE referrals.referral SET warn_at = now() + interval '${warn}', due_at = now() + interval '${due}', escalate_at = now() + interval '${escalate}' ${more} WHERE id = @ref`;
const minding = calls('referrals.mind referrals.referral referrals.clock', [
  ['nothing yet', 'worker:nobody', MIND, '0', at('1 s', '2 s', '3 s'), [['behind', FLAGS, '- - -']]], ['a warning on the moment', 'worker:nobody', MIND, '1', at('0 s', '2 s', '3 s'), [['behind', FLAGS, 'true - -'], ['behind', EVENTS, 'referral.warned.v1 ref 901 902 acknowledge receiver false true']]],
  ['no warning twice', 'worker:nobody', MIND, '0', at('0 s', '2 s', '3 s', ', warned_at = now()')], ['lateness on the moment', 'worker:nobody', MIND, '1', at('-1 s', '0 s', '3 s'), [['behind', FLAGS, 'true true -'], ['behind', EVENTS, 'referral.overdue.v1 ref 901 902 acknowledge receiver false true']]],
  ['lateness after a warning', 'worker:nobody', MIND, '1', at('-1 s', '0 s', '3 s', ", warned_at = now() - interval '1 s'"), [['behind', FLAGS, 'false true -']]], ['no lateness twice', 'worker:nobody', MIND, '0', at('-1 s', '0 s', '3 s', ', warned_at = now(), overdue_at = now()')],
  ['an escalation on the moment', 'worker:nobody', MIND, '1', at('-2 s', '-1 s', '0 s', ", warned_at = now(), overdue_at = now() - interval '1 s'"), [['behind', FLAGS, 'true false true'], ['behind', EVENTS, 'referral.escalated.v1 ref 901 902 acknowledge receiver false true']]], ['no escalation before', 'worker:nobody', MIND, '0', at('-2 s', '-1 s', '1 s', ', warned_at = now(), overdue_at = now()')],
  ['no escalation twice', 'worker:nobody', MIND, '0', at('-2 s', '-1 s', '0 s', ', warned_at = now(), overdue_at = now(), escalated_at = now()')], ['no warning after lateness', 'worker:nobody', MIND, '0', at('-2 s', '0 s', '3 s', ", overdue_at = now() - interval '1 s'")],
  ['lateness first', 'worker:nobody', MIND, '1', at('-3 s', '-2 s', '-1 s'), [['behind', FLAGS, 'true true -']]],
  ['the sender’s answer', 'worker:nobody', MIND, '1', at('-1 s', '0 s', '3 s', '', 4), [['behind', EVENTS, 'referral.overdue.v1 ref 901 902 answer sender false false']]], ['a decision', 'worker:nobody', MIND, '1', at('-1 s', '0 s', '3 s', '', 3), [['behind', EVENTS, 'referral.overdue.v1 ref 901 902 decide receiver false true']]], ['an outcome', 'worker:nobody', MIND, '1', at('-1 s', '0 s', '3 s', '', 6), [['behind', EVENTS, 'referral.overdue.v1 ref 901 902 outcome receiver false true']]],
  ['a child', 'worker:nobody', MIND, '1', at('-1 s', '0 s', '3 s', '', 2, 'safeguarding'), [['behind', EVENTS, 'referral.overdue.v1 ref 901 902 acknowledge receiver true true']]], ['a life', 'worker:nobody', MIND, '1', at('-1 s', '0 s', '3 s', '', 2, 'threat-to-life'), [['behind', EVENTS, 'referral.overdue.v1 ref 901 902 acknowledge receiver true true']]], ['research', 'worker:nobody', MIND, '1', at('-1 s', '0 s', '3 s', '', 2, 'research'), [['behind', EVENTS, 'referral.overdue.v1 ref 901 902 acknowledge receiver false false']]],
  ['by the rule of today', 'worker:nobody', MIND, '1', `${at('-1 s', '0 s', '3 s')}; INSERT INTO referrals.clock VALUES ('line', 'acknowledge', 'minutes', 1, 2, 3, false, current_date), ('line', 'acknowledge', 'minutes', 1, 2, 3, true, current_date + 1)`, [['behind', EVENTS, 'referral.overdue.v1 ref 901 902 acknowledge receiver false false']]],
  ['one of two', 'worker:nobody', 'SELECT referrals.mind(1)', '1', `${at('-1 s', '0 s', '3 s')}; ${received({ name: 'other', clock: 'now()' })}`], ['nothing that nobody waits for', 'worker:nobody', MIND, '0', received({ status: 9 })], ['by a person', 'a.lead', MIND, '42501', at('-1 s', '0 s', '3 s')],
]); // prettier-ignore

const END = "SELECT disclosure, record_id, recipient FROM referrals.end_pack(@ref, 'enough')";
const PACK = `${received()}; INSERT INTO referrals.pack_disclosure VALUES (@ref, @dis.b)`;
const ENDED: NonNullable<Call[5]> = [
  [
    'behind',
    "SELECT reference, revoked_by FROM access.disclosure WHERE revocation_reason = 'enough' ORDER BY 1",
    'DT-dis.b a.officer',
  ],
];
/** Whoever sends a referral takes its pack back, and nothing else that the agency shared. */
const unpacking = calls('referrals.end_pack access.recall access.demand_sharer referrals.pack_disclosure', [
  ['of what was sent', 'a.officer', END, 'dis.b shared 902', PACK, ENDED], ['by a supervisor', 'a.supervisor', END, 'dis.b shared 902', PACK], ['by an analyst', 'a.peer', END, 'CL403 no-permission', PACK],
  ['by its receiver', 'b.officer', END, 'CL404', PACK], ['by a stranger', 'c.officer', END, 'CL404', PACK], ['with too little clearance', 'a.low', END, 'CL404', PACK], ['with nobody signed in', 'nobody', END, 'CL404', PACK],
  ['beside another’s', 'a.officer', END, 'dis.b shared 902', `${PACK}; ${referralOf({ name: 'other' })}; ${disclosureOf('dis.p', 902, { record: 'plain' })}; INSERT INTO referrals.pack_disclosure VALUES (@other, @dis.p)`, ENDED],
  ['that ended before', 'a.officer', END, '', `${PACK}; UPDATE access.disclosure SET revoked_at = now(), revoked_by = @a.lead WHERE id = @dis.b`],
  ['of a record that one does not see', 'a.officer', END, '', `${received()}; ${disclosureOf('dis.h', 902, { record: 'held' })}; INSERT INTO referrals.pack_disclosure VALUES (@ref, @dis.h)`],
]); // prettier-ignore

export const referralLifeProbes: readonly Probe[] = [
  ...moving,
  ...protecting,
  ...staying,
  ...keeping,
  ...drafting,
  ...minding,
  ...unpacking,
];
