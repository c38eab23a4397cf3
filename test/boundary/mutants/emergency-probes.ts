import { calls, type Call } from './disclose-probes.js';
import { disclosureOf, emergencyOf } from './mutant-world.js';
import { falseGrant } from './owner-probes.js';
import type { Probe, Step } from './probe.js';

const WHY = "'A child is missing tonight'";
const open = (who: string, record = 'plain', why = WHY) =>
  [
    who,
    `SELECT outcome, emergency IS NOT NULL, record, until = now() + interval '1 hour' FROM access.open_emergency('IR-${record}', ${why})`,
  ] as const;
const [OPENED, REFUSED] = ['opened true plain true', 'refused false - -'];
const later: Step[] = ['record', 'item'].map((of) => [
  'behind',
  `UPDATE access.${of}_visibility SET valid_until = valid_until - interval '1 second' WHERE private_to = @c.lead`,
  '',
]);
const opened: Step[] = [
  ['behind', "SELECT record_id, reference, owner_agency_id, user_agency_id, user_id, user_name, reason, ends_at = now() + interval '1 hour' FROM access.emergency_access", 'plain IR-plain 901 903 c.lead c.lead A child is missing tonight true'],
  ['behind', "SELECT agency_id, owner_id, sensitivity, compartment_id, private_to, handling, valid_until = now() + interval '1 hour', agreement_id, confidence, created_at = now(), acknowledge FROM access.record_visibility WHERE disclosure_id = (SELECT id FROM access.emergency_access)", '903 901 2 - c.lead C true - 3 true false'],
  ['behind', "SELECT agency_id, item_id, private_to, compartment_id, valid_until = now() + interval '1 hour', restricted FROM access.item_visibility WHERE disclosure_id = (SELECT id FROM access.emergency_access) ORDER BY restricted", '903 plain.0 c.lead - true false, 903 plain.1 c.lead - true true'],
  ['c.lead', 'SELECT count(*) FROM intelligence.report_item WHERE report_id = @plain', '0'], ...later, ['c.lead', 'SELECT count(*) FROM intelligence.report_item WHERE report_id = @plain', '2'], ['c.second', 'SELECT count(*) FROM intelligence.report WHERE id = @plain', '0'],
]; // prettier-ignore
const attempts = (n: number, who: string, what: string, at = 'now()', reference = 'IR-plain'): string =>
  `INSERT INTO access.attempt (user_id, what, reference, at) SELECT @${who}, '${what}', '${reference}', ${at} FROM generate_series(1, ${n})`;
/** Whoever asks has tried just this reference before, as the doors do. */
export const tried = (what: 'emergency' | 'discovery', list: readonly Call[]): Call[] =>
  list.map(([name, who, call, gives, arrange, then]) => {
    const [reference] = /IR-\w+/.exec(call)!;
    const before = who === 'nobody' ? 'SELECT 1' : attempts(1, who, what, 'now()', reference);
    return [name, who, call, gives, `${before}${arrange ? `; ${arrange}` : ''}`, then];
  });

/** A wall down, so that the one behind it is asked alone. */
export const everyRole =
  "CREATE OR REPLACE FUNCTION ctx.has_role(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT true'";
export const everyOwner =
  "CREATE OR REPLACE FUNCTION access.owns(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT true'";

