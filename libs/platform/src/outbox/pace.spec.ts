import { setTimeout as pause } from 'node:timers/promises';
import { Pace } from './pace.js';

const work = (ms: number) => () => pause(ms);
const timed = async (what: Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await what;
  return performance.now() - started;
};

describe('the pace of a worker', () => {
  it('lets a burst through at once and together', async () => {
    const pace = new Pace(1_000, 0.25);
    expect(await timed(Promise.all(Array.from({ length: 10 }, () => pace.run(work(30)))))).toBeLessThan(150);
  });

  it('then does one at a time with rests between, except for what must happen at once', async () => {
    const pace = new Pace(20, 0.25);
    await pace.run(work(40));
    let [under, most, done] = [0, 0, 0];
    const one = async () => {
      most = Math.max(most, (under += 1));
      await pause(10);
      under -= 1;
      done += 1;
    };
    const all = Promise.all([1, 2, 3, 4].map(() => pace.run(one)));
    expect(await timed(pace.run(work(5), true))).toBeLessThan(60);
    expect(done).toBeLessThan(4);
    expect(await timed(all)).toBeGreaterThan(100);
    expect([most, done]).toEqual([1, 4]);
  });

  it('goes on after what failed', async () => {
    const pace = new Pace(1, 0.5);
    await pace.run(work(5));
    await expect(pace.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await pace.run(() => Promise.resolve('next'))).toBe('next');
  });
});
