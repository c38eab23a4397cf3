import { setTimeout as pause } from 'node:timers/promises';
import { Pace } from './pace.js';

const work = (ms: number) => () => pause(ms);
const timed = async (what: Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await what;
  return performance.now() - started;
};

describe('the pace of a worker', () => {
  /** Work of ten milliseconds, and how much of it was under way at once, and is done. */
  const aWorkshop = () => {
    const seen = { under: 0, most: 0, done: 0 };
    const one = async (): Promise<void> => {
      seen.most = Math.max(seen.most, (seen.under += 1));
      await pause(10);
      seen.under -= 1;
      seen.done += 1;
    };
    return { seen, one };
  };

  it('lets a burst through at once and together', async () => {
    const pace = new Pace(1_000, 0.25);
    const { seen, one } = aWorkshop();
    await Promise.all(Array.from({ length: 10 }, () => pace.run(one)));
    expect(seen).toEqual({ under: 0, most: 10, done: 10 });
  });

  it('then does one at a time with rests between, except for what must happen at once', async () => {
    const pace = new Pace(20, 0.25);
    await pace.run(work(40));
    const { seen, one } = aWorkshop();
    const all = Promise.all([1, 2, 3, 4].map(() => pace.run(one)));
    await pace.run(work(5), true);
    expect(seen.done).toBeLessThan(4);
    expect(await timed(all)).toBeGreaterThan(100);
    expect([seen.most, seen.done]).toEqual([1, 4]);
  });

  it('goes on after what failed', async () => {
    const pace = new Pace(1, 0.5);
    await pace.run(work(5));
    await expect(pace.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await pace.run(() => Promise.resolve('next'))).toBe('next');
  });
});
