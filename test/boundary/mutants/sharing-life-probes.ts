import { calls } from './disclose-probes.js';
import { disclosureOf, emergencyOf } from './mutant-world.js';
import { falseGrant } from './owner-probes.js';
import type { Probe, Step } from './probe.js';

const HELD = disclosureOf('dis.h', 904, { record: 'held' });
const left = (gives: string): Step => [
  'behind',
  "SELECT reference, (SELECT count(*) FROM access.record_visibility v WHERE v.disclosure_id = d.id), (SELECT count(*) FROM access.item_visibility v WHERE v.disclosure_id = d.id), coalesce(revoked_by::text, ''), revocation_reason FROM access.disclosure d ORDER BY 1",
  gives,
];
const NOTICES: readonly [string, string] = [
  'behind',
  'SELECT record_id, owner_agency_id, recipient_agency_id, reference, what, sensitivity, compartment_id FROM access.notice ORDER BY recipient_agency_id',
];
const revoke = (what: string): string => `SELECT access.revoke(@${what}, 'enough')`;

const revoking = calls('access.revoke access.recall access.demand_sharer access.disclosure access.notice sharing.end_permissions', [
  ['a disclosure', 'a.supervisor', revoke('dis.b'), 'shared', undefined, [left('DT-dis.b 0 0 a.supervisor enough, DT-dis.d 1 1 - -'), [...NOTICES, 'shared 901 902 DT-dis.b recalled 2 -'], ['b.peer', 'SELECT count(*) FROM intelligence.report WHERE id = @shared', '0'], ['d.peer', 'SELECT count(*) FROM intelligence.report WHERE id = @shared', '1']]],
  ['by an analyst', 'a.peer', revoke('dis.b'), 'CL403 no-permission'], ['by an officer', 'a.officer', revoke('dis.b'), 'CL403 no-permission'], ['with too little clearance', 'a.low', revoke('dis.b'), 'CL404'], ['by who reads no record', 'a.auditor', revoke('dis.b'), 'CL404'], ['by its recipient', 'b.supervisor', revoke('dis.b'), 'CL404'], ['by another recipient', 'd.supervisor', revoke('dis.b'), 'CL404'],
  ['by a stranger', 'c.lead', revoke('dis.b'), 'CL404'], ['with nobody signed in', 'nobody', revoke('dis.b'), 'CL404'], ['of what is not there', 'a.supervisor', revoke('absent'), 'CL404'],
  ['a second time', 'a.supervisor', revoke('dis.b'), 'CL409 This disclosure was already revoked', 'UPDATE access.disclosure SET revoked_at = now(), revoked_by = @a.lead WHERE id = @dis.b'],
  ['of an operation’s record', 'a.chief', revoke('dis.h'), 'held', HELD, [[...NOTICES, 'held 901 904 DT-dis.h recalled 2 71']]], ['of an operation’s record from outside', 'a.supervisor', revoke('dis.h'), 'CL404', HELD],
  ['of a record opened in an emergency', 'a.supervisor', revoke('dis.h'), 'CL404', `${HELD}; ${emergencyOf('use', 'a.supervisor', 'held')}`],
  ['by who seems to own it', 'b.supervisor', revoke('dis.d'), 'CL404', falseGrant('shared', 902, 901)],
  ['by an owner whose grant is another’s', 'a.supervisor', revoke('dis.d'), 'CL404', 'UPDATE access.record_visibility SET agency_id = 903 WHERE record_id = @shared AND disclosure_id IS NULL'],
  ['by who owns another record', 'c.supervisor', revoke('dis.d'), 'CL404', 'UPDATE access.disclosure SET owner_agency_id = 903 WHERE id = @dis.d'],
]); // prettier-ignore

