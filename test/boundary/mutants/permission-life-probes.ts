import { calls, refusing } from './disclose-probes.js';
import { everyRole } from './emergency-probes.js';
import { disclosureOf, emergencyOf } from './mutant-world.js';
import { falseGrant } from './owner-probes.js';
import { MIXED, request, step, steps, TWO } from './permission-world.js';
import { asked } from './policy-probes.js';
import type { Probe, Step } from './probe.js';

const handle = (who: string, agrees = 'true', what = 'req', statement = "'fine'") =>
  [who, `SELECT sharing.handle_permission(@${what}, ${agrees}, ${statement})`] as const;
const consents = (gives: string): Step => [
  'behind',
  'SELECT item_id, record_id, owner_agency_id, recipient_agency_id, statement, given_by FROM access.originator_consent',
  gives,
];
const part = (who: string, what = 'req') => [who, `SELECT sharing.handler_part(@${what})`] as const;
const handling = [
  ...calls('sharing.handle_permission sharing.handler_part access.originator_consent', [
    ['yes', ...handle('a.handler'), '-', MIXED, [consents('shared.1 shared 901 904 fine a.handler'), steps('req 901 consent a.handler')]], ['no', ...handle('a.handler', 'false'), '-', MIXED, [consents(''), steps('req 901 object a.handler')]], ['yes, to copy', ...handle('a.handler', 'true', 'req.2'), '-', MIXED, [consents(''), steps('req.2 901 consent a.handler')]],
    ['by a lead', ...handle('a.lead'), 'CL403 no-permission', MIXED], ['with too little clearance', ...handle('a.low'), 'CL404', MIXED], ['by who asked', ...handle('b.handler'), 'CL404', MIXED], ['with nobody signed in', ...handle('nobody'), 'CL404', MIXED], ['of what is not there', ...handle('a.handler', 'true', 'absent'), 'CL404', MIXED],
    ['that names another owner', ...handle('a.handler'), 'CL404', `${MIXED}; UPDATE sharing.permission_request SET owner_agency_id = 903`], ['that names oneself as owner', ...handle('c.handler'), 'CL404', `${MIXED}; UPDATE sharing.permission_request SET owner_agency_id = 903`],
    ['by who asked elsewhere', ...handle('a.handler'), 'CL403 asker-answers', `${disclosureOf('dis.e', 902, { items: ['shared.1'] })}; ${request({ items: ['shared.1'], by: 'a.handler' })}`], ['by who asked something else', ...handle('a.handler'), '-', `${MIXED}; UPDATE sharing.permission_step SET by_user = @a.handler WHERE request_id = @req.2`], ['by who shared it on', ...handle('a.handler'), '-', `${MIXED}; ${step('share-on')}`],
    ...([['refused', 'answered'], ['withdrawn', 'withdrawn'], ['ended', 'ended']] as const).map(([state, said]) => [`that is ${state}`, ...handle('a.handler'), `CL409 This request was ${said} already`, request({ state, items: ['shared.1'] })] as const),
    ['of an item without a source', ...handle('a.handler'), 'CL409 This request needs no', request()], ['after consent', ...handle('a.handler'), 'CL409 A source handler has decided', `${MIXED}; ${step('consent', 'a.second')}`], ['after objection', ...handle('a.handler'), 'CL409 A source handler has decided', `${MIXED}; ${step('object', 'a.second')}`],
    ['without words', ...handle('a.handler', 'true', 'req', "' '"), 'CL422 statement', MIXED], ['with nothing for words', ...handle('a.handler', 'true', 'req', 'NULL'), 'CL422 statement', MIXED],
    ['of an item whose disclosures differ', ...handle('a.handler'), '-', `${MIXED}; UPDATE access.item_visibility SET restricted = true WHERE item_id = @shared.0 AND disclosure_id IS NOT NULL`, [consents('shared.1 shared 901 904 fine a.handler')]],
    ['beside a request for another item', ...handle('a.handler'), '-', `${MIXED}; ${request({ name: 'req.3', record: 'plain', items: ['plain.1'] })}`, [consents('shared.1 shared 901 904 fine a.handler')]],
    ['of an item held under another record', ...handle('a.handler'), '-', `${MIXED}; UPDATE access.item_visibility SET restricted = true, record_id = @plain WHERE item_id = @shared.0 AND disclosure_id IS NULL`, [consents('shared.1 shared 901 904 fine a.handler')]],
  ]),
  ...calls('sharing.handler_part', [
    ['of an item without a source', ...part('a.peer'), 'not-needed', request()], ['of one that waits', ...part('a.peer'), 'waiting', MIXED], ['of one consented', ...part('a.peer'), 'consented', `${MIXED}; ${step('consent')}`], ['of one objected', ...part('a.peer'), 'objected', `${MIXED}; ${step('object')}`], ['of another consented', ...part('a.peer', 'req.2'), 'waiting', `${MIXED}; ${step('consent')}`],
    ['to who asked', ...part('b.lead'), '-', MIXED], ['to a stranger', ...part('c.lead'), '-', MIXED], ['with too little clearance', ...part('a.low'), '-', MIXED], ['that names another owner', ...part('a.peer'), '-', `${MIXED}; UPDATE sharing.permission_request SET owner_agency_id = 903`], ['of what is not there', ...part('a.peer', 'absent'), '-', MIXED],
    ['of an item no longer restricted', ...part('a.peer'), 'not-needed', `${MIXED}; UPDATE access.item_visibility SET restricted = false WHERE item_id = @shared.1 AND disclosure_id IS NULL`], ['of an item that lost its source', ...part('a.peer'), 'not-needed', `${MIXED}; DELETE FROM intelligence.report_item_source WHERE item_id = @shared.1`],
    ['of one while another needs it', ...part('a.peer', 'req.2'), 'not-needed', `${request({ items: ['shared.1'] })}; ${request({ name: 'req.2', use: 'copy', to: 'NULL' })}`], ['of an item held under another record', ...part('a.peer'), 'not-needed', `${MIXED}; UPDATE access.item_visibility SET record_id = @plain WHERE item_id = @shared.1 AND disclosure_id IS NULL`],
    ['of an item that has a source and is free', ...part('a.peer'), 'not-needed', `${request()}; INSERT INTO intelligence.report_item_source VALUES (@shared.0, @shared, 901, 'x')`],
    ['of one that was only shared on', ...part('a.peer'), 'waiting', `${MIXED}; ${step('share-on')}`],
  ]),
]; // prettier-ignore