const WHOLE = "now() + interval '1 hour'";
const opening = calls('access.open_emergency access.attempted access.held_under access.my_live_grants access.emergency_access access.attempt', tried('emergency', [
  ['by a lead', ...open('c.lead'), OPENED, undefined, opened], ['by a supervisor', ...open('c.supervisor'), OPENED], ['by a coordinator', ...open('c.coordinator'), OPENED], ['by an analyst', ...open('c.analyst'), 'CL403 no-permission'],
  ['with nobody signed in', ...open('nobody'), 'CL403 no-permission'], ['with 19 letters', ...open('c.lead', 'plain', "' 1234567890123456789 '"), 'CL422 reason'], ['with 20 letters', ...open('c.lead', 'plain', "'12345678901234567890'"), OPENED], ['with no reason', ...open('c.lead', 'plain', 'NULL'), 'CL422 reason'],
  ['of what one sees', ...open('b.lead', 'shared'), 'visible false shared -'], ['of what is there for nobody', ...open('c.lead', 'absent'), REFUSED], ['of a draft', ...open('c.lead', 'draft'), REFUSED, 'UPDATE access.record_home SET sanitised_from = 1'], ['with nobody signed in, were every role given', ...open('nobody'), 'CL403 no-permission', everyRole],
  ['just after one opened it', ...open('c.lead'), 'visible false plain -', emergencyOf('use', 'c.lead', 'plain', WHOLE)], ['just after a colleague did', ...open('c.lead'), OPENED, emergencyOf('use', 'c.peer', 'plain', WHOLE)], ['just after one opened another', ...open('c.lead'), OPENED, emergencyOf('use', 'c.lead', 'shared', WHOLE)], ['after one’s hour', ...open('c.lead'), OPENED, emergencyOf('use', 'c.lead', 'plain', 'now()')],
  ['of a withdrawn record', ...open('c.lead'), REFUSED, 'UPDATE access.record_visibility SET withdrawn_at = now() WHERE record_id = @plain'], ['with too little clearance', ...open('c.low'), REFUSED], ['of a secret record', ...open('c.lead', 'secret'), REFUSED],
  ['before its text is sanitised', ...open('c.lead'), REFUSED, 'UPDATE intelligence.report SET status = (SELECT sanitised_from - 1 FROM access.record_home WHERE kind = 1) WHERE id = @plain'], ['when its text is just sanitised', ...open('c.lead'), OPENED, 'UPDATE intelligence.report SET status = (SELECT sanitised_from FROM access.record_home WHERE kind = 1) WHERE id = @plain'],
  ['of an own record of an operation', ...open('a.supervisor', 'held'), 'opened true held true'], ['of an own record that one may not see', ...open('a.lead'), REFUSED, "UPDATE access.record_visibility SET valid_until = now() WHERE record_id = @plain"],
  ['of another’s record of an operation', ...open('c.lead', 'held'), 'opened true held true'], ['when its disclosures differ from it', ...open('c.lead'), OPENED, `${disclosureOf('dis.e', 902, { record: 'plain', items: ['plain.0', 'plain.1'] })}; UPDATE access.record_visibility SET sensitivity = 3, withdrawn_at = now() WHERE disclosure_id = @dis.e; UPDATE access.record_visibility SET handling = handling WHERE record_id = @plain AND disclosure_id IS NULL`, opened],
  ['of a record with a withdrawn item', ...open('c.lead'), OPENED, 'UPDATE access.item_visibility SET withdrawn_at = now() WHERE item_id = @plain.1', [...later, ['c.lead', 'SELECT item_id FROM access.item_visibility WHERE record_id = @plain', 'plain.0']]],
])); // prettier-ignore

const USE = `${emergencyOf('use', 'c.lead')}; ${emergencyOf('use.2', 'c.peer')}; ${emergencyOf('use.3', 'c.lead', 'shared')}; ${disclosureOf('dis.e', 904, { record: 'plain' })}`;
const OF_HELD = emergencyOf('use', 'c.lead', 'held');
const end = (who: string, what = 'use') => [who, `SELECT access.end_emergency(@${what})`] as const;
const ended: Step[] = [
  ['behind', 'SELECT id, ended_by FROM access.emergency_access WHERE ended_at = now()', 'use c.lead'],
  ['behind', 'SELECT (SELECT count(*) FROM access.record_visibility WHERE record_id = @plain), (SELECT count(*) FROM access.item_visibility WHERE record_id = @plain), (SELECT count(*) FROM access.record_visibility WHERE record_id = @shared), (SELECT count(*) FROM access.item_visibility WHERE record_id = @shared)', '3 5 4 6'],
]; // prettier-ignore
const OVER = 'UPDATE access.emergency_access SET ended_at = now(), ended_by = @c.lead WHERE id = @use';
const until = (end: string): string =>
  `UPDATE access.emergency_access SET ends_at = ${end}, opened_at = ${end} - interval '1 hour' WHERE id = @use`;
