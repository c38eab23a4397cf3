import { existsSync } from 'node:fs';
import { FaultWorld } from './a-fault-world.js';
import { hangAudit } from './audit-hang.js';
import { fillDisk, mayMount, pretendedDisk, smallDisk } from './disk-full.js';
import { QUEUES, type Backend } from './fault-queues.js';
import { drain } from './long-queue.js';
import { crowd } from './many-clients.js';
import { askAt, dieAhead, takeTurns, type Turns } from './off-clocks.js';
import { buildPrograms } from './programs-at-work.js';
import { loseQueue } from './queue-gone.js';

/** T10: a quick sample of each fault; `npm run prove -- faults` runs them whole. */
const asked = process.env['BACKEND'];
const WHOLE = asked !== undefined;
const BACKLOG = Number(process.env['BACKLOG'] ?? 500);
const HAS_REDIS = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].some((path) => existsSync(path));
const BACKENDS: Backend[] = asked === 'both' ? ['postgres', 'redis'] : asked ? [asked as Backend] : [HAS_REDIS ? 'redis' : 'postgres']; // prettier-ignore
const CLEAN = { wrong: [], unaudited: 0, leaked: 0 };

if (!WHOLE && !HAS_REDIS)
  process.stderr.write(
    '\n*** NOT TRIED WITH REDIS: redis-server is not installed; the queue is in PostgreSQL. ***\n\n',
  );

describe.each(BACKENDS)('with the queue in %s', (backend) => {
  let at: FaultWorld;
  /** The workers of the off clocks take turns while the log hangs; in the quick run that saves the waiting. */
  let turning: Promise<Turns> | undefined;
  const turns = (): Promise<Turns> => (turning ??= takeTurns(at, WHOLE ? 60 : 6, WHOLE ? 200 : 10));

  beforeAll(async () => {
    buildPrograms();
    at = await FaultWorld.open(QUEUES[backend]);
  }, 120_000);
  afterAll(() => at?.close());

  it('serves or refuses 200 clients over ten connections, and audits whatever it serves', async () => {
    const outcome = await crowd(at, 200, WHOLE ? 30 : 2);
    expect(outcome).toMatchObject(CLEAN);
    expect(outcome.answered).toBeGreaterThan(outcome.tried / 2);
    expect(outcome.healed).toBeLessThan(10);
  }, 600_000);

  it('lets nothing out while the log hangs, says so in time, and goes on by itself', async () => {
    if (!WHOLE) void turns().catch(() => undefined);
    const outcome = await hangAudit(at, WHOLE ? 25 : 5.5, WHOLE ? 400 : 24);
    expect(outcome).toMatchObject({ ...CLEAN, answered: 0 });
    expect(outcome.refused).toBe(outcome.tried);
    expect(outcome.slowestMs).toBeLessThan(WHOLE ? 10_000 : 8_000);
    expect(outcome.down).toEqual(['audit']);
    expect(outcome.writes).toMatchObject(CLEAN);
    expect(outcome.healed).toBeLessThan(10);
  }, 120_000);

  it('refuses what it cannot write on a full disk, and goes on once there is space', async () => {
    const disk = pretendedDisk(at.admin);
    if (!WHOLE || !mayMount) {
      const outcome = await fillDisk(at, disk, WHOLE ? 200 : 20);
      expect(outcome).toMatchObject({ ...CLEAN, noticed: true });
      expect(outcome.healed).toBeLessThan(10);
      return;
    }
    const small = await smallDisk();
    small.enter();
    try {
      const there = await FaultWorld.open(QUEUES[backend]);
      const outcome = await fillDisk(there, small, 200);
      const worker = await there.start('worker');
      await there.emit(5);
      expect(await there.settled(60)).toBeDefined();
      const ended = new Promise((resolve) => there.world.admin.once('end', resolve));
      const crashed = await fillDisk(there, small.crashing(there.admin), 200);
      await there.emit(5);
      expect(await there.settled(120, () => there.twoMinutesLater())).toBeDefined();
      await ended;
      expect([there.server.alive, worker.alive]).toEqual([true, true]);
      await worker.stop();
      await there.close();
      for (const one of [outcome, crashed]) {
        expect(one).toMatchObject({ ...CLEAN, noticed: true });
        expect(one.healed).toBeLessThan(20);
      }
    } finally {
      await small.leave();
    }
  }, 300_000);

  it('decides by the clock of the database on servers and workers an hour before and after it', async () => {
    void turns().catch(() => undefined);
    const hours = [-1, 1];
    const servers = await Promise.all(hours.map((off) => at.start('server', off)));
    for (const [n, server] of servers.entries()) {
      const seen = await askAt(at, server, hours[n]!);
      expect(seen).toMatchObject({
        inForce: [200, 200],
        expired: [404, 404],
        listed: 0,
        session: [200, 401],
        unaudited: 0,
      });
      expect(seen.datedOffMs).toBeLessThan(5_000);
      await server.stop();
    }
    const taken = await turns();
    expect(taken.told).toMatchObject({ told: taken.told.owed, doubled: 0 });
    expect(taken.turns).toBeGreaterThan(WHOLE ? 10 : 2);
    expect(taken.shortest).toBeGreaterThan(4.9);
    if (WHOLE) expect(await dieAhead(at, 1)).toBeLessThan(25);
    expect(taken.longest).toBeLessThan(WHOLE ? 15 : 12);
  }, 300_000);

  it('loses nothing when the queue goes and comes back', async () => {
    const gone = await loseQueue(at, backend, WHOLE ? 40 : 5, WHOLE ? 20 : 1);
    expect(gone.writes).toMatchObject({ ...CLEAN, refused: 0 });
    expect(gone.down).toEqual(['queue']);
    expect(gone.ready).toBe(200);
    expect(gone.told).toEqual({ owed: gone.told.owed, told: gone.told.owed, doubled: 0 });
    expect(gone.resumed).toBeLessThan(60);
  }, 300_000);

  it('drains a long queue beside the pages', async () => {
    const lengths = WHOLE ? { still: 4, working: 8, most: 60 } : { still: 0.6, working: 0.6, most: 1 };
    const drained = await drain(at, BACKLOG, lengths);
    expect(drained).toMatchObject({ wrong: [], unaudited: 0 });
    expect(drained.told).toEqual({ owed: drained.told.owed, told: drained.told.owed, doubled: 0 });
    expect(drained.urgent).toBeLessThan(10);
    // A quick run has too few pages to say anything of the twentieth slowest of a hundred, and so has each turn of a whole one: all of them together are held to the bar.
    if (WHOLE) expect(drained.ratio).toBeLessThanOrEqual(1.1);
  }, 7_200_000);
});
