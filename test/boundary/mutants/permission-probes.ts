import { calls } from './disclose-probes.js';
import { everyRole } from './emergency-probes.js';
import { disclosureOf, emergencyOf } from './mutant-world.js';
import { falseGrant } from './owner-probes.js';
import { asked } from './policy-probes.js';
import type { Probe, Step } from './probe.js';

const ask = (who: string, change: Record<string, string> = {}) => {
  const { record, items, use, third, needed } = {
    record: 'shared',
    items: 'ARRAY[@shared.0]',
    use: 'share',
    third: "'T904'",
    needed: 'NULL',
    ...change,
  };
  return [
    who,
    `SELECT sharing.ask_permission(@new, 'PR-1', @${record}, ${items}, '${use}', ${third}, 'because', 'detail', false, ${needed}, now() + interval '1 day', now() + interval '2 days')`,
  ] as const;
};
const STORED: Step[] = [
  ['behind', 'SELECT r.record_id, r.kind, r.owner_agency_id, r.asker_agency_id, r.use, r.to_agency_id, r.items, r.state, (SELECT string_agg(concat_ws(\'/\', i.owner_agency_id, i.asker_agency_id), \' \') FROM sharing.permission_item i WHERE i.request_id = r.id AND i.item_id = @shared.0), (SELECT string_agg(s.agency_id || s.action, \' \') FROM sharing.permission_step s WHERE s.request_id = r.id AND s.by_user = @b.analyst) FROM sharing.permission_request r WHERE r.id = @new', 'shared 1 901 902 share 904 1 asked 901/902 902ask'],
]; // prettier-ignore
interface Request {
  name?: string;
  record?: string;
  items?: string[];
  asker?: number;
  to?: string;
  use?: string;
  state?: string;
  by?: string;
  until?: string;
}
/** A request as it lies in the table, with its first step. */
const request = (given: Request = {}): string => {
  const {
    name = 'req',
    record = 'shared',
    items = ['shared.0'],
    asker = 902,
    to = '904',
    use = 'share',
    state = 'asked',
    by = 'b.analyst',
    until = "now() + interval '1 day'",
  } = given;
  return `INSERT INTO sharing.permission_request (id, reference, record_id, kind, owner_agency_id, asker_agency_id, use, to_agency_id, items, purpose, detail, urgent, remind_at, due_at, state, valid_until, answered_at, reason, ended_at, ended_by_agency_id)
      VALUES (@${name}, '${name}', @${record}, 1, 901, ${asker}, '${use}', ${to}, ${items.length}, 'x', 'x', false, now() + interval '1 day', now() + interval '2 days', '${state}', ${state === 'granted' ? until : 'NULL'}, ${['granted', 'refused'].includes(state) ? 'now()' : 'NULL'},
        ${state === 'refused' ? "'x'" : 'NULL'}, ${['withdrawn', 'ended'].includes(state) ? 'now()' : 'NULL'}, ${state === 'withdrawn' ? '902' : 'NULL'});
    INSERT INTO sharing.permission_item SELECT @${name}, i, @${record}, 901, ${asker} FROM unnest(ARRAY[${items.map((item) => `@${item}`).join(', ')}]) i;
    INSERT INTO sharing.permission_step (request_id, agency_id, action, by_user) VALUES (@${name}, ${asker}, 'ask', @${by})`;
};
const CONDITIONAL = disclosureOf('dis.c', 902, { record: 'plain', conditions: 'Ask first' });
const OF_PLAIN = { record: 'plain', items: 'ARRAY[@plain.0]' };
const accepted = (who: string, what = 'dis.c'): string =>
  `INSERT INTO access.acknowledgement VALUES (@${what}, @${who})`;
