import { other } from './agreement-world.js';
import { calls } from './disclose-probes.js';
import type { Step } from './probe.js';

export const OTHER_ACTIVE = other();
export const OTHER_DRAFT = other({ status: 'draft', versions: [{ n: 1, state: 'draft' }], parties: [], invited: [] });
export const OTHER_PROPOSED = other({ status: 'proposed', versions: [{ n: 1, state: 'proposed' }], parties: [] });
export const state = (gives: string): Step => [
  'behind',
  "SELECT a.uid, a.status, a.version, a.title, (SELECT string_agg(concat_ws('/', v.version, v.state, v.revision), ' ' ORDER BY v.version) FROM sharing.agreement_version v WHERE v.agreement_id = a.id) FROM sharing.agreement a WHERE id >= 910 ORDER BY a.id",
  gives,
];
export const logged = (gives: string): Step => [
  'behind',
  'SELECT (SELECT uid FROM sharing.agreement a WHERE a.id = e.agreement_id), version, action, owner_agency_id, agency_id, by_user, reason, owner_only FROM sharing.agreement_event e ORDER BY action',
  gives,
];
export const parties = (gives: string): Step => [
  'behind',
  "SELECT (SELECT string_agg(concat_ws('/', agreement_id, agency_id), ' ' ORDER BY agreement_id, agency_id) FROM sharing.agreement_party WHERE agreement_id >= 910), (SELECT string_agg(concat_ws('/', agreement_id, agency_id, version, left_at IS NULL), ' ' ORDER BY agreement_id, agency_id) FROM sharing.agreement_invitation WHERE agreement_id >= 910)",
  gives,
];
export const approvals = (gives: string): Step => [
  'behind',
  "SELECT string_agg(concat_ws('/', agreement_id, version, agency_id), ' ' ORDER BY agreement_id, version, agency_id) FROM sharing.agreement_approval",
  gives,
];
/** What every function of the register answers to who does not know the agreement, and to roles that it is not for. */
export const strangers = (name: string, call: string, arrange: string, roles: readonly string[], owner = true, who = 'a') => calls(`sharing.${name} sharing.known_locked sharing.demand_role`, [
  ['by a stranger', 'c.lead', call, 'CL404', arrange], ['with nobody signed in', 'nobody', call, 'CL404', arrange], ['of what is not there', `${who}.lead`, call.replace('@deal', '@absent'), 'CL404', arrange],
  ...(['analyst', 'supervisor', 'lead', 'coordinator', 'officer', 'contact', 'auditor', 'administrator'] as const).filter((role) => !roles.includes(role)).map((role) => [`by one ${role}`, `${who}.${role}`, call, 'CL403 no-permission', arrange] as const),
  ...(owner ? [['by a party that does not own it', 'b.lead', call, 'CL403 not-owner', arrange] as const] : []),
]); // prettier-ignore
export const byRoles = (
  name: string,
  call: string,
  gives: string,
  arrange: string,
  roles: readonly string[],
  who = 'a',
) =>
  calls(
    `sharing.${name} sharing.demand_role`,
    roles.map((role) => [`by one ${role}`, `${who}.${role}`, call, gives, arrange] as const),
  );
export const DRAFTERS = ['supervisor', 'lead', 'coordinator'];
export const CHIEFS = ['lead', 'coordinator'];
export const APPROVERS = ['lead', 'coordinator', 'contact'];

export const approve = (version = 1, seen = 1) => `SELECT sharing.approve(@deal, ${version}, ${seen})`;
export const event = (who: string, action = 'save', version = 1, about = 910): string =>
  `INSERT INTO sharing.agreement_event (agreement_id, version, action, owner_agency_id, agency_id, by_user, owner_only) VALUES (${about}, ${version}, '${action}', 901, 901, @${who}, true)`;
export const enacted = (gives: string): Step => [
  'behind',
  'SELECT version, kind, handling, recipient, recipient_agency_id, from_agency_id, months_valid, conditions, areas FROM sharing.standing_rule WHERE agreement_id = 910 ORDER BY recipient',
  gives,
];
export const classes = (gives: string): Step => [
  'behind',
  "SELECT string_agg(concat_ws('/', agreement_id, audience, threshold), ' ' ORDER BY agreement_id, audience) FROM sharing.statistics_class",
  gives,
];
export const REASON = "'why'";
export const suspended = (by: string, agency: number, about = 910, more = ''): string =>
  `INSERT INTO sharing.agreement_suspension (agreement_id, agency_id, suspended_by, reason, suspended_at${more ? ', reinstated_by, reinstated_at' : ''}) VALUES (${about}, ${agency}, @${by}, 'x', now() - interval '${more || '1 day'}'${more ? ", @a.coordinator, now() - interval '1 hour'" : ''})`;
