import { sql } from '@clin/platform';
import type { Schedule } from '@clin/platform/events';
import '../events.js';

const HOUR_MS = 3_600_000;

/** Tells the parties' leads of a review 28 days ahead and on its day. The database makes each reminder once, however many workers ask. */
export function remindOfReviews(): Schedule {
  return {
    name: 'remind-of-reviews',
    everyMs: HOUR_MS,
    boundary: 'no-record',
    audit: 'none: what it sends is logged when it is announced',
    execute: async (database) => {
      await database.run((tx) => tx.rows(sql`SELECT sharing.remind_reviews()`));
      return false;
    },
  };
}
