import { Redis } from 'ioredis';
import { Client } from 'pg';

const WAIT_MS = 2_000;

/** Resolves when the queue's server answers; rejects within two seconds otherwise. */
export async function probeQueue(url: string): Promise<void> {
  await (url.startsWith('redis') ? probeRedis(url) : probePostgres(url));
}

async function probeRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: WAIT_MS,
    commandTimeout: WAIT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}

async function probePostgres(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: WAIT_MS, query_timeout: WAIT_MS });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('SELECT 1').finally(() => client.end());
}