const STRAY = `${USE}; UPDATE access.record_visibility SET disclosure_id = @use WHERE disclosure_id = @use.3; UPDATE access.item_visibility SET disclosure_id = @use WHERE disclosure_id = @use.3`;
const ending = calls('access.end_emergency access.emergency_access access.owns', [
  ['by its user', ...end('c.lead'), 'plain', USE, ended], ['by the owner’s supervisor', ...end('a.supervisor'), 'plain', USE], ['by the owner’s lead', ...end('a.lead'), 'plain', USE], ['by the owner’s coordinator', ...end('a.coordinator'), 'plain', USE],
  ['by the owner’s analyst', ...end('a.peer'), 'CL404', USE], ['by a colleague', ...end('c.supervisor'), 'CL404', USE], ['by a partner', ...end('b.lead'), 'CL404', USE], ['by who holds the record too', ...end('b.lead'), 'CL404', `${USE}; ${disclosureOf('dis.w', 902, { record: 'plain' })}`], ['with too little clearance', ...end('a.low'), 'CL404', USE],
  ['of an operation’s record from outside', ...end('a.supervisor'), 'CL404', OF_HELD], ['of an operation’s record', ...end('a.lead'), 'held', OF_HELD], ['with nobody signed in', ...end('nobody'), 'CL404', USE], ['of what is not there', ...end('c.lead', 'absent'), 'CL404', USE],
  ['that names another owner', ...end('a.lead'), 'CL404', `${USE}; UPDATE access.emergency_access SET owner_agency_id = 902`], ['that names oneself as owner', ...end('b.lead'), 'CL404', `${USE}; UPDATE access.emergency_access SET owner_agency_id = 902`],
  ['twice', ...end('c.lead'), 'CL409 This emergency access is over', `${USE}; ${OVER}`], ['at its end', ...end('c.lead'), 'CL409 This emergency access is over', `${USE}; ${until('now()')}`], ['a second before its end', ...end('c.lead'), 'plain', `${USE}; ${until("now() + interval '1 second'")}`],
  ['and leaves alone what carries its id by mistake', ...end('c.lead'), 'plain', STRAY, [ended[1]!]],
]); // prettier-ignore

const review = (who: string, what = 'use', finding = "'justified'", words = "'fine'") =>
  [who, `SELECT access.review_emergency(@${what}, ${finding}, ${words})`] as const;
const reviewing = calls('access.review_emergency access.emergency_access access.owns', [
  ['by a supervisor', ...review('a.supervisor'), 'plain', USE, [['behind', 'SELECT id, verdict, review, reviewed_by FROM access.emergency_access WHERE reviewed_at = now()', 'use justified fine a.supervisor']]], ['by a lead', ...review('a.lead', 'use', "'not-justified'"), 'plain', USE], ['by a coordinator', ...review('a.coordinator'), 'plain', USE],
  ['by an analyst', ...review('a.peer'), 'CL403 no-permission', USE], ['by its user', ...review('c.lead'), 'CL403 reviews-own-use', USE], ['by its user’s colleague', ...review('c.supervisor'), 'CL404', USE], ['by who holds the record too', ...review('b.lead'), 'CL404', `${USE}; ${disclosureOf('dis.w', 902, { record: 'plain' })}`],
  ['with too little clearance', ...review('a.low'), 'CL404', USE], ['with nobody signed in', ...review('nobody'), 'CL404', USE], ['of what is not there', ...review('a.lead', 'absent'), 'CL404', USE], ['that names another owner', ...review('a.lead'), 'CL404', `${USE}; UPDATE access.emergency_access SET owner_agency_id = 902`],
  ['that names oneself as owner', ...review('b.lead'), 'CL404', `${USE}; UPDATE access.emergency_access SET owner_agency_id = 902`], ['of an operation’s record from outside', ...review('a.supervisor'), 'CL404', OF_HELD],
  ['twice', ...review('a.lead'), 'CL409 This use was reviewed', `${USE}; UPDATE access.emergency_access SET reviewed_at = now(), verdict = 'justified', review = 'x', reviewed_by = @a.second WHERE id = @use`],
  ['with nobody signed in, were everybody the owner', ...review('nobody'), 'CL404', `${USE}; ${everyOwner}`], ['of what is not there, were everybody the owner', ...review('a.lead', 'absent'), 'CL404', `${USE}; ${everyOwner}`], ['with no verdict', ...review('a.lead', 'use', 'NULL'), 'CL422 verdict', USE], ['with another verdict', ...review('a.lead', 'use', "'maybe'"), 'CL422 verdict', USE], ['without words', ...review('a.lead', 'use', "'justified'", "' '"), 'CL422 words', USE], ['with nothing for words', ...review('a.lead', 'use', "'justified'", 'NULL'), 'CL422 words', USE],
]); // prettier-ignore

