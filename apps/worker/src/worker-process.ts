import type { WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { WorkerDatabase, type Schedule } from '@clin/platform/events';
import { FollowUps, Heartbeat, ReconcileOutbox, RelayOutbox, ScheduledRun } from '@clin/platform/worker';

export const SCHEDULES = Symbol('schedules');
export const QUEUE_WORKERS = Symbol('queue workers');

const RELAY_PAUSE_MS = 100;

/** What runs in the worker besides the queues' own loops, and the order in which it all stops. */
@Injectable()
export class WorkerProcess implements BeforeApplicationShutdown {
  private readonly beats: Heartbeat[];

  public constructor(
    relay: RelayOutbox,
    reconcile: ReconcileOutbox,
    database: WorkerDatabase,
    followUps: FollowUps,
    @Inject(QUEUE_WORKERS) private readonly queues: readonly WorkerHost[],
    @Inject(SCHEDULES) schedules: readonly Schedule[],
  ) {
    const runs = [reconcile.schedule(), ...schedules].map(
      (schedule) => new ScheduledRun(schedule, database, (asked) => followUps.add(asked)),
    );
    this.beats = [
      new Heartbeat('relay-outbox', RELAY_PAUSE_MS, () => relay.execute()),
      ...runs.map((run) => new Heartbeat(run.schedule.name, run.pauseMs, () => run.execute())),
    ];
  }

  /** Resolves when the queue answers and the work has begun. */
  public async start(): Promise<void> {
    await Promise.all(this.queues.map(({ worker }) => worker.waitUntilReady()));
    for (const beat of this.beats) beat.start();
  }

  /** Nothing new is taken; what has begun is finished, while the connections are still open. */
  public async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.beats.map((beat) => beat.stop()));
    await Promise.all(this.queues.map(({ worker }) => worker.close()));
  }
}
