/** Makes JavaScript of every project and the assets of the pages; returns at once when no input has changed since (docs/decisions/0012). */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules/.build-stamp');
const OUTPUTS = new Set(['node_modules', 'dist', 'dist-assets']);
const SYNTAX = {
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
    experimental: { keepImportAttributes: true },
  },
  module: { type: 'es6' },
  sourceMaps: true,
};

/** @returns {Promise<boolean>} whether anything was built. */
export async function build({ say = () => {} } = {}) {
  const before = fingerprint();
  const built = projects().every((project) => existsSync(join(root, project, 'dist')));
  const assets = join(root, 'libs/web-kit/dist-assets/manifest.json');
  if (built && existsSync(assets) && existsSync(stamp) && readFileSync(stamp, 'utf8') === before) return false;
  say('Building …');
  await Promise.all(projects().map(compile));
  const { buildAssets } = await import(pathToFileURL(join(root, 'libs/web-kit/build-assets.mjs')).href);
  await buildAssets();
  writeFileSync(stamp, before);
  return true;
}

/** Folders whose `src` becomes `dist`. */
export function projects() {
  const inside = (room) => readdirSync(join(root, room)).map((name) => `${room}/${name}`);
  return [...inside('apps'), ...inside('libs'), 'migrations'].filter((folder) =>
    existsSync(join(root, folder, 'package.json')),
  );
}

/** What a project runs: its specs and what only they use stay out. */
async function compile(project) {
  const { transform } = await import('@swc/core');
  const [from, to] = [join(root, project, 'src'), join(root, project, 'dist')];
  rmSync(to, { recursive: true, force: true });
  const sources = readdirSync(from, { recursive: true }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.startsWith('testing'),
  );
  await Promise.all(
    sources.map(async (path) => {
      const target = join(to, path.replace(/\.ts$/, '.js'));
      await mkdir(dirname(target), { recursive: true });
      const { code, map } = await transform(await readFile(join(from, path), 'utf8'), {
        ...SYNTAX,
        swcrc: false,
        filename: join(from, path),
        sourceFileName: relative(dirname(target), join(from, path)),
      });
      await writeFile(target, `${code}//# sourceMappingURL=${basename(target)}.map\n`);
      await writeFile(`${target}.map`, map);
    }),
  );
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'tools/build.mjs']) add(hash, join(root, file));
  for (const folder of ['apps', 'libs', 'migrations']) walk(hash, join(root, folder));
  return hash.digest('hex');
}

function walk(hash, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (OUTPUTS.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walk(hash, path);
    else if (entry.isFile()) add(hash, path);
  }
}

function add(hash, path) {
  const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
  hash.update(`${path} ${mtimeMs} ${size}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build({ say: (line) => process.stdout.write(`${line}\n`) }).then(
    (done) => process.stdout.write(done ? 'Built.\n' : 'Nothing to build.\n'),
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  );
}