const withdraw = (record: string): string => `SELECT w FROM access.withdraw(@${record}, 'wrong') w ORDER BY 1`;
const GONE = 'DT-dis.b 0 0 a.lead before, DT-dis.d 0 0 a.supervisor wrong, DT-dis.t 1 1 - -';
const BEFORE = `UPDATE access.disclosure SET revoked_at = now(), revoked_by = @a.lead, revocation_reason = 'before' WHERE id = @dis.b; ${disclosureOf('dis.t', 901, { record: 'theirs', from: 902 })}`;
const withdrawing = calls('access.withdraw access.owns access.disclosure access.notice', [
  ['a record', 'a.supervisor', withdraw('shared'), '902, 904', BEFORE, [left(GONE),
    ['behind', 'SELECT record_id, withdrawn_at = now() FROM access.record_visibility WHERE withdrawn_at IS NOT NULL', 'shared true'],
    ['behind', 'SELECT count(*) FROM access.item_visibility WHERE disclosure_id IS NULL', '14'], [...NOTICES, 'shared 901 902 DT-dis.b withdrawn 2 -, shared 901 904 DT-dis.d withdrawn 2 -']]],
  ['by a lead', 'a.lead', withdraw('shared'), '902, 904'], ['of what nobody has', 'a.lead', withdraw('plain'), ''], ['by an analyst', 'a.peer', withdraw('shared'), 'CL403 no-permission'], ['by an officer', 'a.officer', withdraw('shared'), 'CL403 no-permission'],
  ['with too little clearance', 'a.low', withdraw('shared'), 'CL404'], ['by its recipient', 'b.lead', withdraw('shared'), 'CL404'], ['with nobody signed in', 'nobody', withdraw('shared'), 'CL404'],
  ['of an operation’s record', 'a.lead', withdraw('held'), '904', HELD, [[...NOTICES, 'held 901 904 DT-dis.h withdrawn 2 71']]], ['of an operation’s record from outside', 'a.supervisor', withdraw('held'), 'CL404', HELD],
  ['of a record opened in an emergency', 'a.supervisor', withdraw('held'), 'CL404', emergencyOf('use', 'a.supervisor', 'held')],
  ['of a secret record whose grants say less', 'a.chief', withdraw('secret'), '904', `${disclosureOf('dis.s', 904, { record: 'secret' })}; UPDATE access.record_visibility SET sensitivity = 1 WHERE disclosure_id = @dis.s; UPDATE access.record_visibility SET sensitivity = 3 WHERE record_id = @secret AND disclosure_id IS NULL`, [[...NOTICES, 'secret 901 904 DT-dis.s withdrawn 3 -']]],
]); // prettier-ignore

const extend = (what: string, until = "now() + interval '2 years'"): string =>
  `SELECT record_id, recipient FROM access.extend(@${what}, ${until}, 'more')`;
const dates: Step = [
  'behind',
  "SELECT d.reference, d.expires_at = now() + interval '2 years', (SELECT count(*) FROM access.record_visibility v WHERE v.disclosure_id = d.id AND v.valid_until = now() + interval '2 years'), (SELECT count(*) FROM access.item_visibility v WHERE v.disclosure_id = d.id AND v.valid_until = now() + interval '2 years') FROM access.disclosure d ORDER BY 1",
  'DT-dis.b true 1 1, DT-dis.d false 0 0, DT-dis.e false 0 0',
];
const TWICE = disclosureOf('dis.e', 902, { record: 'plain' });
/** Grants of another record that wrongly carry a disclosure's id. */
const STRAY = `${disclosureOf('dis.w', 903, { record: 'plain' })}; UPDATE access.record_visibility SET disclosure_id = @dis.b WHERE disclosure_id = @dis.w; UPDATE access.item_visibility SET disclosure_id = @dis.b WHERE disclosure_id = @dis.w`;
const ends = (until: string): string =>
  ['record_visibility', 'item_visibility']
    .map((table) => `UPDATE access.${table} SET valid_until = ${until} WHERE disclosure_id = @dis.b`)
    .join('; ') + `; UPDATE access.disclosure SET expires_at = ${until} WHERE id = @dis.b`;
