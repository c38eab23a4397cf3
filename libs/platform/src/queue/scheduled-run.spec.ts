import { setTimeout as pause } from 'node:timers/promises';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import pg from 'pg';
import { appendAudit } from '../outbox/outbox.store.js';
import { WorkerDatabase } from '../outbox/worker-database.js';
import { sql } from '../sql.js';
import type { Schedule } from './schedule.js';
import { ScheduledRun } from './scheduled-run.js';

/** Two workers are two pools of connections; that is all they know of each other. */
describe('a schedule of several workers', () => {
  let database: FreshDatabase;
  let admin: pg.Client;
  let pools: pg.Pool[];
  let running: number;
  let most: number;
  let runs: string[];

  beforeAll(async () => {
    database = await freshDatabase();
    admin = new pg.Client(database.adminUrl);
    await admin.connect();
    pools = [1, 2].map(() => new pg.Pool({ connectionString: database.workerUrl }));
  });
  beforeEach(async () => {
    [running, most, runs] = [0, 0, []];
    await admin.query('DELETE FROM platform.schedule');
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await admin.end();
    await database.drop();
  });

  /** One that takes a while and remembers how many of it ran at once. */
  const slow = (everyMs: number, answer: boolean | (() => boolean) = false, ms = 30): Schedule => ({
    name: 'try-out',
    everyMs,
    boundary: 'no-record',
    audit: 'none: a test',
    execute: (turn) =>
      turn.run(async (tx) => {
        running += 1;
        most = Math.max(most, running);
        await tx.rows(sql`SELECT pg_sleep(${ms / 1000})`);
        running -= 1;
        runs.push('run');
        return typeof answer === 'function' ? answer() : answer;
      }),
  });
  const worker = (at: number, schedule: Schedule, queued: string[] = []): ScheduledRun =>
    new ScheduledRun(
      schedule,
      new WorkerDatabase(pools[at]!),
      async (followUps) => void queued.push(...followUps.map(({ jobId }) => jobId)),
    );
  const next = (shift: string): Promise<unknown> =>
    admin.query('UPDATE platform.schedule SET next_at = clock_timestamp() + $1::interval', [shift]);

  it('is in one of them at a time, and once in its pause', async () => {
    const workers = [worker(0, slow(60_000)), worker(1, slow(60_000))];
    for (let turn = 0; turn < 20; turn += 1) await Promise.all(workers.map((one) => one.execute()));
    expect({ most, runs: runs.length }).toEqual({ most: 1, runs: 1 });
    for (let turn = 0; turn < 5; turn += 1) {
      await next('-1 second');
      await Promise.all([...workers, worker(0, slow(60_000))].map((one) => one.execute()));
    }
    expect({ most, runs: runs.length }).toEqual({ most: 1, runs: 6 });
  });

  it('that runs often is in one of them at a time, too', async () => {
    const loop = async (one: ScheduledRun): Promise<void> => {
      for (let turn = 0; turn < 25; turn += 1) await one.execute();
    };
    const workers = [0, 1, 0, 1].map((at) => worker(at, slow(100, false, 2)));
    await Promise.all(workers.map(loop));
    expect(most).toBe(1);
    expect(runs.length).toBeGreaterThan(4);
  });

  it('runs on at once while more waits, whatever its pause', async () => {
    let left = 3;
    const one = worker(
      0,
      slow(60_000, () => (left -= 1) > 0),
    );
    const answers = [];
    for (let turn = 0; turn < 5; turn += 1) answers.push(await one.execute());
    expect(answers).toEqual([true, true, false, false, false]);
    expect(runs).toHaveLength(3);
  });

  it('remembers across a restart when it ran last', async () => {
    await worker(0, slow(86_400_000)).execute();
    await worker(1, slow(86_400_000)).execute();
    expect(runs).toHaveLength(1);
    await next('-1 second');
    await worker(1, slow(86_400_000)).execute();
    expect(runs).toHaveLength(2);
  });

  it('says in the log what it was that did something', async () => {
    const logging: Schedule = {
      ...slow(60_000),
      execute: (turn) =>
        turn.run(async (tx) => {
          await appendAudit(tx, { event: 'try.out', recordIds: [], detail: { tried: 1 } });
          return false;
        }),
    };
    await worker(0, logging).execute();
    await new WorkerDatabase(pools[0]!).run((tx) =>
      appendAudit(tx, { event: 'try.out', recordIds: [], detail: { tried: 2 } }),
    );
    const { rows } = await admin.query("SELECT detail FROM audit.entry WHERE event = 'try.out' ORDER BY id");
    expect(rows).toEqual([{ detail: { tried: 1, by: 'schedule try-out' } }, { detail: { tried: 2 } }]);
  });

  it('that failed is due still, and queues only what was committed', async () => {
    const queued: string[] = [];
    const followUps = [{ jobName: 'x', jobId: 'x-1', data: {} }];
    let fails = true;
    const failing: Schedule = {
      ...slow(60_000),
      execute: async (turn) => {
        await turn.run((tx) => tx.rows(fails ? sql`SELECT 1/0` : sql`SELECT 1`));
        return { more: false, followUps };
      },
    };
    const one = worker(0, failing, queued);
    await expect(one.execute()).rejects.toThrow('division by zero');
    expect(queued).toEqual([]);
    fails = false;
    await one.execute();
    expect(queued).toEqual(['x-1']);
  });

  it('of a worker that dies is another’s at once', async () => {
    const dying = new pg.Client(database.workerUrl);
    dying.on('error', () => undefined);
    await dying.connect();
    const { rows } = await dying.query(
      `BEGIN; SELECT pg_advisory_xact_lock(7311207, hashtext('try-out')); SELECT pg_backend_pid() AS pid`,
    ).then((results) => (results as unknown as pg.QueryResult[])[2]!); // prettier-ignore
    expect(await worker(0, slow(100, true)).execute()).toBe(false);
    await admin.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
    for (let tries = 0; runs.length === 0 && tries < 100; tries += 1) {
      await worker(0, slow(100)).execute();
      await pause(5);
    }
    expect(runs).toHaveLength(1);
  });
});
