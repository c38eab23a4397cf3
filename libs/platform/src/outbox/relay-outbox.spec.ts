import { randomUUID } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import type { Queue } from 'bullmq';
import pg from 'pg';
import { EventHandlers } from './event-handlers.js';
import { RelayOutbox } from './relay-outbox.js';
import { WorkerDatabase } from './worker-database.js';

const TYPE = 'thing.done.v1';
const HANDLERS = new EventHandlers(
  ['one', 'two'].map((jobName) => ({
    eventType: TYPE,
    jobName,
    boundary: 'no-record',
    audit: 'none: a test',
    handle: () => Promise.resolve(),
  })),
  [],
);

/** What the relay asks of a queue: it remembers the ids it was given. */
function ledger(answer: () => Promise<unknown> = () => Promise.resolve()): { ids: string[]; queue: Queue } {
  const ids: string[] = [];
  const addBulk = async (jobs: { opts: { jobId: string } }[]): Promise<unknown> => {
    ids.push(...jobs.map((job) => job.opts.jobId));
    return answer();
  };
  return { ids, queue: { addBulk } as unknown as Queue };
}

describe('the relay', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let admin: pg.Pool;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.workerUrl });
    admin = new pg.Pool({ connectionString: database.adminUrl });
  });
  beforeEach(() => admin.query('DELETE FROM platform.outbox'));
  afterAll(async () => {
    await Promise.all([pool.end(), admin.end()]);
    await database.drop();
  });

  const INSERT = `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
    SELECT $1, $2, $2, 1, '{}' FROM generate_series(1, $3::int) RETURNING id::text`;
  const emit = async (count: number, type = TYPE, over: pg.Pool | pg.PoolClient = admin): Promise<string[]> =>
    (await over.query<{ id: string }>(INSERT, [type, randomUUID(), count])).rows.map(({ id }) => id);
  const waiting = async (): Promise<number> =>
    (await admin.query('SELECT count(*)::int AS n FROM platform.outbox WHERE relayed_at IS NULL')).rows[0].n;
  const relay = (queue: Queue): RelayOutbox => new RelayOutbox(new WorkerDatabase(pool), HANDLERS, queue);

  it('makes one job for each handler of each event, under ids without a colon', async () => {
    const [id] = await emit(1);
    const { ids, queue } = ledger();
    expect(await relay(queue).execute()).toBe(false);
    expect(ids).toEqual([`${TYPE}-one-${id}`, `${TYPE}-two-${id}`]);
    expect(await waiting()).toBe(0);
  });

  it('leaves every row waiting when the queue refuses, and adds the same ids again', async () => {
    await emit(3);
    const broken = ledger(() => Promise.reject(new Error('no queue')));
    await expect(relay(broken.queue).execute()).rejects.toThrow('no queue');
    expect(await waiting()).toBe(3);
    const working = ledger();
    await relay(working.queue).execute();
    expect(working.ids).toEqual(broken.ids);
  });

  it('shares the rows with another relay and loses none', async () => {
    const emitted = await emit(1_000);
    const ledgers = [ledger(), ledger(), ledger()];
    const drain = async ({ queue }: { queue: Queue }): Promise<void> => {
      while ((await waiting()) > 0) await relay(queue).execute();
    };
    await Promise.all(ledgers.map(drain));
    const ids = ledgers.flatMap((one) => one.ids);
    expect(new Set(ids).size).toBe(2 * emitted.length);
    expect(ids).toHaveLength(2 * emitted.length);
  });

  it('finds an event whose transaction committed after a later one', async () => {
    const slow = await admin.connect();
    await slow.query('BEGIN');
    const early = await emit(1, TYPE, slow);
    const late = await emit(1);
    const { ids, queue } = ledger();
    await relay(queue).execute();
    await slow.query('COMMIT');
    slow.release();
    await relay(queue).execute();
    expect(ids.filter((id) => id.includes('-one-'))).toEqual([...late, ...early].map((id) => `${TYPE}-one-${id}`));
  });

  it('leaves an event that this build does not know for one that does', async () => {
    await emit(1, 'unknown.done.v1');
    const { ids, queue } = ledger();
    await relay(queue).execute();
    expect(ids).toEqual([]);
    expect(await waiting()).toBe(1);
  });
});