const asking = calls('sharing.ask_permission sharing.permission_request sharing.permission_item sharing.permission_step access.my_live_grants', [
  ['to share', ...ask('b.analyst'), '-', undefined, STORED], ['the same item twice', ...ask('b.analyst', { items: 'ARRAY[@shared.0, @shared.0]' }), '-', undefined, STORED],
  ...['supervisor', 'lead', 'officer', 'coordinator', 'contact'].map((role) => [`by one ${role}`, ...ask(`b.${role}`), '-'] as const), ...['handler', 'auditor', 'administrator', 'none'].map((role) => [`by one ${role}`, ...ask(`b.${role}`), 'CL403 no-permission'] as const),
  ['with too little clearance', ...ask('b.low'), 'CL404'], ['by a stranger', ...ask('c.lead'), 'CL404'], ['with nobody signed in', ...ask('nobody'), 'CL404'], ['of what is not there', ...ask('b.analyst', { record: 'absent' }), 'CL404'], ['of oneself', ...ask('a.analyst'), 'CL409 Your own agency'],
  ['after an emergency', ...ask('c.lead'), 'CL409 This record is open to you in an emergency', emergencyOf('use', 'c.lead', 'shared')], ['after an emergency of what one has', ...ask('b.lead'), '-', emergencyOf('use', 'b.lead', 'shared')],
  ['of an item held by an emergency only', ...ask('b.lead', { items: 'ARRAY[@shared.1]' }), 'CL422 items', emergencyOf('use', 'b.lead', 'shared')],
  ['of no items', ...ask('b.analyst', { items: "'{}'" }), 'CL422 items'], ['of nothing for items', ...ask('b.analyst', { items: 'NULL' }), 'CL422 items'], ['of an item that was not shared', ...ask('b.analyst', { items: 'ARRAY[@shared.0, @shared.1]' }), 'CL422 items'], ['of an item shared with others', ...ask('b.analyst', { items: 'ARRAY[@shared.1]' }), 'CL422 items', disclosureOf('dis.e', 904, { items: ['shared.1'] })],
  ['of an item of another record', ...ask('b.analyst', { items: 'ARRAY[@plain.0]' }), 'CL422 items', disclosureOf('dis.e', 902, { record: 'plain' })], ['of an item whose sharing is over', ...ask('b.analyst', { items: 'ARRAY[@shared.1]' }), 'CL422 items', disclosureOf('dis.e', 902, { items: ['shared.1'], until: 'now()' })],
  ['of an item that another agency’s grant lists', ...ask('b.analyst', { items: 'ARRAY[@shared.1]' }), 'CL422 items', `${disclosureOf('dis.e', 904, { items: ['shared.1'] })}; UPDATE access.item_visibility SET disclosure_id = @dis.b WHERE disclosure_id = @dis.e`],
  ['of an item that the grant lists under another record', ...ask('b.analyst', { items: 'ARRAY[@plain.0]' }), 'CL422 items', `${disclosureOf('dis.e', 902, { record: 'plain' })}; UPDATE access.item_visibility SET disclosure_id = @dis.b WHERE disclosure_id = @dis.e`],
  ['with conditions not accepted', ...ask('b.analyst', OF_PLAIN), 'CL422 items', CONDITIONAL], ['with conditions accepted', ...ask('b.analyst', OF_PLAIN), '-', `${CONDITIONAL}; ${accepted('b.analyst')}`], ['with conditions accepted by a colleague', ...ask('b.analyst', OF_PLAIN), 'CL422 items', `${CONDITIONAL}; ${accepted('b.peer')}`], ['with other conditions accepted', ...ask('b.analyst', OF_PLAIN), 'CL422 items', `${CONDITIONAL}; ${accepted('b.analyst', 'dis.b')}`],
  ['to share with nobody', ...ask('b.analyst', { third: 'NULL' }), 'CL422 to: Choose the agency'], ['to copy for somebody', ...ask('b.analyst', { use: 'copy' }), 'CL422 to: Only onward'], ['to copy', ...ask('b.analyst', { use: 'copy', third: 'NULL' }), '-'], ['for who is not there', ...ask('b.analyst', { third: "'NONE'" }), 'CL422 to: Choose another agency that'],
  ['for who ended', ...ask('b.analyst'), 'CL422 to: Choose another agency that', 'UPDATE identity.agency SET ends_on = current_date - 1 WHERE id = 904'], ['for who ends', ...ask('b.analyst'), '-', 'UPDATE identity.agency SET ends_on = current_date, starts_on = current_date WHERE id = 904'], ['for who starts tomorrow', ...ask('b.analyst'), 'CL422 to: Choose another agency that', 'UPDATE identity.agency SET starts_on = current_date + 1 WHERE id = 904'],
  ['for oneself', ...ask('b.analyst', { third: "'T902'" }), 'CL422 to: Your own'], ['for its owner', ...ask('b.analyst', { third: "'T901'" }), 'CL422 to: This agency owns'], ['for who shares nothing with the owner', ...ask('b.analyst', { third: "'T903'" }), 'CL422 to: The owner has no'], ['for a party of others', ...ask('b.analyst', { third: "'T903'" }), 'CL422 to: The owner has no', "UPDATE sharing.agreement SET status = 'active' WHERE id = 902; INSERT INTO sharing.agreement_party VALUES (902, 903), (902, 902)"],
  ['for a party of a suspended agreement', ...ask('b.analyst', { third: "'T903'" }), 'CL422 to: The owner has no', 'INSERT INTO sharing.agreement_party VALUES (902, 903), (902, 901)'],
  ['needed now', ...ask('b.analyst', { needed: 'now()' }), 'CL422 neededBy'], ['needed soon', ...ask('b.analyst', { needed: "now() + interval '1 second'" }), '-'],
  ['twice', ...ask('b.analyst'), 'CL409 Your agency has asked this', request()], ['as another agency did', ...ask('b.analyst', { third: 'NULL', use: 'copy' }), '-', request({ asker: 904, to: 'NULL', use: 'copy', by: 'd.analyst' })], ['after an answer', ...ask('b.analyst'), '-', request({ state: 'refused' })], ['for another use', ...ask('b.analyst', { use: 'copy', third: 'NULL' }), '-', request({ use: 'act', to: 'NULL' })],
  ['for another agency', ...ask('b.analyst'), '-', `${request({ to: '905' })}`], ['of other items', ...ask('b.analyst'), '-', request({ items: ['shared.0', 'shared.1'] })], ['while another request lies there', ...ask('b.analyst'), 'CL409 Your agency has asked this', `${request()}; ${request({ name: 'req.2', items: ['shared.1'], use: 'copy', to: 'NULL' })}`], ['of another record', ...ask('b.analyst'), '-', `${request({ record: 'plain' })}`],
  ['for the same use without a third, twice', ...ask('b.analyst', { use: 'copy', third: 'NULL' }), 'CL409 Your agency has asked this', request({ use: 'copy', to: 'NULL' })],
]); // prettier-ignore

