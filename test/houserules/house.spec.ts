import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { code, imports, projects, root, sources, text, tracked } from './workspace.js';

const all = projects();
const owner = (name: string) => all.find((project) => name === project.name || name.startsWith(`${project.name}/`));

describe('the house', () => {
  test.each(all.map((project) => [project.name, project] as const))('%s has a floor and a README', (_name, project) => {
    expect(project.floor).not.toBeNaN();
    if (project.folder.startsWith('libs/')) expect(existsSync(join(root, project.folder, 'README.md'))).toBe(true);
  });

  test('a library imports lower floors only, and no door of another', () => {
    const wrong = code().flatMap((path) => {
      const here = all.find(({ folder }) => path.startsWith(`${folder}/`));
      if (!here || here.folder.startsWith('apps/')) return [];
      return imports(path)
        .filter((name) => {
          const there = owner(name);
          if (!there || there === here) return false;
          return !(there.floor < here.floor) || /^@clin\/[^/]+\/(web|api|jobs)(\/|$)/.test(name);
        })
        .map((name) => `${path}: ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  test('lint refuses a planted import of a higher floor and of a door', () => {
    const plant = "import '@clin/intelligence';\nimport '@clin/platform/web';\n";
    const script = `
      import { ESLint } from 'eslint';
      const eslint = new ESLint({ overrideConfig: { languageOptions: { parserOptions: { project: null } }, rules: { '@typescript-eslint/no-floating-promises': 'off' } } });
      const [result] = await eslint.lintText(process.argv[1], { filePath: 'libs/access/src/planted.ts' });
      console.log(JSON.stringify(result.messages.map(({ ruleId, line }) => [ruleId, line])));`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script, plant], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(JSON.parse(out)).toEqual([['no-restricted-imports', 1], ['no-restricted-imports', 2]]); // prettier-ignore
  });

  test('an entry names what it exports, at most 30 besides types', () => {
    const entries = all.flatMap(({ folder, exports }) =>
      Object.values(exports).map(({ source }) => join(folder, source)).filter((path) => existsSync(join(root, path))),
    ); // prettier-ignore
    const counted = entries.map((path) => {
      const body = text(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      const lists = [...body.matchAll(/export \{([^}]*)\}/g)].flatMap(([, names]) => names.split(','));
      const single = body.match(/export (?:abstract |async )?(?:const|class|function|enum)/g) ?? [];
      return {
        path,
        names: lists.filter((name) => name.trim() !== '' && !name.trim().startsWith('type ')).length + single.length,
      };
    });
    expect(counted.filter(({ path, names }) => names > 30 && path.endsWith('src/index.ts'))).toEqual([]);
    expect(sources().filter((path) => /^export \*/m.test(text(path)))).toEqual([]);
  });

  test('every list asks how much of it, and from where, by the input that platform shares', () => {
    const asks = /^.*\bpublic (limit|cursor)\b.*$/gm;
    const own = code().filter((path) => path !== 'libs/platform/src/fields.ts')
      .flatMap((path) => [...text(path).matchAll(asks)].map(([line]) => `${path}: ${line.trim()}`)); // prettier-ignore
    expect(own.filter((line) => !/@(Limit|Cursor)\(\)/.test(line))).toEqual([]);
    expect(own).toHaveLength(2);
    expect(code().filter((path) => /extends (Page|Cursor)Input\b/.test(text(path))).length).toBeGreaterThan(5);
  });

  test('no loop of a template carries a condition: Nunjucks reads it as one over nothing', () => {
    const loops = tracked().filter((path) => path.endsWith('.njk'))
      .flatMap((path) => [...text(path).matchAll(/\{%-? for [^%]*? in [^%]*?%\}/g)].map(([loop]) => `${path}: ${loop}`)); // prettier-ignore
    expect(loops.filter((loop) => / if (?!.* else )/.test(loop))).toEqual([]);
    expect(loops.length).toBeGreaterThan(50);
  });

  test('no file is longer than 250 lines', () => {
    const long = code()
      .map((path) => ({ path, lines: text(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 250);
    expect(long).toEqual([]);
  });

  test('names say what a thing is', () => {
    const vague = /(^|[/.-])(utils?|helpers?|managers?|common|misc)([/.-]|$)/;
    expect(sources().filter((path) => vague.test(path))).toEqual([]);
    const classes = sources().flatMap((path) =>
      [...text(path).matchAll(/^export (?:abstract )?class (\w*(?:Manager|Helper|Utils)|Service)\b/gm)].map(
        ([, name]) => `${path}: ${name}`,
      ),
    );
    expect(classes).toEqual([]);
  });
});
