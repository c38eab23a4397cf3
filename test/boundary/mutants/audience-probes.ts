import { calls } from './disclose-probes.js';
import { disclosureOf } from './mutant-world.js';
import type { Probe } from './probe.js';

const EVENT = '(SELECT min(id) FROM platform.outbox)';
const to = (call: string): readonly [string, string] => [
  'behind',
  `SELECT w.user_id FROM ${call} w JOIN identity.user_account u ON u.id = w.user_id ORDER BY u.email`,
];
const audience = (scope: string, roles = '{contact}') => to(`notifications.audience(${EVENT}, '${scope}', '${roles}')`);
const beside = (scope: string) => to(`notifications.audience_beside(${EVENT}, '${scope}', '{contact}')`);
const parties = () => to(`notifications.parties(${EVENT}, '{contact}')`);
const tells = (payload: string): string => `UPDATE platform.outbox SET payload = jsonb_build_object(${payload})`;
const gone = (who: string): string => `UPDATE identity.user_account SET left_at = now() WHERE id = @${who}`;
const actor = (who: string): string => `UPDATE platform.outbox SET actor_id = @${who}`;
const agency = (change: string, n = 902): string => `UPDATE identity.agency SET ${change} WHERE id = ${n}`;
/** An agency may send while it takes part: both sides of both its edges. */
const PARTS = (call: readonly [string, string], all: string, without: string, arrange: string, n = 902) => ([['until today', 'ends_on = current_date', all], ['until yesterday', 'ends_on = current_date - 1', without], ['from today', 'starts_on = current_date', all], ['from tomorrow', 'starts_on = current_date + 1', without]] as const)
  .map(([name, change, gives]) => [`${arrange.slice(0, 12)} ${name} ${call[1].slice(40, 80)}`, ...call, gives, `${arrange}; ${agency(change, n)}`] as const); // prettier-ignore