const answer = (who: string, change: Record<string, string> = {}) => {
  const { what, decision, until, why } = {
    what: 'req',
    decision: "'granted'",
    until: "now() + interval '1 day'",
    why: 'NULL',
    ...change,
  };
  return [who, `SELECT sharing.answer_permission(@${what}, ${decision}, 'Once', ${until}, ${why})`] as const;
};
const step = (action: string, by = 'a.handler', of = 'req'): string =>
  `INSERT INTO sharing.permission_step (request_id, agency_id, action, by_user, note) VALUES (@${of}, 901, '${action}', @${by}, 'x')`;
const now = (gives: string): Step => [
  'behind',
  "SELECT id, state, conditions, valid_until - now() = interval '1 day', reason, answered_at = now(), shared_on_at = now() FROM sharing.permission_request ORDER BY reference",
  gives,
];
const steps = (gives: string): Step => [
  'behind',
  "SELECT request_id, agency_id, action, by_user FROM sharing.permission_step WHERE action <> 'ask'",
  gives,
];
const TWO = `${request()}; ${request({ name: 'req.2', use: 'copy', to: 'NULL' })}`;
const ends = (until: string): string =>
  `UPDATE access.item_visibility SET valid_until = ${until} WHERE disclosure_id = @dis.b`;
/** A request for the second item, which is under A1 and has a source. */
const SOURCED = `${disclosureOf('dis.e', 902, { items: ['shared.1'] })}; ${request({ items: ['shared.1'] })}; ${request({ name: 'req.2', use: 'copy', to: 'NULL' })}`;
const REFUSED = { decision: "'refused'", why: "'no'" };
const held = (given: string, gives: string) =>
  [
    'noting what the third holds',
    ...answer('a.supervisor'),
    '-',
    `${TWO}; DELETE FROM access.record_visibility WHERE disclosure_id = @dis.d; DELETE FROM access.item_visibility WHERE disclosure_id = @dis.d; ${given}`,
    [now(`req granted Once true - true ${gives}, req.2 asked - - - - -`)],
  ] as const;
