import { sql } from '@clin/platform';
import { appendAudit, type Schedule } from '@clin/platform/events';

const BATCH = 100;

/**
 * Warns whoever is waited for, tells its leads when it is late, then the sender and the co-ordinators, as events that are announced like any other.
 * Every worker may run it: the database takes each once, and what was due while no worker ran is due still.
 */
export function mindReferrals(): Schedule {
  return {
    name: 'mind-referrals',
    everyMs: 15_000,
    boundary: 'no-record',
    audit: 'referral.mind',
    execute: (database) =>
      database.run(async (tx) => {
        const minded = await tx.row<{ count: number }>(sql`SELECT referrals.mind(${BATCH}) AS count`);
        const count = minded?.count ?? 0;
        if (count > 0) await appendAudit(tx, { event: 'referral.mind', recordIds: [], detail: { minded: count } });
        return count === BATCH;
      }),
  };
}
