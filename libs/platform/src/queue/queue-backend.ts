import { createPostgresBackend, runMigrations, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { SteadyClient } from '../steady-client.js';

export type QueueBackend = 'redis' | 'postgres';

/** Longest a dead worker's job waits before another worker takes it over: the lock, then the next check for stalled jobs. */
export const LOCK_MS = 5_000;
export const STALLED_CHECK_MS = 2_500;

/**
 * For `@Processor`. By default BullMQ fails a job for good when its worker has died twice, whatever its `attempts`;
 * a killed process is no fault of the job.
 */
export const WORKER_OPTIONS = {
  lockDuration: LOCK_MS,
  stalledInterval: STALLED_CHECK_MS,
  maxStalledCount: 1_000_000,
  drainDelay: 1,
} as const;

/** Which backend a QUEUE_URL asks for. Throws a line that says what to write. */
export function queueBackendOf(url: string): QueueBackend {
  if (/^rediss?:\/\//.test(url)) return 'redis';
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgres';
  throw new Error('QUEUE_URL must start with redis://, rediss:// or postgres://');
}

/**
 * Chooses the backend for every queue that this process builds afterwards, brings the queue's own tables up to date (PostgreSQL), and
 * refuses a Redis that may evict jobs. Idempotent.
 */
export async function openQueueBackend(url: string): Promise<Pick<QueueOptions, 'connection'>> {
  if (queueBackendOf(url) === 'redis') {
    await refuseEviction(url);
    setDefaultBackendFactory();
    return { connection: { url } };
  }
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect().catch(unanswered);
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
  setDefaultBackendFactory(createPostgresBackend);
  // BullMQ types `connection` for Redis; its PostgreSQL backend takes a pool configuration in the same place.
  return {
    connection: { connectionString: url, max: 6, Client: SteadyClient } as unknown as QueueOptions['connection'],
  };
}

async function refuseEviction(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect().catch(unanswered);
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1];
    if (policy !== undefined && policy !== 'noeviction') {
      throw new Error(
        `Redis evicts keys (maxmemory-policy ${policy}) and would lose jobs: set maxmemory-policy noeviction`,
      );
    }
  } finally {
    redis.disconnect();
  }
}

/** The address is not repeated: it may hold a password. */
function unanswered(error: Error & { code?: string }): never {
  throw new Error(
    `QUEUE_URL: the queue's server cannot be used (${error.code ?? error.message}). Start it, or correct the address.`,
  );
}