const answering = calls('sharing.answer_permission sharing.handler_part access.owns', [
  ['yes', ...answer('a.supervisor'), '-', TWO, [now('req granted Once true - true true, req.2 asked - - - - -'), steps('req 901 grant a.supervisor')]], ['no', ...answer('a.lead', REFUSED), '-', TWO, [now('req refused - - no true -, req.2 asked - - - - -'), steps('req 901 refuse a.lead')]],
  ['to copy', ...answer('a.supervisor', { what: 'req.2' }), '-', TWO, [now('req asked - - - - -, req.2 granted Once true - true -')]],
  held('SELECT 1', '-'), held(disclosureOf('dis.f', 904), 'true'), held(disclosureOf('dis.f', 904, { until: 'now()' }), '-'), held(disclosureOf('dis.f', 904, { items: ['shared.1'] }), '-'), held(`${disclosureOf('dis.f', 904, { agreement: '902' })}`, '-'), held(emergencyOf('use', 'd.lead', 'shared'), '-'),
  held(`${disclosureOf('dis.f', 904)}; UPDATE access.item_visibility SET private_to = @d.lead WHERE disclosure_id = @dis.f`, '-'), held(`${disclosureOf('dis.f', 904)}; UPDATE access.item_visibility SET record_id = @plain WHERE disclosure_id = @dis.f`, '-'), held(`${disclosureOf('dis.f', 904)}; UPDATE access.item_visibility SET disclosure_id = NULL WHERE disclosure_id = @dis.f`, '-'),
  held(`${disclosureOf('dis.f', 904)}; INSERT INTO sharing.permission_item VALUES (@req, @shared.1, @shared, 901, 902); ${disclosureOf('dis.g', 902, { items: ['shared.1'] })}; DELETE FROM intelligence.report_item_source`, '-'), held(`${disclosureOf('dis.f', 904)}; INSERT INTO sharing.permission_item VALUES (@req.2, @shared.1, @shared, 901, 902)`, 'true'),
  ['by an analyst', ...answer('a.peer'), 'CL403 no-permission', TWO], ['with too little clearance', ...answer('a.low'), 'CL404', TWO], ['by who asked', ...answer('b.lead'), 'CL404', TWO], ['by the third', ...answer('d.lead'), 'CL404', TWO], ['with nobody signed in', ...answer('nobody'), 'CL404', TWO], ['of what is not there', ...answer('a.lead', { what: 'absent' }), 'CL404', TWO],
  ['that names another owner', ...answer('a.lead'), 'CL404', `${TWO}; UPDATE sharing.permission_request SET owner_agency_id = 903`], ['that names oneself as owner', ...answer('c.lead'), 'CL404', `${TWO}; UPDATE sharing.permission_request SET owner_agency_id = 903`],
  ['by who asked elsewhere', ...answer('a.second'), 'CL403 asker-answers', request({ by: 'a.second' })], ['by who asked something else', ...answer('a.second'), '-', `${request()}; ${request({ name: 'req.2', by: 'a.second', use: 'copy', to: 'NULL' })}`], ['by who did something else about it', ...answer('a.second'), '-', `${request()}; ${step('object', 'a.second')}`],
  ...([['refused', 'answered'], ['granted', 'answered'], ['withdrawn', 'withdrawn'], ['ended', 'ended']] as const).map(([state, said]) => [`that is ${state}`, ...answer('a.supervisor'), `CL409 This request was ${said} already`, request({ state })] as const),
  ['no, without a reason', ...answer('a.lead', { decision: "'refused'", why: "' '" }), 'CL422 reason', TWO], ['no, with nothing for a reason', ...answer('a.lead', { decision: "'refused'" }), 'CL422 reason', TWO], ['neither', ...answer('a.lead', { decision: "'maybe'" }), 'CL422 decision', TWO],
  ['before the handler', ...answer('a.lead'), 'CL409 A source handler of your agency', SOURCED], ['no, before the handler', ...answer('a.lead', REFUSED), '-', SOURCED], ['after the handler', ...answer('a.lead'), '-', `${SOURCED}; ${step('consent')}`], ['against the handler', ...answer('a.lead'), 'CL409 A source handler objected', `${SOURCED}; ${step('object')}`],
  ['by the handler', ...answer('a.second'), 'CL409 You consented', `${SOURCED}; ${step('consent', 'a.second')}`], ['by who handled another', ...answer('a.second'), '-', `${SOURCED}; ${step('consent')}; ${step('consent', 'a.second', 'req.2')}`],
  ['without an end', ...answer('a.lead', { until: 'NULL' }), 'CL422 until: Give', TWO], ['until now', ...answer('a.lead', { until: 'now()' }), 'CL422 until: Give', TWO], ['for a second', ...answer('a.lead', { until: "now() + interval '1 second'" }), '-', TWO],
  ['for five years', ...answer('a.lead', { until: "now() + interval '5 years'" }), '-', `${TWO}; ${ends("now() + interval '6 years'")}`], ['for longer', ...answer('a.lead', { until: "now() + interval '5 years 1 second'" }), 'CL422 until: Give', `${TWO}; ${ends("now() + interval '6 years'")}`],
  ['when the sharing is over', ...answer('a.lead'), 'CL409 The items are not shared', `${TWO}; ${ends('now()')}`], ['when it was revoked', ...answer('a.lead'), 'CL409 The items are not shared', `${TWO}; DELETE FROM access.item_visibility WHERE disclosure_id = @dis.b`], ['when others have it', ...answer('a.lead'), 'CL409 The items are not shared', `${TWO}; UPDATE access.item_visibility SET agency_id = 903 WHERE disclosure_id = @dis.b`],
  ['when another item is shared', ...answer('a.lead'), 'CL409 The items are not shared', `${TWO}; ${ends('now()')}; ${disclosureOf('dis.f', 902, { items: ['shared.1'] })}`], ['when its sharing is suspended', ...answer('a.lead'), 'CL409 The items are not shared', `${TWO}; UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901`],
  ['when only an emergency is left', ...answer('a.lead'), 'CL409 The items are not shared', `${TWO}; ${ends('now()')}; ${emergencyOf('use', 'b.lead', 'shared')}; UPDATE access.item_visibility SET agreement_id = 901 WHERE disclosure_id = @use`], ['when the grant says another record', ...answer('a.lead'), 'CL409 The items are not shared', `${TWO}; UPDATE access.item_visibility SET record_id = @plain WHERE disclosure_id = @dis.b`],
  ['when one of two is over', ...answer('a.lead'), 'CL409 The items are not shared', `${request({ items: ['shared.0', 'shared.1'] })}; DELETE FROM intelligence.report_item_source`], ['when the grant is no disclosure', ...answer('a.lead'), 'CL409 The items are not shared', `${TWO}; UPDATE access.item_visibility SET disclosure_id = NULL WHERE disclosure_id = @dis.b`],
  ['on the day of its end', ...answer('a.lead', { until: "'2031-06-01 00:00+01'" }), '-', `${TWO}; ${ends("'2031-06-01 00:00+01'")}`], ['on the day before midnight', ...answer('a.lead', { until: "'2031-06-02 00:00+01'" }), '-', `${TWO}; ${ends("'2031-06-01 12:00+01'")}`], ['after the day of its end', ...answer('a.lead', { until: "'2031-06-02 00:01+01'" }), 'CL422 until: The items', `${TWO}; ${ends("'2031-06-01 12:00+01'")}`],
  ['of one request, whatever the other’s items', ...answer('a.lead', { what: 'req.2' }), '-', `${request({ items: ['shared.0', 'shared.1'] })}; ${request({ name: 'req.2', use: 'copy', to: 'NULL' })}`],
]); // prettier-ignore

