import { describeWith, freshDatabase, redisServer, type FreshDatabase } from '@clin/harness';
import { killWorkers, MOMENTS } from './worker-kill.js';
import { buildWorker } from './worker-runner.js';

/** Three kills, one at each moment; `npm run prove -- worker-kill` asks for twenty. */
const KILLS = Number(process.env['KILLS'] ?? MOMENTS.length);
const SEED = Number(process.env['SEED'] ?? 20_261_123);

async function prove(database: FreshDatabase, queueUrl: string, backend: string): Promise<void> {
  const { adminUrl, workerUrl } = database;
  const report = await killWorkers({ adminUrl, workerUrl, queueUrl }, KILLS, SEED);
  process.stdout.write(`worker-kill on ${backend}: ${JSON.stringify({ ...report, seed: SEED })}\n`);
  expect(report).toMatchObject({
    kills: KILLS,
    lost: 0,
    doubled: 0,
    unrelayed: 0,
    mailsLost: 0,
    mailsBeside: 0,
    hooksLost: 0,
    hooksBeside: 0,
  });
}

describe('a worker killed with work in hand', () => {
  let database: FreshDatabase;

  beforeAll(buildWorker);
  beforeEach(async () => void (database = await freshDatabase()));
  afterEach(() => database.drop());

  it(
    'loses and doubles nothing on PostgreSQL',
    async () => prove(database, await database.queueUrl(), 'postgres'),
    60_000 + KILLS * 15_000,
  );

  describeWith('redis-server')('with Redis', () => {
    it(
      'loses and doubles nothing on Redis',
      async () => {
        const redis = await redisServer();
        try {
          await prove(database, redis.url, 'redis');
        } finally {
          await redis.stop();
        }
      },
      60_000 + KILLS * 15_000,
    );
  });
});