const extending = calls('access.extend access.disclosure access.disclosure_extension', [
  ['a disclosure', 'a.supervisor', extend('dis.b'), 'shared 902', TWICE, [dates, ['a.peer', "SELECT disclosure_id, extended_by, reason, expires_at = now() + interval '2 years' FROM access.disclosure_extension", 'dis.b a.supervisor more true']]],
  ['that is said of another record too', 'a.supervisor', extend('dis.b'), 'shared 902', STRAY, [['behind', "SELECT (SELECT count(*) FROM access.record_visibility WHERE valid_until = now() + interval '2 years'), (SELECT count(*) FROM access.item_visibility WHERE valid_until = now() + interval '2 years')", '1 1']]],
  ['by a lead', 'a.lead', extend('dis.b'), 'shared 902'], ['by an analyst', 'a.peer', extend('dis.b'), 'CL403 not-decider'], ['with too little clearance', 'a.low', extend('dis.b'), 'CL404'],
  ['by its recipient', 'b.lead', extend('dis.b'), 'CL404'], ['with nobody signed in', 'nobody', extend('dis.b'), 'CL404'], ['of what is not there', 'a.lead', extend('absent'), 'CL404'],
  ['that names another owner', 'a.lead', extend('dis.b'), 'CL404', 'UPDATE access.disclosure SET owner_agency_id = 903'],
  ['of an operation’s record from outside', 'a.supervisor', extend('dis.h'), 'CL404', HELD], ['of an operation’s record', 'a.lead', extend('dis.h'), 'held 904', HELD],
  ['of a revoked one', 'a.lead', extend('dis.b'), 'CL409 This disclosure was revoked', 'UPDATE access.disclosure SET revoked_at = now(), revoked_by = @a.lead'],
  ['of one that ends now', 'a.lead', extend('dis.b'), 'CL409 This disclosure has ended', ends('now()')], ['of one that ends soon', 'a.lead', extend('dis.b'), 'shared 902', ends("now() + interval '1 second'")],
  ['under a suspended agreement', 'a.lead', extend('dis.b'), 'CL409 The agreement', "UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901"],
  ['without an end', 'a.lead', extend('dis.b', 'NULL'), 'CL422 expires: Give a date in'], ['until now', 'a.lead', extend('dis.b', 'now()'), 'CL422 expires: Give a date in the future'],
  ['until its end', 'a.lead', extend('dis.b', "now() + interval '1 hour'"), 'CL422 expires: Give a date after', ends("now() + interval '1 hour'")], ['by a second', 'a.lead', extend('dis.b', "now() + interval '3601 seconds'"), 'shared 902', ends("now() + interval '1 hour'")],
  ['for five years', 'a.lead', extend('dis.b', "now() + interval '5 years'"), 'shared 902'], ['for longer', 'a.lead', extend('dis.b', "now() + interval '5 years 1 second'"), 'CL422 expires: Give a date in'],
]); // prettier-ignore

const owns = (record: string): string => `SELECT access.owns(@${record})`;
const owning = calls('access.owns access.my_live_grants', [
  ['a record', 'a.peer', owns('plain'), 'true'], ['a shared one', 'b.peer', owns('shared'), 'false'], ['one shared with others', 'a.peer', owns('shared'), 'true'], ['with nobody signed in', 'nobody', owns('plain'), 'false'],
  ['with too little clearance', 'a.low', owns('plain'), 'false'], ['a draft', 'a.analyst', owns('draft'), 'true'], ['another’s draft', 'a.peer', owns('draft'), 'false'], ['in an operation', 'a.member', owns('held'), 'true'],
  ['opened in an emergency', 'a.supervisor', owns('held'), 'false', emergencyOf('use', 'a.supervisor', 'held')], ['that only seems one’s own', 'b.peer', owns('plain'), 'false', falseGrant('plain', 902, 901)],
]); // prettier-ignore

const mine = (record: string): string =>
  `SELECT owner_id, sensitivity, compartment_id, private_to, agreement_id, disclosure_id, agreement_in_force FROM access.my_grants(@${record}) ORDER BY disclosure_id IS NOT NULL`;
const grantsOf = (record: string): string =>
  `SELECT agency_id, agency, owner_id, private_to, disclosure_id, agreement_in_force, items FROM access.grants_of(@${record}) ORDER BY agency_id, disclosure_id IS NOT NULL`;
const SUSPENDED = "UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901";
const SHARED =
  '901 T901 901 - - true [shared.0 shared.1], 902 T902 901 - dis.b true [shared.0], 904 T904 901 - dis.d true [shared.0]';
const byName = (text: string): string =>
  text.replace(
    'items FROM',
    '(SELECT array_agg(i.id ORDER BY i.sanitised) FROM intelligence.report_item i WHERE i.id = ANY (items)) FROM',
  );
