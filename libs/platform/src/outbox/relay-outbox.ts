import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { EVENTS_QUEUE } from '../queue/queue.module.js';
import { EventHandlers } from './event-handlers.js';
import { markRelayed, takeWaiting } from './outbox.store.js';
import { WorkerDatabase } from './worker-database.js';

const BATCH = 200;
const ADD_TIMEOUT_MS = 5_000;
const URGENT = { priority: 1 };
const ORDINARY = { priority: 10 };

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
      const jobs = events.flatMap((event) =>
        this.handlers.of(event.type).map((handler) => ({
          name: handler.jobName,
          data: { eventId: event.id },
          opts: {
            jobId: `${event.type}-${handler.jobName}-${event.id}`,
            ...(handler.urgent?.(event) ? URGENT : ORDINARY),
          },
        })),
      );
      await within(ADD_TIMEOUT_MS, this.queue.addBulk(jobs));
      await markRelayed(
        tx,
        events.map((event) => event.id),
      );
      return events.length === BATCH;
    });
  }
}

/** A queue that does not answer must not hold the outbox rows: their transaction would keep the audit log from being sealed. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the queue did not answer within ${ms} ms`)), ms);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
