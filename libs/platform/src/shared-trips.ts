import { setImmediate as turnOver } from 'node:timers/promises';

interface Waiting<Given, Found> {
  given: Given;
  settle(found: Found): void;
  fail(error: unknown): void;
}

/** A loop that is never idle would otherwise gather for ever. */
const MOST_TURNS = 20;

interface Limits {
  /** Trips under way at once. */
  lanes: number;
  /** Who share one trip, at most. */
  together: number;
  /** A lane besides the first opens only when so many wait; 1 unless told. */
  crowd?: number;
  /** A trip leaves when so many turns of the event loop, one after another, brought nobody; 1 unless told. */
  patience?: number;
}

/**
 * Many callers, few trips to the database, and no timer: whoever arrives while a trip is under way, or while each turn of the event loop brings
 * somebody more, shares the next one, so each answer is of a trip that began after its caller asked. A trip answers in the order in which it was given.
 */
export class SharedTrips<Given, Found> {
  private readonly queue: Waiting<Given, Found>[] = [];
  private flying = 0;

  public constructor(
    private readonly limits: Limits,
    private readonly travel: (given: Given[]) => Promise<Found[]>,
  ) {}

  public get waiting(): number {
    return this.queue.length;
  }

  /** Rejects with the error of its trip. */
  public join(given: Given): Promise<Found> {
    return new Promise((settle, fail) => {
      this.queue.push({ given, settle, fail });
      const { lanes, crowd = 1 } = this.limits;
      if (this.flying === 0 || (this.flying < lanes && this.queue.length >= crowd)) void this.fly();
    });
  }

  private async fly(): Promise<void> {
    this.flying += 1;
    while (this.queue.length > 0) {
      await this.gather();
      const group = this.queue.splice(0, this.limits.together);
      // The other lane may have taken them all.
      if (group.length === 0) break;
      try {
        const found = await this.travel(group.map(({ given }) => given));
        group.forEach(({ settle }, index) => settle(found[index]!));
      } catch (error) {
        for (const { fail } of group) fail(error);
      }
    }
    this.flying -= 1;
  }

  /** An idle loop turns in microseconds; a busy one brings more with every turn, and a trip costs the same for all of them. */
  private async gather(): Promise<void> {
    const { together, patience = 1 } = this.limits;
    for (let turns = 0, empty = 0; empty < patience && this.queue.length < together && turns < MOST_TURNS; turns += 1) {
      const before = this.queue.length;
      await turnOver();
      empty = this.queue.length > before ? 0 : empty + 1;
    }
  }
}