const reading = [
  ...calls('access.my_grants', [
    ['of an own record', 'a.peer', mine('shared'), '901 2 - - - - true'], ['of a shared one', 'b.low', mine('shared'), '901 2 - - 901 dis.b true'], ['of a stranger', 'c.peer', mine('shared'), ''], ['of who reads no record', 'a.auditor', mine('shared'), ''], ['of who reads no record, of a shared one', 'b.none', mine('shared'), ''], ['with nobody signed in', 'nobody', mine('shared'), ''],
    ['under a suspended agreement', 'b.peer', mine('shared'), '901 2 - - 901 dis.b false', SUSPENDED], ['without an agreement', 'b.peer', mine('shared'), '901 2 - - - dis.b true', 'UPDATE access.record_visibility SET agreement_id = NULL'],
  ]),
  ...calls('access.grants_of', [
    ['of an own record', 'a.peer', byName(grantsOf('shared')), SHARED], ['of a record that one receives', 'b.peer', grantsOf('shared'), ''], ['with too little clearance', 'a.low', grantsOf('shared'), ''], ['with nobody signed in', 'nobody', grantsOf('shared'), ''],
    ['under a suspended agreement', 'a.peer', byName(grantsOf('shared')), SHARED.replaceAll(/(dis\.\w) true/g, '$1 false'), SUSPENDED],
    ['without an agreement', 'a.peer', byName(grantsOf('shared')), SHARED, 'UPDATE access.record_visibility SET agreement_id = NULL'],
    ['with an item of one agency under the disclosure of another', 'a.peer', byName(grantsOf('shared')), SHARED, `${disclosureOf('dis.e', 903, { items: ['shared.1'] })}; UPDATE access.item_visibility SET disclosure_id = @dis.b WHERE disclosure_id = @dis.e; DELETE FROM access.record_visibility WHERE disclosure_id = @dis.e`],
    ['of two disclosures to one agency', 'a.peer', byName(grantsOf('shared')), `${SHARED.replace('dis.b true [shared.0]', 'dis.b true [shared.0], 902 T902 901 - dis.e true [shared.1]')}`, `${disclosureOf('dis.e', 902, { items: ['shared.1'] })}`],
  ].map((call) => (call[0] === 'of two disclosures to one agency' ? [call[0], call[1], call[2]!.replace('disclosure_id IS NOT NULL', 'disclosure_id IS NOT NULL, disclosure_id = @dis.e'), call[3], call[4]] : call) as never)),
]; // prettier-ignore

const label = (change: string, record = 'shared'): string =>
  `UPDATE intelligence.report SET ${change} WHERE id = @${record}`;
const labelled = (record: string, gives: string): Step => [
  'behind',
  `SELECT agency_id, sensitivity, compartment_id, private_to, status, handling, (SELECT string_agg(DISTINCT concat_ws('/', i.sensitivity, i.compartment_id, i.status), ' ') FROM access.item_visibility i WHERE i.record_id = v.record_id AND i.agency_id = v.agency_id) FROM access.record_visibility v WHERE record_id = @${record} ORDER BY 1`,
  gives,
];
const DRAFT = `WITH original AS (INSERT INTO intelligence.report_original VALUES (@new, 'x', 'x', '{}', @a.analyst, NULL, now()))
  INSERT INTO intelligence.report (id, reference, created_at, sensitivity, handling, discovery, retention_group, review_on, version, marking, safeguarding, threat_to_life, owner_agency_id, status, private_to)
  VALUES (@new, 'IR-new', now(), 1, 'C', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', '{}', false, 901, 1, @a.analyst)`;
