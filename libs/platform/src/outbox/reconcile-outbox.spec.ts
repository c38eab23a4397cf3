import { randomUUID } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import type { Job, Queue } from 'bullmq';
import pg from 'pg';
import { EventHandlers } from './event-handlers.js';
import type { FollowUps } from '../queue/follow-ups.js';
import { HandleEvents } from './handle-events.js';
import { ReconcileOutbox } from './reconcile-outbox.js';
import { RelayOutbox } from './relay-outbox.js';
import { WorkerDatabase } from './worker-database.js';

const [ONE, TWO] = ['thing.done.v1', 'thing.counted.v1'];

/** What the queue holds is lost again and again; the outbox is not. */
describe('an event whose job was lost', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let admin: pg.Client;
  let broken: string[];
  const queued: string[] = [];
  const queue = {
    addBulk: (jobs: { opts: { jobId: string } }[]) =>
      Promise.resolve(void queued.push(...jobs.map(({ opts }) => opts.jobId))),
  } as unknown as Queue;
  const nothing = { add: () => Promise.resolve() } as unknown as FollowUps;
  const part = (eventType: string, jobName: string) =>
    ({ eventType, jobName, boundary: 'no-record', audit: 'none: a test', handle: () => {
      if (broken.includes(jobName)) throw new TypeError('broken');
      return Promise.resolve();
    } }) as const; // prettier-ignore
  const handlers = new EventHandlers([part(ONE, 'tell'), part(TWO, 'tell'), part(TWO, 'count')], []);

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.workerUrl });
    admin = new pg.Client(database.adminUrl);
    await admin.connect();
  });
  beforeEach(async () => {
    broken = [];
    queued.splice(0);
    await admin.query('DELETE FROM platform.event_job; DELETE FROM platform.outbox');
  });
  afterAll(async () => {
    await pool.end();
    await admin.end();
    await database.drop();
  });

  const emit = async (type: string): Promise<string> => {
    const { rows } = await admin.query<{ id: string }>(
      `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ($1, $2, $2, 1, '{}') RETURNING id::text`,
      [type, randomUUID()],
    );
    await new RelayOutbox(new WorkerDatabase(pool), handlers, queue).execute();
    return rows[0]!.id;
  };
  const handle = (id: string, name: string, attemptsMade = 0): Promise<void> =>
    new HandleEvents(new WorkerDatabase(pool), handlers, nothing).process({
      name, data: { eventId: id }, attemptsMade, opts: { attempts: 12 },
    } as Job); // prettier-ignore
  /** What is queued again when two minutes have gone by. */
  const again = async (): Promise<string[]> => {
    queued.splice(0);
    await admin.query(`UPDATE platform.outbox SET relayed_at = relayed_at - interval '121 seconds'`);
    const schedule = new ReconcileOutbox(handlers, queue).schedule();
    while (await schedule.execute(new WorkerDatabase(pool)));
    return queued.splice(0).sort();
  };

  it('is queued again under the same id until it is done, and not before two minutes', async () => {
    const id = await emit(ONE);
    const first = queued.splice(0);
    await new ReconcileOutbox(handlers, queue).schedule().execute(new WorkerDatabase(pool));
    expect(queued).toEqual([]);
    expect(await again()).toEqual(first);
    expect(await again()).toEqual(first);
    await handle(id, 'tell');
    expect(await again()).toEqual([]);
  });

  it('is queued again for the handlers that have not done their part', async () => {
    const id = await emit(TWO);
    await handle(id, 'count');
    expect(await again()).toEqual([`${TWO}-tell-${id}`]);
    await handle(id, 'tell');
    await handle(id, 'tell');
    expect(await again()).toEqual([]);
  });

  it('is done when its handlers end at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await emit(TWO);
      await Promise.all([handle(id, 'tell'), handle(id, 'count')]);
      const { rows } = await admin.query('SELECT done_at IS NOT NULL AS done FROM platform.outbox WHERE id = $1', [id]);
      expect(rows).toEqual([{ done: true }]);
    }
  });

  it('stands among what failed after the last attempt, is left alone there, and is done when it works after all', async () => {
    const id = await emit(ONE);
    broken = ['tell'];
    await expect(handle(id, 'tell')).rejects.toThrow('broken');
    const failed = () => admin.query('SELECT job_name, state, attempts, error_class FROM platform.event_job');
    expect((await failed()).rows).toEqual([]);
    await expect(handle(id, 'tell', 11)).rejects.toThrow('broken');
    expect((await failed()).rows).toEqual([
      { job_name: 'tell', state: 'failed', attempts: 12, error_class: 'TypeError' },
    ]);
    expect(await again()).toEqual([]);
    broken = [];
    await admin.query(`DELETE FROM platform.event_job; UPDATE platform.outbox SET relayed_at = 'epoch'`);
    expect(await again()).toEqual([`${ONE}-tell-${id}`]);
    await handle(id, 'tell');
    expect(await again()).toEqual([]);
  });

  it.each([null, {}, { eventId: 7 }, { eventId: "1' OR 1=1" }, { eventId: '99999999' }, { eventId: ['1'] }, 'x'])(
    'is not what a forged job names: %j',
    async (data) => {
      await emit(ONE);
      const forged = new HandleEvents(new WorkerDatabase(pool), handlers, nothing).process({ name: 'tell', data, attemptsMade: 11, opts: { attempts: 12 } } as Job); // prettier-ignore
      await expect(forged).rejects.toThrow(/names no event|not in the outbox/);
      expect((await admin.query('SELECT FROM platform.event_job')).rowCount).toBe(0);
    },
  );
});
