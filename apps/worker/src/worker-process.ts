import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { WorkerDatabase, type Schedule } from '@clin/platform/events';
import { HandleEvents, Heartbeat, RelayOutbox } from '@clin/platform/worker';

export const SCHEDULES = Symbol('schedules');

const RELAY_PAUSE_MS = 100;

/** What runs in the worker besides the queues' own loops, and the order in which it all stops. */
@Injectable()
export class WorkerProcess implements BeforeApplicationShutdown {
  private readonly beats: Heartbeat[];

  public constructor(
    relay: RelayOutbox,
    database: WorkerDatabase,
    private readonly events: HandleEvents,
    @Inject(SCHEDULES) schedules: readonly Schedule[],
  ) {
    this.beats = [
      new Heartbeat('relay-outbox', RELAY_PAUSE_MS, () => relay.execute()),
      ...schedules.map((schedule) => new Heartbeat(schedule.name, schedule.everyMs, () => schedule.execute(database))),
    ];
  }

  /** Resolves when the queue answers and the work has begun. */
  public async start(): Promise<void> {
    await this.events.worker.waitUntilReady();
    for (const beat of this.beats) beat.start();
  }

  /** Nothing new is taken; what has begun is finished. */
  public async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.beats.map((beat) => beat.stop()));
    await this.events.worker.close();
  }
}
