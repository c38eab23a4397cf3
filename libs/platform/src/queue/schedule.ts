import type { WorkerDatabase } from '../outbox/worker-database.js';

/** Work that the worker repeats by itself. It must be safe to run in several workers at once. */
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
  execute(database: WorkerDatabase): Promise<boolean>;
}