const ALL = 'a.contact, b.contact, d.contact';
const FOR_B = tells("'recipientAgencyId', 902");
const PERSON = tells("'personId', @b.peer, 'recipientAgencyId', 902");
const RECALLED = `${FOR_B}; DELETE FROM access.record_visibility WHERE disclosure_id = @dis.b`;
const records = calls('notifications.audience ctx.lapsed_agreements', [
  ['holders', ...audience('holders'), ALL], ['recipients', ...audience('recipients'), 'b.contact, d.contact'], ['the owner', ...audience('owner'), 'a.contact'], ['one recipient', ...audience('recipient'), 'b.contact', FOR_B], ['one recipient that is none', ...audience('recipient'), '', tells("'recipientAgencyId', 903")], ['whoever it was recalled from', ...audience('recalled'), 'b.contact', RECALLED],
  ['another scope', ...audience('nobody'), '', FOR_B], ['holders without the actor', ...audience('holders'), 'a.contact, d.contact', actor('b.contact')], ['holders without leavers', ...audience('holders'), 'a.contact, d.contact', gone('b.contact')], ['holders of two roles', ...audience('holders', '{contact,auditor}'), 'a.auditor, a.contact, b.auditor, b.contact, d.auditor, d.contact'],
  ['holders twice over', ...audience('holders', '{lead,supervisor}'), ['a', 'b', 'd'].flatMap((one) => [`${one}.chief`, `${one}.lead`, `${one}.low`, `${one}.second`, `${one}.supervisor`]).filter((one) => one !== 'a.lead').join(', ')],
  ['holders until now', ...audience('holders'), 'a.contact, d.contact', 'UPDATE access.record_visibility SET valid_until = now() WHERE disclosure_id = @dis.b'], ['holders until soon', ...audience('holders'), ALL, "UPDATE access.record_visibility SET valid_until = now() + interval '1 second' WHERE disclosure_id = @dis.b"], ['holders for ever', ...audience('holders'), ALL, 'UPDATE access.record_visibility SET valid_until = NULL'],
  ['holders under a suspended agreement', ...audience('holders'), 'a.contact', "UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901"], ['holders without an agreement', ...audience('holders'), ALL, 'UPDATE access.record_visibility SET agreement_id = NULL'], ['holders of another record', ...audience('holders'), ALL, disclosureOf('dis.e', 903, { record: 'plain' })],
  ['the owner of another record', ...audience('owner'), 'b.contact', 'UPDATE platform.outbox SET record_id = @theirs'], ['the owner whatever grants say', ...audience('owner'), 'a.contact', 'UPDATE access.record_visibility SET owner_id = 904 WHERE disclosure_id IS NOT NULL; UPDATE access.record_visibility SET owner_id = 901 WHERE record_id = @shared AND disclosure_id IS NULL'],
  ...PARTS(audience('holders'), ALL, 'a.contact, d.contact', 'SELECT 1'),
  ['one person at the actor’s agency', ...audience('person'), 'a.peer', tells("'personId', @a.peer")], ['one person elsewhere', ...audience('person'), '', tells("'personId', @b.peer")], ['one person for another agency', ...audience('person'), '', tells("'personId', @a.peer, 'recipientAgencyId', 902")],
  ['one person', ...audience('person'), 'b.peer', PERSON], ['one person who did it', ...audience('person'), '', `${PERSON}; ${actor('b.peer')}`], ['one person who left', ...audience('person'), '', `${PERSON}; ${gone('b.peer')}`], ...PARTS(audience('person'), 'b.peer', '', PERSON),
  ['no event', ...to("notifications.audience(0, 'holders', '{contact}')"), 'CL404'], ['an event of one’s own transaction', ...to("notifications.audience((SELECT max(id) FROM platform.outbox), 'holders', '{contact}')"), 'CL404', "INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('new', @shared, @a.lead, 901, '{}')"],
  ['recalled, to who is cleared', ...audience('recalled', '{analyst}'), 'b.analyst, b.chief, b.member, b.peer', RECALLED], ['recalled, of a secret', ...audience('recalled', '{analyst}'), 'b.chief', `${RECALLED}; UPDATE intelligence.report SET sensitivity = 3 WHERE id = @shared`],
  ['holders of a secret, known or not', ...audience('recipients', '{analyst}'), 'b.analyst, b.chief, b.low, b.member, b.peer, d.analyst, d.chief, d.low, d.member, d.peer', 'UPDATE intelligence.report SET sensitivity = 3 WHERE id = @shared'],
  ['recalled, of an operation', ...audience('recalled', '{analyst}'), 'b.peer', `${RECALLED}; UPDATE intelligence.report SET compartment_id = 71 WHERE id = @shared; INSERT INTO access.compartment_member VALUES (71, @b.peer, 'x', current_date, 902), (71, @b.member, 'x', current_date - 1, 902), (72, @b.analyst, 'x', current_date, 902)`],
  ['recalled, whatever grants say', ...audience('recalled', '{analyst}'), 'b.analyst, b.chief, b.member, b.peer', `${RECALLED}; UPDATE access.record_visibility SET sensitivity = 3 WHERE disclosure_id = @dis.d; UPDATE access.record_visibility SET sensitivity = 2 WHERE record_id = @shared AND disclosure_id IS NULL`],
]); // prettier-ignore

const OF_HERON =
  "UPDATE platform.outbox SET record_id = @heron; INSERT INTO identity.user_role VALUES (@a.member, 'contact'), (@d.member, 'contact'), (@c.lead, 'contact')";
