import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { code, imports, text } from '../../houserules/workspace.js';
import { targets } from './targets.js';

describe('the tables of which `npm run prove -- policies` tries the mutants', () => {
  const all = targets();

  it('are every file that declares permissions, or a life as a table', () => {
    const declares = /^declarePermissions\(|^export const [A-Z]+_(STATES|STEPS)\b.*Record</m;
    const declaring = code().filter((path) => path.startsWith('libs/') && declares.test(text(path)));
    expect(declaring.length).toBeGreaterThanOrEqual(20);
    expect(declaring.filter((path) => !all.some(({ file }) => file === path))).toEqual([]);
  });

  it.each(all.map(({ file, specs }) => [file, specs] as const))(
    '%s is asked by specs that import it',
    (file, specs) => {
      const asking = specs.filter((spec) => {
        if (!existsSync(spec)) return false;
        const named = imports(spec);
        const direct = named.some((name) => join(dirname(spec), name).replace(/\.js$/, '.ts') === file);
        const library = `@clin/${relative('libs', file).split('/')[0]}`;
        // The table of roles imports whatever is called so.
        return (
          direct || named.includes(library) || (/permissions\.ts$/.test(file) && text(spec).includes('permissions.ts'))
        );
      });
      expect(asking).toEqual(specs);
    },
  );
});