/** One use for each age and each reminder that went out. */
const AGED = [['11', 'NULL', 'NULL'], ['12', 'NULL', 'NULL'], ['13', 'now()', 'NULL'], ['24', 'now()', 'NULL'], ['25', 'now()', 'now()'], ['26', 'NULL', 'NULL']].map(([hours, reminded, overdue], n) =>
  `${emergencyOf(`use.h${hours}`, 'c.lead')}; UPDATE access.emergency_access SET opened_at = now() - interval '${hours} hours', ends_at = now() - interval '${hours} hours' + interval '1 hour', reminded_at = ${reminded}, overdue_at = ${overdue} WHERE id = @use.h${hours}; SELECT ${n}`).join('; '); // prettier-ignore
const REVIEWED =
  "UPDATE access.emergency_access SET reviewed_at = now(), verdict = 'justified', review = 'x', reviewed_by = @a.second WHERE id = @use.h26";
const due =
  'SELECT emergency, record, hours FROM access.remind_reviews() JOIN access.emergency_access e ON e.id = emergency ORDER BY e.opened_at';
const told: Step = [
  'behind',
  "SELECT type, record_id, actor_id, agency_id, payload->>'emergencyId' FROM platform.outbox WHERE type LIKE 'emergency%' ORDER BY type, (SELECT opened_at FROM access.emergency_access e WHERE e.id::text = payload->>'emergencyId')",
  'emergency.review-due.v1 plain c.lead 903 use.h12, emergency.review-overdue.v1 plain c.lead 903 use.h26, emergency.review-overdue.v1 plain c.lead 903 use.h24',
];
const only = (gives: string, name: string, arrange: string): Probe => ({ name: `reminders of reviews, ${name}`, about: 'access.remind_reviews', arrange, steps: [
  ['worker:nobody', due.replace(' JOIN access.emergency_access e ON e.id = emergency ORDER BY e.opened_at', ' ORDER BY hours DESC, emergency = @use.h24'), gives], ...(gives.includes('h26') ? [told] : []),
  ['behind', "SELECT id, reminded_at = now(), overdue_at = now() FROM access.emergency_access ORDER BY opened_at", name === 'all' ? 'use.h26 true true, use.h25 true true, use.h24 true true, use.h13 true -, use.h12 true -, use.h11 - -' : 'use.h26 true -, use.h25 true true, use.h24 true true, use.h13 true -, use.h12 true -, use.h11 - -'],
] }); // prettier-ignore
const reminding = [
  only('use.h26 plain 24, use.h24 plain 24, use.h12 plain 12', 'all', AGED), only('use.h24 plain 24, use.h12 plain 12', 'reviewed', `${AGED}; UPDATE access.emergency_access SET reminded_at = now() WHERE id = @use.h26; ${REVIEWED}`),
]; // prettier-ignore