const CONTACT = tells("'personId', @b.contact, 'recipientAgencyId', 902");
const besides = calls('notifications.audience_beside', [
  ['a named person', ...beside('named-person'), 'b.contact', CONTACT], ['a named person for others', ...beside('everywhere'), 'a.contact, b.contact, c.contact, d.contact', CONTACT], ['a named person for an operation', ...beside('operation'), '', CONTACT], ['a named person of another role', ...beside('named-person'), '', tells("'personId', @b.peer, 'recipientAgencyId', 902")], ['a named person of another agency', ...beside('named-person'), '', tells("'personId', @b.contact, 'recipientAgencyId', 904")],
  ['the members of an operation', ...beside('operation'), 'a.member, d.member', OF_HERON], ['members until today', ...beside('operation'), 'a.member, d.member', `${OF_HERON}; UPDATE access.compartment_member SET ends_on = current_date`], ['members until yesterday', ...beside('operation'), 'a.member', `${OF_HERON}; UPDATE access.compartment_member SET ends_on = current_date - 1 WHERE user_id = @d.member`], ['the members for a person', ...beside('named-person'), '', OF_HERON], ['the members for another scope', ...beside('nobody'), '', OF_HERON],
  ['everywhere', ...beside('everywhere'), 'a.contact, b.contact, c.contact, d.contact'], ['a named agency', ...beside('named-agency'), 'b.contact', FOR_B], ['another scope', ...beside('nobody'), '', FOR_B], ['without the actor', ...beside('named-agency'), '', `${FOR_B}; ${actor('b.contact')}`], ['without leavers', ...beside('named-agency'), '', `${FOR_B}; ${gone('b.contact')}`],
  ...PARTS(beside('named-agency'), 'b.contact', '', FOR_B), ['no event', ...to("notifications.audience_beside(0, 'everywhere', '{contact}')"), 'CL404'], ['an event of one’s own transaction', ...to("notifications.audience_beside((SELECT max(id) FROM platform.outbox), 'everywhere', '{contact}')"), 'CL404', "INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('new', @shared, @a.lead, 901, '{}')"],
]); // prettier-ignore

const OF_AGREEMENT = 'UPDATE platform.outbox SET record_id = @agreement';
const INVITED = `${OF_AGREEMENT}; INSERT INTO sharing.agreement_invitation (agreement_id, agency_id, version) VALUES (901, 903, 1), (902, 902, 1)`;
const agreements = calls('notifications.parties', [
  ['of an agreement', ...parties(), ALL, OF_AGREEMENT], ['with who was invited', ...parties(), 'a.contact, b.contact, c.contact, d.contact', INVITED], ['with who was invited to another', ...parties(), ALL, `${OF_AGREEMENT}; INSERT INTO sharing.agreement_invitation (agreement_id, agency_id, version) VALUES (902, 903, 1), (901, 902, 1)`], ['with who was invited to another only', ...parties(), 'c.contact', `UPDATE platform.outbox SET record_id = @over; INSERT INTO sharing.agreement_invitation (agreement_id, agency_id, version) VALUES (901, 902, 1)`], ['with who left', ...parties(), ALL, `${INVITED}; UPDATE sharing.agreement_invitation SET left_at = now()`], ['of another agreement', ...parties(), 'c.contact', 'UPDATE platform.outbox SET record_id = @over'], ['of no agreement', ...parties(), ''],
  ['with an owner that is no party', ...parties(), ALL, `${OF_AGREEMENT}; DELETE FROM sharing.agreement_party WHERE agency_id = 901; INSERT INTO sharing.agreement_party VALUES (902, 903)`], ['without the actor', ...parties(), 'a.contact, d.contact', `${OF_AGREEMENT}; ${actor('b.contact')}`], ['without leavers', ...parties(), 'a.contact, d.contact', `${OF_AGREEMENT}; ${gone('b.contact')}`],
  ...PARTS(parties(), ALL, 'a.contact, d.contact', OF_AGREEMENT), ['no event', ...to("notifications.parties(0, '{contact}')"), 'CL404'], ['an event of one’s own transaction', ...to("notifications.parties((SELECT max(id) FROM platform.outbox), '{contact}')"), 'CL404', "INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('new', @agreement, @a.lead, 901, '{}')"],
]); // prettier-ignore

const figures = 'SELECT owner_id, threshold FROM picture.audience() ORDER BY 1';
const CLASSES =
  "INSERT INTO sharing.statistics_class VALUES (901, 'owner', 0), (901, 'co-ordination-centre', 0), (901, 'party', 5)";