const OTHERS: Step = [
  'behind',
  'SELECT (SELECT count(*) FROM access.record_visibility WHERE record_id <> @shared AND sensitivity = 2 AND status <> 4), (SELECT count(*) FROM access.item_visibility WHERE record_id <> @shared AND sensitivity = 2 AND status <> 4)',
  '5 10',
];
const labels = calls('access.track_record access.keep_labels access.hold_restriction access.restrict_notices', [
  ['a new draft', 'a.analyst', DRAFT, '', undefined, [['a.analyst', 'SELECT agency_id, owner_id, sensitivity, private_to, status, handling, disclosure_id FROM access.record_visibility WHERE record_id = @new', '901 901 1 a.analyst 1 C -'], ['a.peer', 'SELECT count(*) FROM access.record_visibility WHERE record_id = @new', '0']]],
  ['a higher sensitivity by who is cleared', 'a.chief', label('sensitivity = 3'), '', "INSERT INTO access.notice (record_id, owner_agency_id, recipient_agency_id, reference, what, sensitivity) VALUES (@shared, 901, 903, 'N', 'recalled', 2), (@plain, 901, 903, 'M', 'recalled', 2); INSERT INTO access.restriction (record_id, owner_agency_id, sensitivity, reason, decided_by) VALUES (@shared, 901, 3, 'x', @a.lead)", [
    labelled('shared', '901 3 - - 5 C 3/5, 902 3 - - 5 C 3/5, 904 3 - - 5 C 3/5'), OTHERS, ['behind', 'SELECT reference, sensitivity FROM access.notice ORDER BY 1', 'M 2, N 3'],
    ['behind', 'SELECT by_user, owner_agency_id, sensitivity, to_sensitivity FROM access.label_change WHERE at = now()', 'a.chief 901 2 3']]],
  ['another status and handling', 'behind', label("status = 4, handling = 'P'"), '', "UPDATE access.record_visibility SET handling = 'C' WHERE disclosure_id IS NOT NULL", [labelled('shared', '901 2 - - 4 P 2/4, 902 2 - - 4 C 2/4, 904 2 - - 4 C 2/4'), OTHERS]],
  ['nothing that is a label', 'a.peer', label('version = version + 1'), '', 'UPDATE access.record_visibility SET handling = \'P\' WHERE record_id = @shared', [labelled('shared', '901 2 - - 5 P 2/5, 902 2 - - 5 P 2/5, 904 2 - - 5 P 2/5')]],
  ['a lower sensitivity under a restriction', 'a.peer', label('sensitivity = 1'), '', "INSERT INTO access.restriction (record_id, owner_agency_id, sensitivity, reason, decided_by) VALUES (@shared, 901, 2, 'x', @a.lead), (@plain, 901, 3, 'x', @a.lead)", [labelled('shared', '901 2 - - 5 C 2/5, 902 2 - - 5 C 2/5, 904 2 - - 5 C 2/5')]],
  ['a lower sensitivity after a restriction', 'behind', label('sensitivity = 1'), '', "INSERT INTO access.restriction (record_id, owner_agency_id, sensitivity, reason, decided_by, lifted_at, lift_asked_by, lift_asked_at, lift_reason, lifted_by) VALUES (@shared, 901, 2, 'x', @a.lead, now(), @a.lead, now(), 'x', @a.second)", [labelled('shared', '901 1 - - 5 C 1/5, 902 1 - - 5 C 1/5, 904 1 - - 5 C 1/5')]],
  ['an operation that restricts nothing', 'a.member', label('compartment_id = 71'), 'CL403 no-restriction'],
  ['no operation while it is restricted', 'a.member', label('compartment_id = NULL', 'held'), 'CL403 no-restriction', "INSERT INTO access.restriction (record_id, owner_agency_id, compartment_id, reason, decided_by) VALUES (@held, 901, 71, 'x', @a.lead)"],
  ['no operation when none restricts', 'a.member', label('compartment_id = NULL', 'held'), '', undefined, [labelled('held', '901 2 - - 5 C 2/5')]],
  ['the operation that restricts it', 'a.member', label('compartment_id = 71'), '', "INSERT INTO access.restriction (record_id, owner_agency_id, compartment_id, reason, decided_by) VALUES (@shared, 901, 71, 'x', @a.lead)", [labelled('shared', '901 2 71 - 5 C 2/71/5, 902 2 71 - 5 C 2/71/5, 904 2 71 - 5 C 2/71/5')]],
  ['a lower sensitivity in an operation that restricts nothing', 'a.member', label('sensitivity = 1', 'held'), '', "INSERT INTO access.restriction (record_id, owner_agency_id, sensitivity, reason, decided_by, lifted_at, lift_asked_by, lift_asked_at, lift_reason, lifted_by) VALUES (@held, 901, 2, 'x', @a.lead, now(), @a.lead, now(), 'x', @a.member); UPDATE access.restriction SET sensitivity_before = 1", [labelled('held', '901 1 71 - 5 C 1/71/5')]],
  ['another operation from behind', 'behind', label('compartment_id = 72', 'held'), '', undefined, [labelled('held', '901 2 72 - 5 C 2/72/5')]],
]); // prettier-ignore

const confidence = calls('access.confidence', [
  ['by grading', 'a.peer', "SELECT access.confidence(1::smallint, 'A'), access.confidence(1::smallint, 'C'), access.confidence(2::smallint, 'A'), access.confidence(2::smallint, 'D'), access.confidence(3::smallint, 'A'), access.confidence(NULL, 'A'), access.confidence(1::smallint, NULL)", '3 2 2 1 1 0 0'],
  ['from today on', 'a.peer', "SELECT access.confidence(1::smallint, 'A'), access.confidence(1::smallint, 'B')", '2 3', "INSERT INTO access.confidence_matrix VALUES (1, 'A', 2, current_date), (1, 'B', 2, current_date + 1)"],
]); // prettier-ignore

export const sharingLifeProbes: readonly Probe[] = [
  ...revoking,
  ...withdrawing,
  ...extending,
  ...owning,
  ...reading,
  ...labels,
  ...confidence,
];
