import { Logger } from '@nestjs/common';

/**
 * Repeats one piece of work: again at once while it reports work done, otherwise after the pause. Errors are logged and retried.
 * `stop()` resolves when the run in progress has ended.
 */
export class Heartbeat {
  private readonly log: Logger;
  private stopping = false;
  private wake: (() => void) | undefined;
  private running: Promise<void> | undefined;

  public constructor(
    private readonly name: string,
    private readonly pauseMs: number,
    private readonly work: () => Promise<boolean>,
  ) {
    this.log = new Logger(name);
  }

  public start(): void {
    this.running ??= this.run();
  }

  public async stop(): Promise<void> {
    this.stopping = true;
    this.wake?.();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      let more = false;
      try {
        more = await this.work();
        if (failures > 0) this.log.log(`${this.name} works again after ${failures} failures`);
        failures = 0;
      } catch (error) {
        failures += 1;
        // The first failure and then ever rarer ones: an outage must not fill the log.
        if (Number.isInteger(Math.log2(failures)))
          this.log.error(`${this.name} failed ${failures} times: ${(error as Error).message}`);
      }
      if (!more) await this.pause(Math.min(this.pauseMs * 2 ** Math.min(failures, 6), Math.max(this.pauseMs, 2_000)));
    }
  }

  private pause(ms: number): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
