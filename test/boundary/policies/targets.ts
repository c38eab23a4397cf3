import { existsSync, globSync, readFileSync } from 'node:fs';

/** Policy and state tables, each with the spec that asks it. `database` says that it needs PostgreSQL. */
export interface Target {
  file: string;
  spec: string;
  database: boolean;
}

/** What a file of any library is called when it decides: a capability's tables join by their names. */
const NAMED = /(^|[./])(states|permissions)\.ts$|\.(guard|rule)\.ts$/;
/** Functions that decide under other names, whatever room they are in, and the spec that asks them. */
const FUNCTIONS = {
  roles: 'role-permissions',
  grant: 'grant',
  'decide-boundary': 'predicates',
  'visible-to': 'predicates',
  'threat-sight': 'predicates',
  audience: 'preview',
  preview: 'preview',
  'label-history': 'preview',
  'difference-words': 'preview',
  'sight-history': 'sight-history',
  'sight-under': 'sight-under',
  why: 'why',
  'standing-match': 'standing-match',
  'originator-rules': 'originator-rules',
  'may-use': 'may-use',
  suppress: 'suppress',
  figure: 'suppress',
};
const ROLES = 'test/boundary/policies/role-permissions.spec.ts';

const beside = (file: string): string => file.replace(/\.ts$/, '.spec.ts');
/** Who holds what is asked of all rooms in one table; every other file by the spec beside it. */
const specOf = (file: string): string =>
  /permissions\.ts$/.test(file) && !existsSync(beside(file)) ? ROLES : beside(file);

/** Throws unless there is just one. */
function only(pattern: string): string {
  const found = globSync(pattern);
  if (found.length !== 1) throw new Error(`${found.length} files are called ${pattern}`);
  return found[0]!;
}

/** Asks in the world of the mutants, which is a database. */
const asksRows = (spec: string): boolean => existsSync(spec) && readFileSync(spec, 'utf8').includes('mutantWorld(');

export function targets(): Target[] {
  const named = globSync('libs/*/src/**/*.ts')
    .filter((file) => NAMED.test(file))
    .sort();
  const functions = Object.entries(FUNCTIONS).map(([name, spec]) => ({
    file: only(`libs/*/src/${name}.ts`),
    spec: only(`{libs/*/src,test/boundary/policies}/${spec}.spec.ts`),
  }));
  return [...named.map((file) => ({ file, spec: specOf(file) })), ...functions].map((target) => ({
    ...target,
    database: asksRows(target.spec),
  }));
}
