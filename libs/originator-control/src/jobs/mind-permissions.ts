import { sql } from '@clin/platform';
import { appendAudit, type Schedule } from '@clin/platform/events';

const BATCH = 100;

/**
 * Reminds the originator at half-time and escalates what is late, as events that are announced like any other. Every worker may run it: the
 * database takes each request once, and what was due while no worker ran is due still.
 */
export function mindPermissions(): Schedule {
  return {
    name: 'mind-permissions',
    everyMs: 15_000,
    boundary: 'no-record',
    audit: 'permission.mind',
    execute: (database) =>
      database.run(async (tx) => {
        const minded = await tx.row<{ count: number }>(sql`SELECT sharing.mind_permissions(${BATCH}) AS count`);
        const count = minded?.count ?? 0;
        if (count > 0) await appendAudit(tx, { event: 'permission.mind', recordIds: [], detail: { minded: count } });
        return count === BATCH;
      }),
  };
}