const NAMED = (record = 'plain', more = 'SELECT 1'): string =>
  `UPDATE intelligence.report SET discovery = 'named' WHERE id = @${record}; ${more}`;
const discover = (who: string, record = 'plain') =>
  [who, `SELECT outcome, owner FROM access.discover('IR-${record}')`] as const;
const NAMES = 'named T901';
const others = (to: number, change = 'SELECT 1'): string =>
  `UPDATE sharing.agreement_party SET agency_id = 903 WHERE agency_id = ${to} AND agreement_id = 901; ${change}`;
const discovering = calls('access.discover access.attempted access.named_under access.held_under', tried('discovery', [
  ['a named record', ...discover('b.peer'), NAMES, NAMED()], ['a silent record', ...discover('b.peer'), ''], ['while another is named', ...discover('b.peer'), '', NAMED('shared')], ['an own record', ...discover('a.peer'), '', NAMED()], ['by a stranger', ...discover('c.peer'), '', NAMED()],
  ['with too little clearance', ...discover('b.low'), '', NAMED()], ['with just enough', ...discover('b.low'), NAMES, NAMED('plain', 'UPDATE intelligence.report SET sensitivity = 1 WHERE id = @plain')], ['a draft', ...discover('b.peer', 'draft'), '', NAMED('draft')], ['an operation’s record', ...discover('d.member', 'held'), '', NAMED('held')],
  ['a withdrawn record', ...discover('b.peer'), '', NAMED('plain', 'UPDATE access.record_visibility SET withdrawn_at = now() WHERE record_id = @plain')], ['under a suspended agreement', ...discover('b.peer'), '', NAMED('plain', "UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901")],
  ['with nobody signed in', ...discover('nobody'), 'CL403 no-permission', NAMED()], ['under an agreement without the owner', ...discover('b.peer'), '', NAMED('plain', others(901))], ['under an agreement without oneself', ...discover('b.peer'), '', NAMED('plain', others(902))],
  ['a record whose disclosures say more', ...discover('b.peer', 'shared'), NAMES, NAMED('shared', 'UPDATE access.record_visibility SET sensitivity = 3 WHERE disclosure_id IS NOT NULL')], ['a record whose own grant says less', ...discover('b.peer', 'shared'), '', NAMED('shared', 'UPDATE access.record_visibility SET sensitivity = 3 WHERE record_id = @shared AND disclosure_id IS NULL')],
])); // prettier-ignore
const [REMIND, DUE] = ["now() + interval '1 day'", "now() + interval '2 days'"];
const ask = (who: string, record = 'plain', why = "'why'", remind = REMIND, due = DUE) =>
  [
    who,
    `SELECT outcome, question IS NOT NULL, owner FROM access.ask_owner('IR-${record}', ${why}, ${remind}, ${due})`,
  ] as const;
