import pg from 'pg';
import { redisServer, serverUrl } from '@clin/harness';
import type { Database } from './a-fault-world.js';

export type Backend = 'redis' | 'postgres';

/** A queue that can be taken away and brought back. */
export interface FaultQueue {
  url: string;
  gone: () => Promise<void>;
  back: () => Promise<void>;
  close: () => Promise<void>;
}

export const QUEUES: Record<Backend, (database: Database) => Promise<FaultQueue>> = {
  /** Redis ends, and comes back on its port with nothing of what it held. */
  redis: async () => {
    let redis = await redisServer();
    const { url } = redis;
    return {
      url,
      gone: () => redis.stop(),
      back: async () => void (redis = await redisServer({ port: Number(new URL(url).port) })),
      close: () => redis.stop(),
    };
  },
  /** The queue's database lets nobody in, and then again. */
  postgres: async (database) => {
    const url = await database.queueUrl();
    const name = new URL(url).pathname.slice(1);
    const server = new pg.Pool({ connectionString: serverUrl(), max: 1 });
    // A fault may end the whole database.
    server.on('error', () => undefined);
    return {
      url,
      gone: async () => {
        await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
        await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      },
      back: async () => void (await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)),
      close: () => server.end(),
    };
  },
};
