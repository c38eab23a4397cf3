/** Policy and state tables, each with the specs that cover it. `database` says that they need PostgreSQL. */
export interface Target {
  file: string;
  specs: string[];
  database?: boolean;
}

const ROLES = ['test/boundary/policies/role-permissions.spec.ts'];
const PREVIEW = ['libs/access/src/preview.spec.ts'];

export const TARGETS: readonly Target[] = [
  { file: 'libs/access/src/grant.ts', specs: ['libs/access/src/grant.spec.ts'] },
  { file: 'libs/access/src/audience.ts', specs: PREVIEW },
  { file: 'libs/access/src/why.ts', specs: ['libs/access/src/why.spec.ts'] },
  { file: 'libs/access/src/preview.ts', specs: PREVIEW },
  { file: 'libs/access/src/label-history.ts', specs: PREVIEW },
  { file: 'libs/access/src/sight-under.ts', specs: ['libs/access/src/sight-under.spec.ts'] },
  { file: 'libs/access/src/difference-words.ts', specs: PREVIEW },
  { file: 'libs/access/src/sight-history.ts', specs: ['libs/access/src/sight-history.spec.ts'] },
  { file: 'libs/access/src/visible-to.ts', specs: ['test/boundary/policies/predicates.spec.ts'], database: true },
  { file: 'libs/intelligence/src/report.states.ts', specs: ['libs/intelligence/src/report.states.spec.ts'] },
  { file: 'libs/referrals/src/referral.states.ts', specs: ['libs/referrals/src/referral.states.spec.ts'] },
  { file: 'libs/sharing/src/agreement.states.ts', specs: ['libs/sharing/src/agreement.states.spec.ts'] },
  { file: 'libs/sharing/src/standing-match.ts', specs: ['test/boundary/policies/standing-match.spec.ts'], database: true },
  { file: 'libs/originator-control/src/permission.states.ts', specs: ['libs/originator-control/src/permission.states.spec.ts'] },
  { file: 'libs/originator-control/src/originator-rules.ts', specs: ['libs/originator-control/src/originator-rules.spec.ts'] },
  { file: 'libs/originator-control/src/may-use.ts', specs: ['test/boundary/policies/may-use.spec.ts'], database: true },
  { file: 'libs/cases/src/case.states.ts', specs: ['libs/cases/src/case.states.spec.ts'] },
  { file: 'libs/actions/src/action.states.ts', specs: ['libs/actions/src/action.states.spec.ts'] },
  { file: 'libs/threat-to-life/src/threat.states.ts', specs: ['libs/threat-to-life/src/threat.states.spec.ts'] },
  { file: 'libs/platform/src/roles.ts', specs: ROLES },
  ...['access', 'actions', 'audit', 'cases', 'comments', 'disclosures', 'emergency-access', 'identity', 'intelligence', 'national-picture', 'need-to-know', 'notifications', 'originator-control', 'referrals', 'sharing', 'standing-rules', 'threat-to-life'].map(
    (room): Target => ({ file: `libs/${room}/src/permissions.ts`, specs: ROLES }),
  ),
]; // prettier-ignore
