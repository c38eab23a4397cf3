import { sql } from '@clin/platform';
import { appendAudit, type Schedule } from '@clin/platform/events';

const BATCH = 100;

/** Reminds until somebody accepts, as events that are announced like any other. Every worker may run it: the database takes each step once. */
export function chaseThreats(): Schedule {
  return {
    name: 'chase-threats',
    everyMs: 15_000,
    boundary: 'no-record',
    audit: 'threat.chase',
    execute: (database) =>
      database.run(async (tx) => {
        const chased = await tx.row<{ count: number }>(sql`SELECT threats.chase(${BATCH}) AS count`);
        const count = chased?.count ?? 0;
        if (count > 0) await appendAudit(tx, { event: 'threat.chase', recordIds: [], detail: { told: count } });
        return count >= BATCH;
      }),
  };
}