const withdraw = (who: string, what = 'req', why = "'over'") =>
  [who, `SELECT sharing.withdraw_permission(@${what}, ${why})`] as const;
const withdrawn = (gives: string): Step => [
  'behind',
  'SELECT id, state, ended_by_agency_id, end_reason FROM sharing.permission_request ORDER BY reference',
  gives,
];
const GRANTED = `${request({ state: 'granted' })}; ${request({ name: 'req.2', use: 'copy', to: 'NULL' })}`;
const withdrawing = calls('sharing.withdraw_permission access.owns access.my_live_grants', [
  ['by who asked', ...withdraw('b.analyst', 'req', 'NULL'), '-', TWO, [withdrawn('req withdrawn 902 -, req.2 asked - -'), steps('req 902 withdraw b.analyst')]], ['by the owner', ...withdraw('a.supervisor'), '-', GRANTED, [withdrawn('req withdrawn 901 over, req.2 asked - -'), steps('req 901 withdraw a.supervisor')]], ['by the owner’s lead', ...withdraw('a.lead'), '-', GRANTED],
  ['of a permission, by who asked', ...withdraw('b.analyst'), '-', GRANTED], ['by the owner’s analyst', ...withdraw('a.peer'), 'CL403 no-permission', GRANTED], ['by the owner’s coordinator', ...withdraw('a.coordinator'), 'CL403 no-permission', GRANTED], ['by the owner with too little clearance', ...withdraw('a.low'), 'CL404', GRANTED],
  ...['supervisor', 'lead', 'officer', 'coordinator', 'contact'].map((role) => [`by one ${role}`, ...withdraw(`b.${role}`), '-', TWO] as const), ...['handler', 'auditor', 'none'].map((role) => [`by one ${role}`, ...withdraw(`b.${role}`), refusing(role), TWO] as const),
  ['with too little clearance', ...withdraw('b.low'), 'CL404', TWO], ['by the third', ...withdraw('d.lead'), 'CL404', TWO], ['by a stranger', ...withdraw('c.lead'), 'CL404', TWO], ['with nobody signed in', ...withdraw('nobody'), 'CL404', TWO], ['of what is not there', ...withdraw('b.lead', 'absent'), 'CL404', TWO], ['unanswered, by the owner', ...withdraw('a.lead'), 'CL409 This request waits', TWO],
  ...['refused', 'withdrawn', 'ended'].flatMap((state) => [[`that is ${state}`, ...withdraw('b.lead'), 'CL409 This request is over', request({ state })] as const, [`that is ${state}, by the owner`, ...withdraw('a.lead'), 'CL409 This request is over', request({ state })] as const]),
  ['until now', ...withdraw('b.lead'), 'CL409 This request is over', request({ state: 'granted', until: 'now()' })], ['until soon', ...withdraw('b.lead'), '-', request({ state: 'granted', until: "now() + interval '1 second'" })], ['asked with an old end', ...withdraw('b.lead'), '-', TWO],
  ['by the owner without a reason', ...withdraw('a.lead', 'req', "' '"), 'CL422 reason', GRANTED], ['by the owner with nothing for a reason', ...withdraw('a.lead', 'req', 'NULL'), 'CL422 reason', GRANTED], ['when an item is not shared any more', ...withdraw('b.lead'), 'CL404', request({ items: ['shared.0', 'shared.1'] })], ['when the other request’s is not', ...withdraw('b.lead'), '-', `${request()}; ${request({ name: 'req.2', items: ['shared.0', 'shared.1'], use: 'copy', to: 'NULL' })}`],
  ['when the grant is another agency’s', ...withdraw('b.lead'), 'CL404', `${TWO}; UPDATE access.item_visibility SET agency_id = 903 WHERE disclosure_id = @dis.b`], ['when the grant says another record', ...withdraw('b.lead'), 'CL404', `${TWO}; UPDATE access.item_visibility SET record_id = @plain WHERE disclosure_id = @dis.b`], ['when the sharing is over', ...withdraw('b.lead'), 'CL404', `${TWO}; UPDATE access.record_visibility SET valid_until = now() WHERE disclosure_id = @dis.b`],
  ['when the item is under another grant', ...withdraw('b.lead'), 'CL404', `${TWO}; UPDATE access.item_visibility SET disclosure_id = @absent WHERE disclosure_id = @dis.b`], ['when only another item is shared', ...withdraw('b.lead'), 'CL404', `${TWO}; UPDATE access.item_visibility SET item_id = @shared.1 WHERE disclosure_id = @dis.b`],
  ['that names another owner', ...withdraw('a.lead'), 'CL404', `${GRANTED}; UPDATE sharing.permission_request SET owner_agency_id = 903`], ['that names oneself as owner', ...withdraw('c.lead'), 'CL404', `${GRANTED}; UPDATE sharing.permission_request SET owner_agency_id = 903`], ['that names another asker', ...withdraw('b.lead'), 'CL404', `${TWO}; UPDATE sharing.permission_request SET asker_agency_id = 903`],
  ['with nobody signed in, were every role given', ...withdraw('nobody'), 'CL404', `${TWO}; ${everyRole}`],
]); // prettier-ignore

