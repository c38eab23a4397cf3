import { calls, refusing } from './disclose-probes.js';
import { disclosureOf, emergencyOf } from './mutant-world.js';
import { request, step, steps, TWO } from './permission-world.js';
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
const CONDITIONAL = disclosureOf('dis.c', 902, { record: 'plain', conditions: 'Ask first' });
const OF_PLAIN = { record: 'plain', items: 'ARRAY[@plain.0]' };
const accepted = (who: string, what = 'dis.c'): string =>
  `INSERT INTO access.acknowledgement VALUES (@${what}, @${who})`;
const asking = calls('sharing.ask_permission sharing.permission_request sharing.permission_item sharing.permission_step access.my_live_grants', [
  ['to share', ...ask('b.analyst'), '-', undefined, STORED], ['the same item twice', ...ask('b.analyst', { items: 'ARRAY[@shared.0, @shared.0]' }), '-', undefined, STORED],
  ...['supervisor', 'lead', 'officer', 'coordinator', 'contact'].map((role) => [`by one ${role}`, ...ask(`b.${role}`), '-'] as const), ...['handler', 'auditor', 'administrator', 'none'].map((role) => [`by one ${role}`, ...ask(`b.${role}`), refusing(role)] as const),
  ['with too little clearance', ...ask('b.low'), 'CL404'], ['by a stranger', ...ask('c.lead'), 'CL404'], ['with nobody signed in', ...ask('nobody'), 'CL404'], ['of what is not there', ...ask('b.analyst', { record: 'absent' }), 'CL404'], ['of oneself', ...ask('a.analyst'), 'CL409 Your own agency'],
  ['after an emergency', ...ask('c.lead'), 'CL409 This record is open to you in an emergency', emergencyOf('use', 'c.lead', 'shared')], ['after an emergency of what one has', ...ask('b.lead'), '-', emergencyOf('use', 'b.lead', 'shared')],
  ['of an item held by an emergency only', ...ask('b.lead', { items: 'ARRAY[@shared.1]' }), 'CL422 items', emergencyOf('use', 'b.lead', 'shared')],
  ['of no items', ...ask('b.analyst', { items: "'{}'" }), 'CL422 items'], ['of nothing for items', ...ask('b.analyst', { items: 'NULL' }), 'CL422 items'], ['of an item that was not shared', ...ask('b.analyst', { items: 'ARRAY[@shared.0, @shared.1]' }), 'CL422 items'], ['of an item shared with others', ...ask('b.analyst', { items: 'ARRAY[@shared.1]' }), 'CL422 items', disclosureOf('dis.e', 904, { items: ['shared.1'] })],
  ['of an item of another record', ...ask('b.analyst', { items: 'ARRAY[@plain.0]' }), 'CL422 items', disclosureOf('dis.e', 902, { record: 'plain' })], ['of an item whose sharing is over', ...ask('b.analyst', { items: 'ARRAY[@shared.1]' }), 'CL422 items', disclosureOf('dis.e', 902, { items: ['shared.1'], until: 'now()' })],
  ['of an item that another agency’s grant lists', ...ask('b.analyst', { items: 'ARRAY[@shared.1]' }), 'CL422 items', `${disclosureOf('dis.e', 904, { items: ['shared.1'] })}; UPDATE access.item_visibility SET disclosure_id = @dis.b WHERE disclosure_id = @dis.e`],
  ['of an item that the grant lists under another record', ...ask('b.analyst', { items: 'ARRAY[@plain.0]' }), 'CL422 items', `${disclosureOf('dis.e', 902, { record: 'plain' })}; UPDATE access.item_visibility SET disclosure_id = @dis.b WHERE disclosure_id = @dis.e`],
  ['as its conditions are accepted', 'b.analyst', 'SELECT added FROM access.acknowledge(@dis.c)', 'true', CONDITIONAL, [[...ask('b.analyst', OF_PLAIN), 'CL422 items']]],
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
const now = (gives: string): Step => [
  'behind',
  "SELECT id, state, conditions, valid_until - now() = interval '1 day', reason, answered_at = now(), shared_on_at = now() FROM sharing.permission_request ORDER BY reference",
  gives,
];
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

export const permissionProbes: readonly Probe[] = [...asking, ...answering];
