/**
 * `npm run prove -- scanners [--minutes 20]`: sqlmap and wapiti, as anybody may have them, signed in, against the server as it is delivered and,
 * in the same way, against a planted fault beside it. Ends with failure when they find anything in ours, or miss what was planted.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build, root } from '../../../tools/build.mjs';
import { freePort } from '../../../tools/processes.mjs';
import { openDatabase, readyDatabase, seedDatabase } from '../../../tools/start/embedded.mjs';
import { Service } from '../../../tools/start/service.mjs';
import { gateTo } from './gate.mjs';
import { plant } from './planted-fault.mjs';
import { missing, sqlmap, wapiti } from './scanning.mjs';
import { apiTargets, openSession, pageTargets } from './targets.mjs';

const WHO = 'supervisor@met.example';
const MINUTES = Number(process.env.MINUTES ?? 20);
const say = (line) => process.stdout.write(`${line}\n`);

async function main() {
  const absent = missing();
  if (absent.length > 0)
    throw new Error(`Not installed: ${absent.join(', ')}. On Debian: apt-get install ${absent.join(' ')}`);
  await build({ say });
  const folder = mkdtempSync(join(tmpdir(), 'clin-scanners-'));
  // PostgreSQL, which is not root, has its data in it.
  chmodSync(folder, 0o755);
  const database = await openDatabase({ data: join(folder, 'data') });
  const server = new Service({
    name: 'server',
    script: 'serve',
    env: {},
    log: join(folder, 'server.log'),
  });
  const planted = await plant(database.urls.DATABASE_ADMIN_URL);
  let gate;
  try {
    await readyDatabase(database);
    await seedDatabase(database, 'synthetic-county-lines');
    const url = await serve(server, database.urls);
    gate = await gateTo(url);
    const session = await openSession(database.urls.DATABASE_ADMIN_URL, WHO);
    const found = [];
    const note = (line, good) => (say(`${good ? 'as it must be' : 'FOUND'}  ${line}`), found.push(good));
    const targets = [...(await apiTargets(url, session)), ...(await pageTargets(url, session))];
    const share = (MINUTES * 60) / 3;
    const easy = await sqlmap([{ url: `${planted.url}/search?term=lantern`, headers: {} }], { folder, seconds: share });
    note(`sqlmap, planted injection: ${easy.found.length} found`, easy.found.length > 0);
    const injected = await sqlmap(targets, { folder, seconds: share });
    const tried = `${injected.tried} of ${targets.length} addresses tried as ${WHO}`;
    note(`sqlmap: ${tried}, ${injected.found.length} found ${injected.found.join('; ')}`, injected.tried > 0 && injected.found.length === 0); // prettier-ignore
    const echoed = await wapiti(planted.url, { folder, seconds: 60 });
    note(`wapiti, planted script: ${echoed.length} found`, echoed.length > 0);
    const crawled = await wapiti(gate.url, { folder, seconds: share, cookie: session.cookie });
    note(`wapiti: ${gate.pages.size} pages read as ${WHO}, ${crawled.length} found ${crawled.join('; ')}`, gate.pages.size > 10 && crawled.length === 0); // prettier-ignore
    return found.every(Boolean);
  } finally {
    gate?.close();
    await server.stop();
    planted.close();
    await database.server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function serve(server, urls) {
  const port = await freePort();
  const { DATABASE_ADMIN_URL: _admin, MIGRATOR_URL: _migrator, ...ours } = urls;
  server.options.env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
    LOG_LEVEL: 'error',
    REQUESTS_PER_MINUTE: '1000000',
    HOST: '127.0.0.1',
    PORT: String(port),
    ...ours,
  };
  server.start();
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await fetch(`${url}/health/ready`).catch(() => undefined))?.ok) return url;
    await pause(100);
  }
  throw new Error(`The server did not become ready: ${server.complaint}`);
}

main().then(
  (clean) => process.exit(clean ? 0 : 1),
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
