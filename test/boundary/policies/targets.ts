import { existsSync, globSync } from 'node:fs';

/** Policy and state tables, each with the specs that ask it. `database` says that they need PostgreSQL. */
export interface Target {
  file: string;
  specs: string[];
  database?: boolean;
}

/** What a file of any library is called when it decides: a capability's tables join by their names. */
const NAMED = /(^|[./])(states|permissions)\.ts$|\.(guard|rule)\.ts$/;
const ROLES = 'test/boundary/policies/role-permissions.spec.ts';

const beside = (file: string): string => file.replace(/\.ts$/, '.spec.ts');
/** Who holds what is asked of all rooms in one table; every other file by the spec beside it. */
const specsOf = (file: string): string[] =>
  /permissions\.ts$/.test(file) && !existsSync(beside(file)) ? [ROLES] : [beside(file)];

const named = (): Target[] =>
  globSync('libs/*/src/**/*.ts')
    .filter((file) => NAMED.test(file))
    .sort()
    .map((file) => ({ file, specs: specsOf(file) }));

const PREVIEW = ['libs/access/src/preview.spec.ts'];
/** Functions that decide under other names. */
const FUNCTIONS: readonly Target[] = [
  { file: 'libs/platform/src/roles.ts', specs: [ROLES] },
  { file: 'libs/access/src/grant.ts', specs: ['libs/access/src/grant.spec.ts'] },
  { file: 'libs/access/src/decide-boundary.ts', specs: ['test/boundary/policies/predicates.spec.ts'], database: true },
  { file: 'libs/access/src/audience.ts', specs: PREVIEW },
  { file: 'libs/access/src/why.ts', specs: ['libs/access/src/why.spec.ts'] },
  { file: 'libs/access/src/preview.ts', specs: PREVIEW },
  { file: 'libs/access/src/label-history.ts', specs: PREVIEW },
  { file: 'libs/access/src/sight-under.ts', specs: ['libs/access/src/sight-under.spec.ts'] },
  { file: 'libs/access/src/difference-words.ts', specs: PREVIEW },
  { file: 'libs/access/src/sight-history.ts', specs: ['libs/access/src/sight-history.spec.ts'] },
  { file: 'libs/access/src/visible-to.ts', specs: ['test/boundary/policies/predicates.spec.ts'], database: true },
  { file: 'libs/threat-to-life/src/threat-sight.ts', specs: ['test/boundary/policies/predicates.spec.ts'], database: true },
  { file: 'libs/sharing/src/standing-match.ts', specs: ['test/boundary/policies/standing-match.spec.ts'], database: true },
  { file: 'libs/originator-control/src/originator-rules.ts', specs: ['libs/originator-control/src/originator-rules.spec.ts'] },
  { file: 'libs/originator-control/src/may-use.ts', specs: ['test/boundary/policies/may-use.spec.ts'], database: true },
]; // prettier-ignore

export const targets = (): Target[] => [...named(), ...FUNCTIONS];
