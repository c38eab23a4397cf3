import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { describeWith, freshDatabase, redisServer, type FreshDatabase } from '@clin/harness';
import { RelayOutbox } from '@clin/platform/worker';
import { WorkersAtWork } from './workers-at-work.js';

/** `npm run prove -- forged-jobs` puts 10,000 of them into each queue. */
const FORGED = Number(process.env['N'] ?? 150);
/** `npm run prove -- fan-out` tells 10,000. */
const PEOPLE = Number(process.env['PEOPLE'] ?? 100);
const EVENTS = 20;

/** Everything that a queue ever held is gone, and it works on. */
type Empty = () => Promise<void>;

function losing(open: (database: FreshDatabase) => Promise<{ url: string; empty: Empty; stop: () => Promise<void> }>) {
  let database: FreshDatabase;
  let queue: { url: string; empty: Empty; stop: () => Promise<void> };
  let at: WorkersAtWork;

  beforeAll(async () => {
    database = await freshDatabase();
    queue = await open(database);
    at = await WorkersAtWork.over(database, queue.url);
  });
  afterAll(async () => {
    await at.stop();
    await queue.stop();
    await database.drop();
  });

  it('loses and doubles nothing when it is emptied before a worker took a job', async () => {
    const idle = await at.join(true);
    await at.emit(EVENTS);
    const relay = idle.get(RelayOutbox);
    while (await relay.execute());
    expect(await at.queue('events').getJobCountByTypes('waiting', 'prioritized')).toBeGreaterThan(0);
    await queue.empty();
    await at.join();
    await at.join();
    expect(await at.settled()).toEqual(at.owed);
  });

  it('loses and doubles nothing when it is emptied again and again under two workers', async () => {
    await at.emit(EVENTS);
    for (let times = 0; times < 4; times += 1) {
      await pause(120);
      await queue.empty();
    }
    expect(await at.settled()).toEqual(at.owed);
    // Each e-mail bears its notification's id: what a crash repeats is one at a keyed sink.
    expect(new Set(at.post.ids).size).toBe(at.owed.sent);
    expect(at.post.ids.length).toBe(at.owed.sent);
  });

  it('discloses nothing to whoever can write to it', async () => {
    const { people } = at.world;
    const before = { counts: await at.counts(), mails: at.post.received.length };
    const [event] = at.events as [string];
    const delivery = (await at.world.admin.query<{ id: string }>('SELECT id FROM notifications.delivery LIMIT 1')).rows[0]!.id; // prettier-ignore
    const lies: unknown[] = [
      { userId: people.stranger, eventId: event },
      { deliveryId: randomUUID(), userId: people.stranger, to: 'thief@elsewhere.example' },
      { deliveryId: delivery, to: 'thief@elsewhere.example', email: 'thief@elsewhere.example', state: 'queued' },
      { deliveryId: `${delivery}' OR true --` },
      { deliveryId: [delivery] },
      { eventId: event, userId: people.stranger, roles: ['supervisor'] },
      { eventId: String(2 ** 40) },
      { eventId: '0' },
      {},
      null,
      'x'.repeat(2_000),
      JSON.parse('{"__proto__": {"deliveryId": "x"}, "constructor": 1}'),
    ];
    const names = ['send-mail', 'announce', 'count-dissemination', '__proto__', 'seal-audit'];
    const forged = Array.from({ length: FORGED }, (_, n) => ({
      name: names[n % names.length]!,
      data: lies[n % lies.length],
      opts: { jobId: `forged-${n}`, attempts: 1, removeOnComplete: true, removeOnFail: true },
    }));
    for (const name of ['events', 'mail'] as const) {
      await at.queue(name).addBulk(forged);
      for (const deadline = Date.now() + 120_000; Date.now() < deadline; await pause(100)) {
        if ((await at.queue(name).getJobCountByTypes('waiting', 'prioritized', 'active', 'delayed')) === 0) break;
      }
      expect(await at.queue(name).getJobCountByTypes('waiting', 'prioritized', 'active', 'delayed')).toBe(0);
    }
    expect({ counts: await at.counts(), mails: at.post.received.length }).toEqual(before);
    const { rows } = await at.world.admin.query('SELECT FROM notifications.notification WHERE user_id = ANY ($1)', [
      [people.stranger, people.author],
    ]);
    expect(rows).toEqual([]);
    process.stdout.write(`forged jobs: ${FORGED} in each queue, 0 disclosed\n`);
    // The positive control: the same queues do their work still.
    await at.emit(1);
    expect(await at.settled()).toEqual(at.owed);
  }, 300_000);

  it('tells many people of one event within a minute', async () => {
    const { told, seconds } = await at.crowd(PEOPLE, 300);
    process.stdout.write(`fan-out: ${told} people told in ${seconds.toFixed(1)} s\n`);
    expect(told).toBe(PEOPLE);
    expect(seconds).toBeLessThan(60);
  }, 400_000);

  it('ends in order: a worker that is told to stop finishes what it has begun', async () => {
    await at.emit(EVENTS);
    await pause(100);
    await at.workers.pop()!.close();
    expect(await at.settled()).toEqual(at.owed);
    expect(at.post.ids.length).toBe(at.owed.sent);
  });
}

describe('a queue in PostgreSQL', () => {
  losing(async (database) => {
    const url = await database.queueUrl();
    const empty = async (): Promise<void> => {
      const client = new pg.Client(url);
      await client.connect();
      try {
        const { rows } = await client.query<{ name: string }>(
          `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
             AND tablename NOT LIKE '%migration%'`,
        );
        for (const { name } of rows) await client.query(`DELETE FROM ${name}`);
      } finally {
        await client.end();
      }
    };
    return { url, empty, stop: () => Promise.resolve() };
  });
});

describeWith('redis-server')('a queue in Redis', () => {
  losing(async () => {
    const redis = await redisServer();
    const client = new Redis(redis.url);
    return {
      url: redis.url,
      empty: async () => void (await client.flushall()),
      stop: async () => {
        client.disconnect();
        await redis.stop();
      },
    };
  });
});