const statistics = calls('picture.audience', [
  ['to a party', 'a.peer', figures, '901 0, 902 5, 904 5', CLASSES], ['to a co-ordination centre', 'a.peer', figures, '901 0, 902 0, 904 0', `${CLASSES}; UPDATE identity.agency SET kind = 'co-ordination-centre' WHERE id = 901`], ['beside a co-ordination centre', 'a.peer', figures, '901 0, 902 5, 904 5', `${CLASSES}; UPDATE identity.agency SET kind = 'co-ordination-centre' WHERE id = 902`],
  ['without a class', 'a.peer', figures, '901 0'], ['to a stranger', 'c.peer', figures, '903 0', CLASSES], ['with nobody signed in', 'nobody', figures, '', CLASSES], ['to who reads no record', 'a.administrator', figures, '', CLASSES], ['under a suspended agreement', 'a.peer', figures, '901 0', `${CLASSES}; UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901`],
  ['for the owner alone', 'a.peer', figures, '901 0', "INSERT INTO sharing.statistics_class VALUES (901, 'owner', 0)"], ['for the owner alone, to a co-ordination centre', 'a.peer', figures, '901 0', "INSERT INTO sharing.statistics_class VALUES (901, 'owner', 0); UPDATE identity.agency SET kind = 'co-ordination-centre' WHERE id = 901"], ['for the co-ordination centre alone', 'a.peer', figures, '901 0', "INSERT INTO sharing.statistics_class VALUES (901, 'co-ordination-centre', 0)"],
  ['of other parties', 'a.peer', figures, '901 0, 902 5, 904 5', `${CLASSES}; UPDATE sharing.agreement SET status = 'active' WHERE id = 902; INSERT INTO sharing.agreement_party VALUES (902, 903), (902, 902); INSERT INTO sharing.statistics_class VALUES (902, 'party', 3)`],
  ['under two agreements', 'a.peer', figures, '901 0, 902 3, 903 3, 904 5', `${CLASSES}; UPDATE sharing.agreement SET status = 'active' WHERE id = 902; INSERT INTO sharing.agreement_party VALUES (902, 903), (902, 902), (902, 901); INSERT INTO sharing.statistics_class VALUES (902, 'party', 3)`],
]); // prettier-ignore

const asWorker = calls('notifications.audience', [
  ['as the worker', 'worker:nobody', `SELECT count(*) FROM notifications.audience(${EVENT}, 'holders', '{contact}')`, '3'], ['as anybody else', 'a.lead', `SELECT count(*) FROM notifications.audience(${EVENT}, 'holders', '{contact}')`, '42501'],
]); // prettier-ignore

const COUNTED = "UPDATE platform.outbox SET type = 'report.disseminated.v1'";
const counting = calls('picture.base picture.delta picture.folded', [
  ['an event', 'worker:nobody', `SELECT picture.count_event(${EVENT})`, '-', COUNTED, [['behind', 'SELECT area, owner_id, reports FROM picture.delta', '* 901 1']]],
  ['what was folded and what was not', 'a.peer', "SELECT part, cell, known FROM picture.figures('2026-01-01', '2026-01-01') WHERE measure = 'all' AND part = 'total'", 'total * 3', "INSERT INTO picture.base VALUES ('2026-01-01', '*', 901, 1, false, 1); INSERT INTO picture.delta (outbox_id, month, area, owner_id, confidence, threat_to_life, reports) VALUES (1, '2026-01-01', '*', 901, 1, false, 2)"],
  ['what is to be folded', 'worker:nobody', 'SELECT picture.fold()', '1', "INSERT INTO picture.delta (outbox_id, month, area, owner_id, confidence, threat_to_life, reports, xid) SELECT 1, '2026-01-01', '*', 901, 1, false, 2, f.before FROM picture.folded f", [['behind', 'SELECT reports FROM picture.base', '2']]],
]); // prettier-ignore

export const audienceProbes: readonly Probe[] = [
  ...asWorker,
  ...counting,
  ...records,
  ...besides,
  ...agreements,
  ...statistics,
];
