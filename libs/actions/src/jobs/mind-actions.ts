import { sql } from '@clin/platform';
import { appendAudit, type Schedule } from '@clin/platform/events';

const BATCH = 100;

/** Escalates what is late, as events that are announced like any other. Every worker may run it: the database takes each action once. */
export function mindActions(): Schedule {
  return {
    name: 'mind-actions',
    everyMs: 30_000,
    boundary: 'no-record',
    audit: 'action.mind',
    execute: (database) =>
      database.run(async (tx) => {
        const minded = await tx.row<{ count: number }>(sql`SELECT cases.mind_actions(${BATCH}) AS count`);
        const count = minded?.count ?? 0;
        if (count > 0) await appendAudit(tx, { event: 'action.mind', recordIds: [], detail: { overdue: count } });
        return count === BATCH;
      }),
  };
}
