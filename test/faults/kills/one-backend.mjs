/** One backend from its first kill to its verdict. */
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { effectsIn, findAll } from './found.mjs';
import { Killing } from './killing.mjs';
import { tryPlants } from './plants.mjs';
import { faultsIn, readLedger, reckon } from './reckoning.mjs';
import { seeded } from './seeded.mjs';
import { look, openWorld } from './world.mjs';

const CLIENT = fileURLToPath(new URL('client.mjs', import.meta.url));
const LATER = readFileSync(new URL('../two-minutes-go-by.sql', import.meta.url), 'utf8');
/** Without anything more being settled: what still waits then waits for ever. */
const STUCK_MS = 180_000;
const ANSWER_MS = 90_000;

/** @param options {backend, kills, minutes, seed, each, walkers, thinkMs, armed, plants, cluster, folder, password, say} */
export async function proveBackend(options) {
  const { backend, kills, minutes, seed, say } = options;
  const started = Date.now();
  const kinds = ['server', 'worker', 'postgres', ...(backend === 'redis' ? ['redis'] : [])];
  const killing = new Killing({ kinds, kills, minutes, random: seeded(seed) });
  const world = await openWorld({ ...options, killing });
  let client;
  try {
    const before = await effectsIn(world.admin);
    await firstReady(world);
    const file = join(options.folder, `${backend}.ledger`);
    client = await startClient({ ...options, file, addresses: world.addresses });
    const heads = [];
    let over = false;
    const watching = killing.watch(
      () => look(world),
      () => over,
    );
    const telling = setInterval(() => say(progressOf(backend, killing, started)), 60_000);
    const noting = setInterval(() => noteHead(world, heads), 5_000);
    const killed = killing.run(world.victims).finally(() => {
      over = true;
      clearInterval(telling);
      clearInterval(noting);
    });
    await Promise.all([killed, watching]);
    await client.finish();
    const reckoned = async (session, { ledger, sinks }) =>
      reckon(ledger, await findAll(session, { ledger, ...sinks, noted: heads.at(-1), before }));
    const result = await drained(world, file, reckoned);
    const plants = options.plants ? await planted(world, file, reckoned) : undefined;
    const ledger = readLedger(file);
    return { backend, seed, kills, killing, ledger, result, plants, sinks: sinksOf(world), seconds: seconds(started) };
  } finally {
    client?.end();
    await world.close();
  }
}

/** Everything runs before the load and the first kill: what follows is measured against that. */
async function firstReady(world) {
  const all = Object.values(world.victims).flat();
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(50)) {
    if (all.every(({ up }) => up) && (await look(world)).served) return;
  }
  throw new Error('The server and the worker did not become ready within a minute.');
}

async function startClient({ seed, walkers, thinkMs, password, file, addresses }) {
  const child = fork(CLIENT, {
    env: { LEDGER: file, PASSWORD: password, SEED: String(seed), SERVERS: addresses.join(','), WALKERS: String(walkers), THINK_MS: String(thinkMs) },
    execArgv: [],
  }); // prettier-ignore
  await new Promise((resolve) => child.once('message', resolve));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return {
    /** Until everything that it began is answered; what is not by then stands in the ledger as begun alone. */
    finish: async () => {
      child.send('finish');
      await Promise.race([exited, pause(ANSWER_MS, undefined, { ref: false })]);
    },
    end: () => child.kill('SIGKILL'),
  };
}

async function noteHead({ admin }, heads) {
  const { rows } = await admin
    .query(`SELECT seq::int, encode(hash, 'hex') AS hash FROM audit.link ORDER BY seq DESC LIMIT 1`)
    .catch(() => ({ rows: [] }));
  heads.push(...rows);
}

const sinksOf = ({ post, system }) => ({ mailIds: post.ids, callIds: system.ids });

/** Until nothing is owed any more, letting time go by; then a little longer, for what would come twice. */
async function drained(world, file, reckoned) {
  const ledger = readLedger(file);
  const ask = async () => {
    const session = await world.admin.client();
    try {
      return await reckoned(session, { ledger, sinks: sinksOf(world) });
    } finally {
      session.release();
    }
  };
  let [owed, since] = [Infinity, Date.now()];
  for (let asked = Date.now(); ; asked = Date.now()) {
    const now = owedIn(await ask());
    if (now === 0 || (now >= owed && asked - since > STUCK_MS)) break;
    // Time goes by only for what nobody works at: all that waits would be looked at again, before what is in hand.
    if (now < owed) [owed, since] = [now, asked];
    else await world.admin.query(LATER);
    // As long as the asking took, so that what drains has the database to itself half of the time.
    await pause(Math.max(400, Date.now() - asked));
  }
  await pause(1_000);
  return ask();
}

const owedIn = (result) => faultsIn(result).reduce((sum, [, found]) => sum + found.length, 0);

async function planted(world, file, reckoned) {
  const client = await world.admin.client();
  try {
    return await tryPlants({
      client,
      ledger: readLedger(file),
      sinks: sinksOf(world),
      reckoned: async (session, kept) => faultsIn(await reckoned(session, kept)).map(([name]) => name),
    });
  } finally {
    client.release();
  }
}

const seconds = (since) => Math.round((Date.now() - since) / 1_000);

const progressOf = (backend, killing, started) =>
  `  ${backend}: ${Object.keys(killing.deaths).map((kind) => `${killing.countOf(kind)} ${kind}`).join(', ')} killed after ${seconds(started)} s`; // prettier-ignore
