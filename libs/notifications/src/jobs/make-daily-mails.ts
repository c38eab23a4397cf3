import type { Schedule } from '@clin/platform/events';
import { makeDigests } from '../delivery.store.js';

const BATCH = 500;

/** One e-mail a day for each person who asked for that and for whom something waits. The database makes it once, however many workers ask. */
export function makeDailyMails(): Schedule {
  return {
    name: 'make-daily-mails',
    everyMs: 60_000,
    boundary: 'no-record',
    audit: 'none: it counts nothing and sends nothing; both happen as each person',
    execute: (database) => database.run(async (tx) => (await makeDigests(tx, BATCH)) === BATCH),
  };
}
