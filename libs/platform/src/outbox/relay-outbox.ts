import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { EVENTS_QUEUE } from '../queue/queue.module.js';
import { EventHandlers } from './event-handlers.js';
import { jobsOf } from './event-jobs.js';
import { markRelayed, takeWaiting } from './outbox.store.js';
import { within } from '../within.js';
import { WorkerDatabase } from './worker-database.js';

const BATCH = 200;
const ADD_TIMEOUT_MS = 5_000;

/** Moves committed events from the outbox to the queue: one job for each handler of the event. */
@Injectable()
export class RelayOutbox {
  public constructor(
    private readonly database: WorkerDatabase,
    private readonly handlers: EventHandlers,
    @InjectQueue(EVENTS_QUEUE) private readonly queue: Queue,
  ) {}

  /**
   * Relays one batch and answers whether more may be waiting. The rows are marked after the add: a crash in between repeats the add,
   * and the same job id makes that a no-op.
   */
  public async execute(): Promise<boolean> {
    return this.database.run(async (tx) => {
      const events = await takeWaiting(tx, this.handlers.types(), BATCH);
      if (events.length === 0) return false;
      await within(ADD_TIMEOUT_MS, this.queue.addBulk(jobsOf(events, this.handlers)));
      await markRelayed(
        tx,
        events.map((event) => event.id),
      );
      return events.length === BATCH;
    });
  }
}