const asked: Step[] = [
  ['behind', 'SELECT record_id, reference, owner_agency_id, asker_agency_id, asked_by, reason, remind_at = now() + interval $$1 day$$, due_at = now() + interval $$2 days$$ FROM access.discovery_question', 'plain IR-plain 901 902 b.peer why true true'],
  ['behind', "SELECT type, record_id, actor_id, agency_id FROM platform.outbox WHERE type LIKE 'discovery%'", 'discovery.asked.v1 plain b.peer 902'],
  ['behind', "SELECT event, outcome, user_id, record_ids::text LIKE '%' || @plain || '%', detail->>'owner' FROM audit.entry WHERE event LIKE 'discovery%'", 'discovery.asked-of-owner allowed b.peer true T901'],
]; // prettier-ignore
const asking = calls('access.ask_owner access.attempted access.named_under access.discovery_question audit.entry platform.outbox', tried('discovery', [
  ['of a named record', ...ask('b.peer'), 'named true T901', NAMED(), asked], ['of a silent record', ...ask('b.peer'), ''], ['with nobody signed in', ...ask('nobody'), 'CL403 no-permission', NAMED()], ['without a reason', ...ask('b.peer', 'plain', "' '"), 'CL422 reason', NAMED()],
  ['due at once', ...ask('b.peer', 'plain', "'x'", 'now()'), 'CL422 due', NAMED()], ['due before half-time', ...ask('b.peer', 'plain', "'x'", DUE, DUE), 'CL422 due', NAMED()], ['due in a fortnight', ...ask('b.peer', 'plain', "'x'", REMIND, "now() + interval '14 days'"), 'named true T901', NAMED()], ['due later', ...ask('b.peer', 'plain', "'x'", REMIND, "now() + interval '14 days 1 second'"), 'CL422 due', NAMED()], ['due never', ...ask('b.peer', 'plain', "'x'", REMIND, 'NULL'), 'CL422 due', NAMED()],
  ['with nothing for a reason', ...ask('b.peer', 'plain', 'NULL'), 'CL422 reason', NAMED()], ['of the second agency', ...ask('a.peer', 'theirs'), 'named true T902', NAMED('theirs')], ['by who seems to own it', ...ask('b.peer'), 'named true T901', `${NAMED()}; ${falseGrant('plain', 903, 902)}; DELETE FROM access.record_visibility WHERE agency_id = 903 AND record_id = @plain`],
])); // prettier-ignore

const count = (who: string, what = 'emergency', reference = 'IR-plain') =>
  [who, `SELECT access.count_attempt('${what}', '${reference}')`] as const;
const KEPT =
  'SELECT what, count(*) FILTER (WHERE user_id = @c.lead), count(*) FROM access.attempt GROUP BY 1 ORDER BY 1';
const OLD = ["now() - interval '1 day'", "now() - interval '86401 seconds'"].map((at) => [attempts(1, 'c.lead', 'emergency', at), attempts(1, 'c.lead', 'discovery', at), attempts(1, 'c.peer', 'emergency', at)].join('; ')).join('; '); // prettier-ignore
const counting = calls('access.count_attempt access.attempt', [
  ['for the tenth time in an hour', ...count('c.lead'), 'true', attempts(9, 'c.lead', 'emergency')], ['for the eleventh time', ...count('c.lead'), 'false', attempts(10, 'c.lead', 'emergency')], ['after others tried', ...count('c.lead'), 'true', `${attempts(10, 'c.peer', 'emergency')}; ${attempts(10, 'c.lead', 'discovery')}`],
  ['an hour after ten', ...count('c.lead'), 'true', attempts(10, 'c.lead', 'emergency', "now() - interval '1 hour'")], ['just within an hour of ten', ...count('c.lead'), 'false', attempts(10, 'c.lead', 'emergency', "now() - interval '3599 seconds'")],
  ['for the 30th time', ...count('b.peer', 'discovery'), 'true', attempts(29, 'b.peer', 'discovery')], ['for the 31st time', ...count('b.peer', 'discovery'), 'false', attempts(30, 'b.peer', 'discovery')],
  ['for nothing that is counted', ...count('b.peer', 'maybe'), 'false'], ['with nobody signed in', ...count('nobody'), 'false'], ['and is kept', ...count('c.lead'), 'true', undefined, [['behind', 'SELECT user_id, what, reference FROM access.attempt', 'c.lead emergency IR-plain']]],
  ['and forgets attempts after a day', ...count('c.lead'), 'true', OLD, [['behind', KEPT, 'discovery 2 2, emergency 2 4']]],
]); // prettier-ignore
const NOT_TRIED = 'CL403 not-tried';
const answering = calls('access.attempted access.open_emergency access.discover access.ask_owner access.attempt', [
  ['that was not counted', ...open('c.lead'), NOT_TRIED], ['of another reference', ...open('c.lead'), NOT_TRIED, attempts(1, 'c.lead', 'emergency', 'now()', 'IR-shared')], ['of another kind', ...open('c.lead'), NOT_TRIED, attempts(1, 'c.lead', 'discovery')],
  ['by somebody else', ...open('c.lead'), NOT_TRIED, attempts(1, 'c.second', 'emergency')], ['an hour ago', ...open('c.lead'), NOT_TRIED, attempts(1, 'c.lead', 'emergency', "now() - interval '1 hour'")], ['just within an hour', ...open('c.lead'), OPENED, attempts(1, 'c.lead', 'emergency', "now() - interval '3590 seconds'")],
  ['in its own transaction', ...count('c.lead'), 'true', undefined, [[...open('c.lead'), NOT_TRIED]]], ['of a look that was not counted', ...discover('b.peer'), NOT_TRIED, NAMED()], ['of a question that was not counted', ...ask('b.peer'), NOT_TRIED, NAMED()],
]); // prettier-ignore

