import { setTimeout as pause } from 'node:timers/promises';

/** Of the database's time, in milliseconds: what may be used at once after a quiet while. Some thousands of notifications. */
const BURST_MS = 1_000;
/** Of each millisecond that goes by, what may be used in the long run. */
const SHARE = 1 / 8;
/** One long transaction does not hold up everything after it for minutes. */
const MOST_OWED_MS = 500;

/**
 * How much of the database's time a worker may take from people who wait for pages. What comes as it happens is handled at once; a long
 * queue, once the burst is used up, by one transaction at a time with rests between, so that it drains steadily beside them.
 * The slower the database answers the longer the rests. What must happen at once does not wait here, and is counted.
 */
export class Pace {
  private credit: number;
  private at = performance.now();
  private line: Promise<unknown> = Promise.resolve();

  public constructor(
    private readonly burstMs = BURST_MS,
    private readonly share = SHARE,
  ) {
    this.credit = burstMs;
  }

  public async run<T>(work: () => Promise<T>, atOnce = false): Promise<T> {
    if (atOnce || this.left() > 0) return this.counted(work);
    const turn = this.line.then(async () => {
      for (let left = this.left(); left <= 0; left = this.left()) await pause(Math.ceil(-left / this.share) + 1);
      return this.counted(work);
    });
    this.line = turn.catch(() => undefined);
    return turn;
  }

  private async counted<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.credit = Math.max(this.left() - (performance.now() - started), -MOST_OWED_MS * this.share);
    }
  }

  private left(): number {
    const now = performance.now();
    this.credit = Math.min(this.credit + (now - this.at) * this.share, this.burstMs);
    this.at = now;
    return this.credit;
  }
}
