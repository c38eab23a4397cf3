/**
 * `npm run prove -- kills [--kills 200] [--minutes 60] [--backend redis|postgres|both] [--seed 1]`: server, worker, PostgreSQL and Redis are killed again and
 * again under load, and what an outside client was told is held against what is there. Ends with failure when anything was lost or doubled.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { build } from '../../../tools/build.mjs';
import { proveBackend } from './one-backend.mjs';
import { linesOf, summaryOf } from './report.mjs';
import { makeCluster, openFolder } from './world.mjs';

const { KILLS = '200', MINUTES = '60', BACKEND = 'both', SEED = '1', EACH = '2', PLANTS = 'no', REPORT } = process.env;
const WALKERS = 4;
/** Between two requests of a walker, on average. */
const THINK_MS = 60;
/** Of the starts, those that carry a failpoint. */
const ARMED = 0.5;
const REDIS = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'];
const say = (line) => process.stdout.write(`${line}\n`);

async function main() {
  const backends = backendsOf(BACKEND);
  await build({ say });
  delete process.env.QUEUE_URL;
  const { folder, remove } = openFolder();
  try {
    const password = randomBytes(12).toString('hex');
    const cluster = await makeCluster(folder, password);
    const settings = {
      kills: Number(KILLS),
      minutes: Number(MINUTES),
      seed: Number(SEED),
      each: Number(EACH),
      plants: PLANTS === 'yes',
      walkers: WALKERS,
      thinkMs: THINK_MS,
      armed: ARMED,
    };
    const runs = backends.map((backend) => proveBackend({ backend, cluster, folder, password, say, ...settings }));
    const summaries = (await Promise.all(runs)).map(summaryOf);
    for (const line of summaries.flatMap(linesOf)) say(line);
    if (REPORT) writeFileSync(REPORT, JSON.stringify(summaries));
    return summaries.every(({ faults }) => faults.length === 0);
  } finally {
    remove();
  }
}

function backendsOf(name) {
  const wanted = name === 'both' ? ['postgres', 'redis'] : [name];
  if (wanted.some((backend) => !['postgres', 'redis'].includes(backend)))
    throw new Error('--backend must be redis, postgres or both.');
  if (!wanted.includes('redis') || REDIS.some((path) => existsSync(path))) return wanted;
  if (name === 'redis' || process.env.CI === 'true')
    throw new Error('redis-server is not installed; `bash .ci/run` installs it.');
  say('*** SKIPPED: redis-server is not installed; `bash .ci/run` installs it. ***');
  return ['postgres'];
}

main().then(
  (clean) => process.exit(clean ? 0 : 1),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
