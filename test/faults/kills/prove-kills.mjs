/**
 * `npm run prove -- kills [--kills 200] [--backend redis|postgres|both] [--seed 1]`: server, worker, PostgreSQL and Redis are killed again and
 * again under load, and what an outside client was told is held against what is there. Ends with failure when anything was lost or doubled.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { build } from '../../../tools/build.mjs';
import { proveBackend } from './one-backend.mjs';
import { faultsIn } from './reckoning.mjs';
import { makeCluster, openFolder } from './world.mjs';

const { KILLS = '200', BACKEND = 'both', SEED = '1', EACH = '2', WALKERS = '4', THINK = '60', ARMED = '0.5', PLANTS = 'no' } = process.env;
const READY_MS = 30_000;
const say = (line) => process.stdout.write(`${line}\n`);

async function main() {
  const backends = backendsOf(BACKEND);
  await build({ say });
  delete process.env.QUEUE_URL;
  const { folder, remove } = openFolder();
  try {
    const password = randomBytes(12).toString('hex');
    const cluster = await makeCluster(folder, password);
    const numbers = { kills: Number(KILLS), seed: Number(SEED), each: Number(EACH), walkers: Number(WALKERS), thinkMs: Number(THINK), armed: Number(ARMED) };
    const runs = await Promise.all(
      backends.map((backend) => proveBackend({ backend, cluster, folder, password, ...numbers, plants: PLANTS === 'yes', say })),
    );
    return runs.map(report).every(Boolean);
  } finally {
    remove();
  }
} // prettier-ignore

function backendsOf(name) {
  const redis = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].some((path) => existsSync(path));
  if (name === 'postgres') return ['postgres'];
  if (!['redis', 'both'].includes(name)) throw new Error('--backend must be redis, postgres or both.');
  if (redis) return name === 'both' ? ['postgres', 'redis'] : ['redis'];
  if (name === 'redis' || process.env.CI === 'true') throw new Error('redis-server is not installed; `bash .ci/run` installs it.');
  say('*** SKIPPED: redis-server is not installed; `bash .ci/run` installs it. ***');
  return ['postgres'];
} // prettier-ignore

/** Prints what was tried and lost; answers whether nothing was. */
function report({ backend, seed, killing, ledger, result, plants, seconds, world }) {
  const { writes, notifications, mails, calls, audit, chain } = result;
  const line = (name, { owed, found, lost, doubled }, more = '') =>
    say(`  ${name}: ${owed} owed, ${found} found, ${lost.length} lost, ${doubled.length} doubled${more}`);
  say(`\nQueue in ${backend === 'redis' ? 'Redis' : 'PostgreSQL'}, seed ${seed}, ${seconds} s`);
  for (const [kind, ways] of Object.entries(killing.deaths))
    say(`  ${kind}: ${killing.countOf(kind)} kills (${Object.entries(ways).map(([how, times]) => `${times} ${how}`).join(', ')}), longest until ready ${(killing.longest[kind] / 1_000).toFixed(1)} s${fallsOf(killing.falls[kind])}`); // prettier-ignore
  line('writes acknowledged', writes, `; ${ledger.repeated} had to be asked again`);
  line('notifications', notifications);
  line('e-mails', mails, `; ${repeats(world.mailIds)} came again under their id`);
  line('calls', calls, `; ${repeats(world.callIds)} came again under their id`);
  say(`  answers delivered: ${audit.delivered}, ${audit.delivered - audit.unaudited.length} audited, ${audit.unaudited.length} not`);
  say(`  audit chain: ${chain.broken ? `broken at ${chain.broken.seq}: ${chain.broken.kind}` : `holds, ${chain.rows} rows, ${chain.unsealed} not sealed`}`);
  for (const [reason, times] of killing.reasons) say(`  ${times} × ${reason}`);
  if (plants) say(`  planted faults: ${plants.found} found, ${plants.missed.length} missed`);
  const late = Object.entries(killing.longest).filter(([, ms]) => ms > READY_MS);
  const wrong = [
    ...faultsIn(result).map(([name, list]) => `${list.length} ${name}: ${list.slice(0, 5).join(' | ')}`),
    ...late.map(([kind, ms]) => `not ready within 30 s after a kill of ${kind}: ${ms} ms`),
    ...Object.entries(killing.falls).flatMap(([kind, falls]) => (falls['while it ran'] ? [`${kind} fell by itself`] : [])),
    ...(plants?.missed ?? []).map((name) => `planted, and not found: ${name}`),
  ];
  for (const text of wrong) say(`  FAULT ${text}`);
  return wrong.length === 0;
} // prettier-ignore

const repeats = (ids) => ids.length - new Set(ids).size;
const fallsOf = (falls) => Object.entries(falls).map(([when, times]) => `, ${times} falls ${when}`).join(''); // prettier-ignore

main().then(
  (clean) => process.exit(clean ? 0 : 1),
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
