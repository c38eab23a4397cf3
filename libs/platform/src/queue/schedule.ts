import type { FollowUp } from '../outbox/event-handlers.js';
import type { WorkerDatabase } from '../outbox/worker-database.js';

/** Work that the worker repeats by itself, and what it asks to be queued once it has committed. */
export interface ScheduleOutcome {
  /** More may be waiting: it runs again at once. */
  more: boolean;
  followUps: readonly FollowUp[];
}

/**
 * Each transaction of it holds the schedule's lock, so that no two workers are ever in one at the same time; and it runs once in its
 * pause, however many workers there are. It should be one transaction.
 */
export interface Schedule {
  /** Imperative: seal-audit. */
  name: string;
  /** The pause after a run that found nothing to do, in milliseconds. */
  everyMs: number;
  /** Whose sight it uses, as for an event handler. */
  boundary: 'no-record';
  /** The audit event it appends, or why it needs none. */
  audit: string;
  /** Answers whether more may be waiting, in which case it runs again at once. */
  execute(database: WorkerDatabase): Promise<boolean | ScheduleOutcome>;
}