const handle = (who: string, agrees = 'true', what = 'req', statement = "'fine'") =>
  [who, `SELECT sharing.handle_permission(@${what}, ${agrees}, ${statement})`] as const;
const consents = (gives: string): Step => [
  'behind',
  'SELECT item_id, record_id, owner_agency_id, recipient_agency_id, statement, given_by FROM access.originator_consent',
  gives,
];
const MIXED = `${disclosureOf('dis.e', 902, { items: ['shared.1'] })}; ${request({ items: ['shared.0', 'shared.1'] })}; ${request({ name: 'req.2', items: ['shared.1'], use: 'copy', to: 'NULL' })}`;
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
  ...['supervisor', 'lead', 'officer', 'coordinator', 'contact'].map((role) => [`by one ${role}`, ...withdraw(`b.${role}`), '-', TWO] as const), ...['handler', 'auditor', 'none'].map((role) => [`by one ${role}`, ...withdraw(`b.${role}`), 'CL403 no-permission', TWO] as const),
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
    ['a.peer', disclose, 'true'],
    [
      'behind',
      "SELECT id, shared_on_at = now(), (SELECT string_agg(action, ' ') FROM sharing.permission_step s WHERE s.request_id = r.id AND s.action <> 'ask' AND s.by_user = @a.peer AND s.agency_id = 901) FROM sharing.permission_request r ORDER BY reference",
      gives,
    ],
  ],
});
const onward = [
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

export const permissionProbes: readonly Probe[] = [
  ...rows,
  ...asking,
  ...answering,
  ...handling,
  ...withdrawing,
  ...ending,
  ...onward,
  ...minding,
];
