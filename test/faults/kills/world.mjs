/** One backend's world: a cluster and a queue of its own, servers and workers as they are delivered, and the sinks outside. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { seedDemoAccounts, seedReference } from '@clin/identity/seed';
import { seedAgreements } from '@clin/sharing';
import { root } from '../../../tools/build.mjs';
import { place } from '../../../tools/embedded-postgres.mjs';
import { freePort, run } from '../../../tools/processes.mjs';
import { openDatabase, readyDatabase, urlsOf } from '../../../tools/start/embedded.mjs';
import { AgencySystem } from '../../../libs/notifications/src/testing/a-system.ts';
import { Post } from '../../../libs/notifications/src/testing/a-post.ts';
import { HOOKED } from './chains.mjs';
import { seeded } from './seeded.mjs';
import { DatabaseServer, Program, QueueServer } from './victims.mjs';

export const POINTS = {
  server: ['server-after-commit', 'server-after-audit'],
  worker: ['before-enqueue', 'after-enqueue', 'after-commit', 'after-send', 'after-acknowledge'],
};
/** By then it is passed in a second or two of the load. */
const MOST_PASSES = { server: 20, worker: 3 };
const ENOUGH = 2 ** 30;

/** Memory where there is enough: what survives `kill -9` there is what survives it on a disk, and fsync stays on. */
export function openFolder() {
  const { bavail, bsize } = statfsSync('/dev/shm', { throwIfNoEntry: false }) ?? { bavail: 0, bsize: 0 };
  const folder = mkdtempSync(join(bavail * bsize > ENOUGH ? '/dev/shm' : tmpdir(), 'clin-kills-'));
  chmodSync(folder, 0o755);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }) };
}

/** A migrated cluster with the demonstration's people, stopped; each world runs a copy of it. */
export async function makeCluster(folder, password) {
  const database = await openDatabase({ data: join(folder, 'cluster') });
  try {
    await readyDatabase(database);
    const admin = new pg.Client(database.urls.DATABASE_ADMIN_URL);
    await admin.connect();
    await seedReference(admin);
    await seedDemoAccounts(admin, password);
    await admin.query('SET ROLE migrator');
    await seedAgreements(admin);
    await admin.end();
  } finally {
    await database.server.stop();
  }
  return { folder: database.folder, secrets: database.secrets };
}

/** Below those that the system gives to connections: one of these could take the port of whoever was just killed. */
async function portToKeep() {
  for (;;) {
    const wanted = 15_000 + Math.floor(Math.random() * 15_000);
    if ((await freePort(wanted)) === wanted) return wanted;
  }
}

/** @param options {backend, cluster, folder, each: how many servers and workers, seed, killing, armed: 0 to 1} */
export async function openWorld({ backend, cluster, folder, each, seed, killing, armed }) {
  const copy = join(folder, backend);
  mkdirSync(copy, { mode: 0o755 });
  await run('cp', ['-a', join(cluster.folder, 'pgdata'), copy]);
  const told = (death) => killing.told(death);
  const settings = ['max_connections=300', 'shared_buffers=64MB'];
  const options = { where: await place(copy), password: cluster.secrets.postgres, settings, port: await portToKeep() };
  const database = new DatabaseServer({ options, told });
  await database.start();
  const urls = urlsOf(database.port, cluster.secrets);
  const queue =
    backend === 'redis' ? new QueueServer({ port: await portToKeep(), folder: join(copy, 'redis'), told }) : undefined;
  await queue?.start();
  const [post, system] = [new Post(), new AgencySystem()];
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
    LOG_LEVEL: 'error',
    REQUESTS_PER_MINUTE: '1000000',
    DATABASE_URL: urls.DATABASE_URL,
    DATABASE_SIGNIN_URL: urls.DATABASE_SIGNIN_URL,
    DATABASE_WORKER_URL: urls.DATABASE_WORKER_URL,
    QUEUE_URL: queue ? `redis://127.0.0.1:${queue.kept.port}` : urls.QUEUE_URL,
    SMTP_URL: await post.open(),
    WEBHOOK_LOOPBACK: 'yes',
  };
  const admin = adminOf(urls.DATABASE_ADMIN_URL);
  await admin.query(
    `INSERT INTO notifications.webhook (agency_id, url, secret, sensitivity, created_by)
     SELECT a.id, $1, $2, 2, (SELECT id FROM identity.user_account LIMIT 1) FROM identity.agency a WHERE a.code = $3`,
    [await system.open(), 's'.repeat(43), HOOKED],
  );
  const ports = await Promise.all(Array.from({ length: each }, () => portToKeep()));
  const program = (kind, more, number) => {
    const arm = armed > 0 ? arming(kind, seeded(seed + 7_919 * (number + 1)), armed) : () => undefined;
    return new Program({ kind, env: { ...env, ...more }, arm: () => killing.left(kind) > 0 ? arm() : undefined, told });
  }; // prettier-ignore
  const servers = ports.map((port, at) => program('server', { PORT: String(port) }, 2 * at));
  const workers = ports.map((_port, at) => program('worker', {}, 2 * at + 1));
  for (const one of [...servers, ...workers]) one.start();
  const victims = { server: servers, worker: workers, postgres: [database], ...(queue ? { redis: [queue] } : {}) };
  return {
    victims,
    addresses: ports.map((port) => `http://127.0.0.1:${port}`),
    admin,
    post,
    system,
    close: async () => {
      await admin.end();
      await Promise.all([...servers, ...workers].map((one) => one.end()));
      for (const victim of [queue, database]) await victim?.end();
      await post.close();
      await system.close();
    },
  };
}

/** So many starts are armed, with one point after the other and how often it is passed before. */
function arming(kind, random, armed) {
  let at = Math.floor(random() * POINTS[kind].length);
  return () => {
    if (random() >= armed) return undefined;
    at = (at + 1) % POINTS[kind].length;
    return `${POINTS[kind][at]}:${1 + Math.floor(random() * MOST_PASSES[kind])}`;
  };
}

/** The superuser, asked again while the database is away. */
function adminOf(url) {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 2_000, query_timeout: 60_000 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    query: async (text, values) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await pool.query(text, values);
        } catch (error) {
          if (tries > 300 || /^(42|22|23)/.test(error.code ?? '')) throw error;
          await pause(100);
        }
      }
    },
    client: () => pool.connect(),
    end: () => pool.end(),
  };
}

/** Whether a server is ready, with its database and its queue, and when an event was last given to the queue. */
export async function look({ addresses, admin }) {
  const ready = async (address) => {
    const reply = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await reply?.arrayBuffer().catch(() => undefined);
    return reply?.ok === true;
  };
  const [answers, { rows }] = await Promise.all([
    Promise.all(addresses.map(ready)),
    admin.query(
      `SELECT coalesce(extract(epoch FROM max(relayed_at)) * 1000, 0)::float8 AS at FROM (SELECT relayed_at FROM platform.outbox ORDER BY id DESC LIMIT 200) newest`,
    ),
  ]);
  return { served: answers.some(Boolean), relayedAt: rows[0].at };
}