const states = (gives: string): Step => [
  'behind',
  'SELECT id, state FROM sharing.permission_request ORDER BY reference',
  gives,
];
const revoked = (name: string, arrange: string, gives: string): Probe => ({
  name: `permissions after a revocation: ${name}`,
  about: 'sharing.end_permissions',
  arrange,
  steps: [
    ['behind', 'UPDATE access.disclosure SET revoked_at = now(), revoked_by = @a.lead WHERE id = @dis.b', ''],
    states(gives),
  ],
});
const again = (given: Parameters<typeof disclosureOf>[2] = {}): string => disclosureOf('dis.f', 902, given);
const ending = [
  revoked('asked', TWO, 'req ended, req.2 ended'), revoked('granted and refused', `${request({ state: 'granted' })}; ${request({ name: 'req.2', state: 'refused', use: 'copy', to: 'NULL' })}`, 'req ended, req.2 refused'), revoked('of another agency', `${request({ asker: 904, to: '902', by: 'd.lead' })}`, 'req asked'), revoked('of another record', request({ record: 'plain', items: ['plain.0'] }), 'req asked'),
  revoked('shared twice', `${request()}; ${again()}`, 'req asked'), revoked('of two items', `${request({ items: ['shared.0', 'shared.1'] })}; ${again()}`, 'req ended'), revoked('of two items shared elsewhere', `${request({ items: ['shared.0', 'shared.1'] })}; ${again({ items: ['shared.0', 'shared.1'] })}`, 'req asked'), revoked('whose other sharing is over', `${request()}; ${again({ until: 'now()' })}`, 'req ended'),
  revoked('whose other sharing is suspended', `${request()}; ${again({ agreement: '902' })}`, 'req ended'), revoked('with an emergency beside it', `${request()}; ${emergencyOf('use', 'b.lead', 'shared')}; UPDATE access.item_visibility SET agreement_id = 901 WHERE disclosure_id = @use`, 'req ended'), revoked('whose other sharing is of another item', `${request()}; ${again({ items: ['shared.1'] })}`, 'req ended'),
  revoked('whose other sharing is another agency’s', request(), 'req ended'), revoked('whose other sharing says another record', `${request()}; ${again()}; UPDATE access.item_visibility SET record_id = @plain WHERE disclosure_id = @dis.f`, 'req ended'), revoked('whose other grant is no disclosure', `${request()}; ${again()}; UPDATE access.item_visibility SET disclosure_id = NULL WHERE disclosure_id = @dis.f`, 'req ended'),
  revoked('of another agency whose own sharing is over', `${request({ asker: 904, to: '902', by: 'd.lead' })}; UPDATE access.item_visibility SET valid_until = now() WHERE disclosure_id = @dis.d`, 'req asked'),
  revoked('beside one that goes on', `${request()}; ${again({ items: ['shared.1'] })}; ${request({ name: 'req.2', items: ['shared.1'], use: 'copy', to: 'NULL' })}`, 'req ended, req.2 asked'),
]; // prettier-ignore

