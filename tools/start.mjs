/** `npm start`: builds, opens the database, starts server and worker, and stops it all in order at Ctrl-C or SIGTERM, or when npm ends. */
import { createServer } from 'node:net';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, root } from './build.mjs';
import { sleep } from './processes.mjs';
import { openDatabase, readyDatabase, seedDatabase } from './start/embedded.mjs';
import { checkExternal, explain } from './start/explain.mjs';
import { Service } from './start/service.mjs';
import { startAgain } from './embedded-postgres.mjs';
import { ACCOUNTS, DEMO_PASSWORD } from './start/demo.mjs';

const HOST = process.env.HOST?.trim() || '127.0.0.1';
const external = Boolean(process.env.DATABASE_URL?.trim());
const demoPassword = process.env.DEMO_PASSWORD?.trim() || DEMO_PASSWORD;
const mark = join(root, '.data/start.pid');
const say = (line) => process.stdout.write(`${line}\n`);
const services = [];
let opening;
let database;
let stopping;

async function main() {
  if (!/^(127\.|::1$|localhost$)/.test(HOST) && !process.env.PUBLIC_URL?.trim().startsWith('https://')) {
    throw new Error(`HOST ${HOST} is reachable from outside: set PUBLIC_URL to the https address that people use.`);
  }
  const port = await checkPort(process.env.PORT?.trim() || '3000');
  alone();
  if (external) await checkExternal(process.env);
  // PostgreSQL makes its data folder while the compiler works.
  if (!external) opening = openDatabase({ say });
  await Promise.all([build({ say }), opening]);
  const env = { ...process.env, NODE_ENV: process.env.NODE_ENV ?? 'production', HOST, PORT: String(port) };
  if (!external) {
    database = await opening;
    if (!database.started) say('A database server was still running from last time: using it.');
    if (stopping) return;
    await readyDatabase(database, say);
    await seedDatabase(database, demoPassword, say);
    // The server and the worker get no administrator's or migrator's login.
    const { DATABASE_ADMIN_URL, MIGRATOR_URL, ...urls } = database.urls;
    (void DATABASE_ADMIN_URL, MIGRATOR_URL);
    Object.assign(env, urls, { SYNTHETIC_DATA: 'yes' });
    delete env.DATABASE_ADMIN_URL;
    guardDatabase();
  }
  if (stopping) return;
  const log = (name) => (external ? undefined : join(root, `.data/${name}.log`));
  const server = new Service({ name: 'server', script: 'serve', env, log: log('server') });
  const worker = new Service({ name: 'worker', script: 'work', env, log: log('worker') });
  services.push(server, worker);
  for (const service of services) service.start();
  const address = `http://${/^(0\.0\.0\.0|::)$/.test(HOST) ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`;
  await ready(address);
  if (stopping) return;
  for (const service of services) {
    service.watch();
    service.gaveUp.then((line) => fail(line));
  }
  say(`\nReady at ${process.env.PUBLIC_URL?.trim() || address}  (Ctrl-C stops it)`);
  if (!external)
    say(
      `${ACCOUNTS}\n\nOne password for all: ${demoPassword}\nSynthetic data only. Logs: .data/server.log, .data/worker.log`,
    );
}

async function ready(address) {
  for (let tries = 0; tries < 600 && !stopping; tries += 1) {
    const down = services.find((service) => !service.alive);
    if (down) throw new Error(`The ${down.options.name} did not start: ${down.complaint}`);
    const reply = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    if (reply?.ok) return;
    await sleep(100);
  }
  if (!stopping) throw new Error(`The server did not become ready within a minute: see .data/server.log.`);
}

async function checkPort(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`PORT must be a number from 0 to 65535, not "${text}".`);
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      const reasons = {
        EADDRINUSE: `Port ${port} on ${HOST} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
        EACCES: `Port ${port} needs privileges. Choose one above 1023: PORT=3000 npm start`,
        EADDRNOTAVAIL: `HOST ${HOST} is no address of this machine. Leave it out, or use 127.0.0.1.`,
      };
      reject(new Error(reasons[error.code] ?? `HOST ${HOST} cannot be used: ${error.code}.`));
    });
    probe.listen({ port, host: HOST, exclusive: true }, () => {
      const found = probe.address().port;
      probe.close(() => resolve(found));
    });
  });
}

/** Two starts over one data folder would stop each other's database. */
function alone() {
  if (external) return;
  mkdirSync(join(root, '.data'), { recursive: true, mode: 0o755 });
  const pid = Number(readText(mark));
  if (pid && pid !== process.pid && readText(`/proc/${pid}/cmdline`).includes('tools/start.mjs')) {
    throw new Error(`It is already running from this folder (process ${pid}). Stop that one first: kill ${pid}`);
  }
  writeFileSync(mark, String(process.pid));
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A database server that is killed comes back on the same port, so that server and worker find it again. */
function guardDatabase() {
  database.server.exited.then(async () => {
    if (stopping) return;
    try {
      database.server = await startAgain(database.options, database.server.port, () => Boolean(stopping));
    } catch {
      if (!stopping)
        await fail('The database server ended and cannot be started again: see postgres.log beside its data.');
      return;
    }
    process.stderr.write('The database server ended and was started again.\n');
    guardDatabase();
  });
}

function stop(code) {
  stopping ??= (async () => {
    for (const service of services) await service.stop();
    await (await opening?.catch(() => undefined))?.server.stop();
    if (Number(readText(mark)) === process.pid) rmSync(mark, { force: true });
    process.exit(code);
  })();
  return stopping;
}

async function fail(line) {
  process.stderr.write(`${line}\n`);
  await stop(1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (stopping) return services.forEach((service) => service.hurry());
    say('\nStopping: server, worker, database …');
    return stop(0);
  });
}

/** A signal to npm alone ends npm and its shell, and the shell tells us nothing: we are then somebody else's child. */
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop(0);
  }, 500).unref();
}
main().catch((error) => fail(explain(error)));
