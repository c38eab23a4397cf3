import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

  it.each(all.map(({ file, spec }) => [file, spec]))('%s is asked by %s, which imports it', (file, spec) => {
    expect(existsSync(spec)).toBe(true);
    const named = imports(spec);
    const entry = join(dirname(file), 'index.ts');
    const direct = named.some((name) => [file, entry].includes(join(dirname(spec), name).replace(/\.js$/, '.ts')));
    const library = `@clin/${file.split('/')[1]}`;
    // The table of roles imports whatever is called so.
    const globbed = file.endsWith('permissions.ts') && text(spec).includes('*permissions.ts');
    expect(direct || named.includes(library) || globbed).toBe(true);
  });
});