const THIS_MONTH = "(date_trunc('month', now() AT TIME ZONE 'Europe/London') AT TIME ZONE 'Europe/London')";
const LAST_MONTH =
  "((date_trunc('month', now() AT TIME ZONE 'Europe/London') - interval '1 month') AT TIME ZONE 'Europe/London')";
const used = (at: string): string => emergencyOf('use', 'c.lead', 'plain', `${at} + interval '1 hour'`);
const monthTold = (count: number): Step[] => [
  [
    'behind',
    "SELECT count(*), min(agency_id) FROM platform.outbox WHERE type = 'emergency.month-ended.v1'",
    `${count} ${count ? 901 : '-'}`,
  ],
];
const month = [
  'worker:nobody',
  "SELECT access.end_emergency_month() = to_char((now() AT TIME ZONE 'Europe/London') - interval '1 month', 'YYYY-MM')",
] as const;
const months = calls('access.end_emergency_month', [
  ['with a use at its beginning', ...month, 'true', used(LAST_MONTH), monthTold(1)], ['with a use before it', ...month, 'true', used(`${LAST_MONTH} - interval '1 second'`), monthTold(0)], ['with a use at its end', ...month, 'true', used(`${THIS_MONTH} - interval '1 second'`), monthTold(1)], ['with a use after it', ...month, 'true', used(THIS_MONTH), monthTold(0)],
  ['with two uses', ...month, 'true', `${used(LAST_MONTH)}; ${emergencyOf('use.2', 'c.second', 'plain', `${LAST_MONTH} + interval '2 hours'`)}`, monthTold(1)], ['a second time', ...month, '-', `${used(LAST_MONTH)}; INSERT INTO access.emergency_month (month) VALUES (to_char((now() AT TIME ZONE 'Europe/London') - interval '1 month', 'YYYY-MM'))`, monthTold(0)], ['for whom it was not made', 'a.lead', month[1], '42501'],
]); // prettier-ignore

const sealing: Probe[] = [
  { name: 'the log is sealed', about: 'audit.entry audit.link', arrange: "INSERT INTO audit.entry (event, outcome, record_ids, detail, xid) VALUES ('x', 'allowed', '{}', '{}', '3')", steps: [['worker:nobody', 'SELECT audit.seal(100000) > 0', 'true'], ['behind', 'SELECT count(*) > 0 FROM audit.link', 'true']] },
  { name: 'the chain goes on from its last link', about: 'audit.link', arrange: "INSERT INTO audit.entry (event, outcome, record_ids, detail, xid) VALUES ('x', 'allowed', '{}', '{}', '3'), ('y', 'allowed', '{}', '{}', '3')",
    steps: [['worker:nobody', 'SELECT audit.seal(1)', '1'], ['worker:nobody', 'SELECT audit.seal(1)', '1'], ['behind', 'SELECT count(*), count(DISTINCT seq), count(DISTINCT entry_id), max(seq) - min(seq) FROM audit.link', '2 2 2 1']] },
]; // prettier-ignore

export const emergencyProbes: readonly Probe[] = [
  ...opening,
  ...ending,
  ...reviewing,
  ...reminding,
  ...discovering,
  ...asking,
  ...counting,
  ...answering,
  ...months,
  ...sealing,
];
