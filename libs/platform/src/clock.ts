import { Injectable } from '@nestjs/common';

/** What the database's clock said, and when that was by this process's own stopwatch, which nobody sets. */
let heard: { database: number; at: number } | undefined;

/**
 * The time, replaceable in tests. There is one clock, the database's: it decides expiry and sessions, and whoever looks a person up is told
 * the time as well. A server whose own clock is wrong dates, refuses and shows as all the others do.
 */
@Injectable()
export class Clock {
  /** Where nothing can be injected, such as a view. */
  public static time(): Date {
    return heard ? new Date(heard.database + performance.now() - heard.at) : new Date();
  }

  public static follow(database: Date): void {
    heard = { database: database.getTime(), at: performance.now() };
  }

  public now(): Date {
    return Clock.time();
  }
}