const disclose =
  "SELECT access.disclose(@shared, 904::smallint, ARRAY[@shared.0], 'why', 'basis', 901, '', now() + interval '1 day', NULL) IS NOT NULL";
const shared = (name: string, arrange: string, gives: string): Probe => ({
  name: `shared on after a permission: ${name}`,
  about: 'sharing.note_onward_share',
  arrange,
  steps: [
    ['a.supervisor', disclose, 'true'],
    [
      'behind',
      "SELECT id, shared_on_at = now(), (SELECT string_agg(action, ' ') FROM sharing.permission_step s WHERE s.request_id = r.id AND s.action <> 'ask' AND s.by_user = @a.supervisor AND s.agency_id = 901) FROM sharing.permission_request r ORDER BY reference",
      gives,
    ],
  ],
});
const onward: Probe[] = [
  shared('granted', `${request({ state: 'granted' })}; ${request({ name: 'req.2', use: 'copy', to: 'NULL', state: 'granted' })}`, 'req true share-on, req.2 - -'), shared('asked', request(), 'req - -'), shared('for another agency', request({ state: 'granted', to: '905' }), 'req - -'), shared('of two items', request({ state: 'granted', items: ['shared.0', 'shared.1'] }), 'req - -'),
  shared('of another item', request({ state: 'granted', items: ['shared.1'] }), 'req - -'), shared('until now', request({ state: 'granted', until: 'now()' }), 'req - -'), shared('until soon', request({ state: 'granted', until: "now() + interval '1 second'" }), 'req true share-on'), shared('shared on before', `${request({ state: 'granted' })}; UPDATE sharing.permission_request SET shared_on_at = now() - interval '1 day'`, 'req false -'),
  shared('of another record', `${request({ state: 'granted', record: 'plain', items: ['shared.0'] })}`, 'req - -'), shared('that names another owner', `${request({ state: 'granted' })}; UPDATE sharing.permission_request SET owner_agency_id = 903`, 'req - -'), shared('beside one of two items', `${request({ state: 'granted' })}; ${request({ name: 'req.2', state: 'granted', items: ['shared.0', 'shared.1'] })}`, 'req true share-on, req.2 - -'),
  shared('granted and ended since', `${request({ state: 'granted' })}; UPDATE sharing.permission_request SET state = 'ended', ended_at = now()`, 'req - -'),
  shared('with nothing in it, for another agency', `${request({ state: 'granted', asker: 904, to: '902', by: 'd.lead' })}; DELETE FROM sharing.permission_item`, 'req - -'),
  { name: 'two disclosures of one item each answer no request for both', about: 'sharing.note_onward_share', arrange: `${request({ state: 'granted', items: ['shared.0', 'shared.1'] })}; DELETE FROM access.disclosure_item`, steps: [['behind', 'INSERT INTO access.disclosure_item VALUES (@dis.d, @shared.0), (@dis.b, @shared.1)', ''], ['behind', 'SELECT shared_on_at FROM sharing.permission_request', '-']] },
  shared('granted and refused', `${request({ state: 'refused' })}`, 'req - -'),
]; // prettier-ignore

const times = (name: string, remind: string, due: string, more = ''): string =>
  `${request({ name })}; UPDATE sharing.permission_request SET asked_at = now() - interval '9 days', remind_at = ${remind}, due_at = ${due}${more} WHERE id = @${name}`;
