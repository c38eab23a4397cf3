import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { EVENTS_QUEUE } from '../queue/queue.module.js';
import type { Schedule } from '../queue/schedule.js';
import { EventHandlers } from './event-handlers.js';
import { jobsOf } from './event-jobs.js';
import { markRelayed, settledJobs, takeUndone } from './outbox.store.js';
import { within } from '../within.js';
import type { WorkerTx } from './worker-database.js';

/** An event that was given to the queue and is not done after this time is given to it again. */
export const UNDONE_AFTER_MS = 120_000;
const EVERY_MS = 5_000;
const BATCH = 200;
const ADD_TIMEOUT_MS = 5_000;

/**
 * The outbox is the truth and the queue is not: whatever it lost (an emptied Redis, a restored database) is added again under the same id,
 * which changes nothing where the job is still there.
 */
@Injectable()
export class ReconcileOutbox {
  public constructor(
    private readonly handlers: EventHandlers,
    @InjectQueue(EVENTS_QUEUE) private readonly queue: Queue,
  ) {}

  public schedule(): Schedule {
    return {
      name: 'reconcile-outbox',
      everyMs: EVERY_MS,
      boundary: 'no-record',
      audit: 'none: the handlers it queues log what they do',
      execute: (database) => database.run((tx) => this.execute(tx)),
    };
  }

  private async execute(tx: WorkerTx): Promise<boolean> {
    const events = await takeUndone(tx, this.handlers.types(), UNDONE_AFTER_MS, BATCH);
    if (events.length === 0) return false;
    const ids = events.map(({ id }) => id);
    const jobs = jobsOf(events, this.handlers, await settledJobs(tx, ids));
    if (jobs.length > 0) await within(ADD_TIMEOUT_MS, this.queue.addBulk(jobs));
    await markRelayed(tx, ids);
    return events.length === BATCH;
  }
}
