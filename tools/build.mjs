/** Compiles every project and the assets of the pages; returns at once when no input has changed since the last build. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { run } from './processes.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules/.build-stamp');
const OUTPUTS = new Set(['node_modules', 'dist', 'dist-assets']);

/** @returns {Promise<boolean>} whether anything was built. */
export async function build({ say = () => {} } = {}) {
  const before = fingerprint();
  const projects = references();
  const built = projects.every((project) => existsSync(join(root, project, 'dist')));
  const assets = join(root, 'libs/web-kit/dist-assets/manifest.json');
  if (built && existsSync(assets) && existsSync(stamp) && readFileSync(stamp, 'utf8') === before) return false;
  say('Building …');
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  // A dist that somebody deleted by half would count as built: tsc looks at its build information only.
  const force = built ? [] : ['--force'];
  await run(process.execPath, [tsc, '-b', ...force], { cwd: root, stdio: 'inherit' }).catch(() => {
    throw new Error('The build failed: see the compiler above.');
  });
  const { buildAssets } = await import(pathToFileURL(join(root, 'libs/web-kit/build-assets.mjs')).href);
  await buildAssets();
  writeFileSync(stamp, before);
  return true;
}

export function references() {
  return JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).references.map(({ path }) => path);
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'tsconfig.json', 'tsconfig.base.json']) add(hash, join(root, file));
  for (const folder of ['apps', 'libs', 'migrations']) walk(hash, join(root, folder));
  return hash.digest('hex');
}

function walk(hash, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (OUTPUTS.has(entry.name) || entry.name.endsWith('.tsbuildinfo')) continue;
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