const [past, soon] = ["now() - interval '1 day'", "now() + interval '1 day'"];
const LATE = [
  times('r.1', 'now()', soon),
  times('r.2', past, soon, ', reminded_at = now()'),
  times('r.3', past, 'now()'),
  times('r.4', past, 'now()', ", escalated_at = now() - interval '1 day', reminded_at = now() - interval '1 day'"),
  times('r.5', soon, "now() + interval '2 days'"),
  times('r.6', "now() - interval '2 days'", past, ", reminded_at = now() - interval '1 hour'"),
  times('r.7', past, 'now()', ", state = 'refused', reason = 'x', answered_at = now()"),
  times('r.8', past, "now() + interval '1 second'"),
  times('r.9', past, 'now()', ", escalated_at = now() - interval '1 day'"),
].join('; ');
const minding: Probe[] = [
  { name: 'permissions that wait', about: 'sharing.mind_permissions', arrange: LATE, steps: [['worker:nobody', 'SELECT sharing.mind_permissions(100)', '4'],
    ['behind', "SELECT id, reminded_at = now(), escalated_at = now() FROM sharing.permission_request ORDER BY reference", 'r.1 true -, r.2 true -, r.3 true true, r.4 false false, r.5 - -, r.6 false true, r.7 - -, r.8 true -, r.9 - false'],
    ['behind', "SELECT type, payload->>'requestId', agency_id, payload->>'recipientAgencyId' FROM platform.outbox WHERE type LIKE 'permission%' ORDER BY type, (SELECT reference FROM sharing.permission_request r WHERE r.id::text = payload->>'requestId')", 'permission.overdue.v1 r.3 901 902, permission.overdue.v1 r.6 901 902, permission.reminded.v1 r.1 901 902, permission.reminded.v1 r.8 901 902']] },
]; // prettier-ignore

const ROWS = `${MIXED}; ${request({ name: 'req.3', record: 'held', items: ['held.0'], use: 'copy', to: 'NULL' })}; ${emergencyOf('use', 'a.supervisor', 'held')}; ${falseGrant('shared', 904, 904)}; ${step('consent')}`;
const seen = (table: string, what: string, answers: Record<string, string>, arrange = ROWS): Probe[] =>
  asked(
    `rows of ${table}`,
    `sharing.${table} access.record_visibility access.item_visibility`,
    `SELECT ${what} FROM sharing.${table}`,
    answers,
    arrange,
  );
const rows = [
  ...seen('permission_request', "string_agg(reference, ' ' ORDER BY reference)", { 'a.peer': 'req req.2', 'a.member': 'req req.2 req.3', 'a.supervisor': 'req req.2', 'a.low': '-', 'b.peer': 'req req.2', 'b.low': '-', 'd.peer': '-', 'c.peer': '-', nobody: '-' }),
  ...seen('permission_request', "string_agg(reference, ' ' ORDER BY reference)", { 'a.peer': 'req req.2', 'b.peer': '-' }, `${ROWS}; DELETE FROM access.item_visibility WHERE disclosure_id = @dis.e`),
  ...seen('permission_request', "string_agg(reference, ' ' ORDER BY reference)", { 'b.peer': 'req.2' }, `${ROWS}; DELETE FROM access.item_visibility WHERE disclosure_id = @dis.b`),
  ...seen('permission_request', "string_agg(reference, ' ' ORDER BY reference)", { 'a.peer': '-', 'c.peer': '-', 'b.peer': '-' }, `${ROWS}; UPDATE sharing.permission_request SET owner_agency_id = 905, asker_agency_id = 903`),
  ...seen('permission_item', 'count(*)', { 'a.peer': '3', 'a.member': '4', 'a.supervisor': '3', 'a.low': '0', 'b.peer': '3', 'b.low': '0', 'd.peer': '0', 'c.peer': '0', nobody: '0' }),
  ...seen('permission_item', 'count(*)', { 'b.peer': '1' }, `${ROWS}; DELETE FROM access.item_visibility WHERE disclosure_id = @dis.e`),
  ...seen('permission_item', 'count(*)', { 'b.peer': '1' }, `${ROWS}; UPDATE access.item_visibility SET record_id = @plain WHERE disclosure_id = @dis.e`),
  ...seen('permission_item', 'count(*)', { 'a.peer': '0', 'c.peer': '0', 'b.peer': '0' }, `${ROWS}; UPDATE sharing.permission_item SET owner_agency_id = 904, asker_agency_id = 903`),
  ...seen('permission_step', 'count(*)', { 'a.peer': '1', 'b.peer': '2', 'd.peer': '0', 'a.low': '0', 'b.low': '0', nobody: '0' }),
  ...seen('permission_step', 'count(*)', { 'b.peer': '1' }, `${ROWS}; DELETE FROM access.item_visibility WHERE disclosure_id = @dis.b`),
]; // prettier-ignore

export const permissionLifeProbes: readonly Probe[] = [
  ...rows,
  ...handling,
  ...withdrawing,
  ...ending,
  ...onward,
  ...minding,
];
