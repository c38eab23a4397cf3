import { sql } from '@clin/platform';
import { appendAudit, type Schedule } from '@clin/platform/events';

/** When a month is over, tells the auditors of its report, once, if there was any use in it. */
export function endEmergencyMonth(): Schedule {
  return {
    name: 'end-emergency-month',
    everyMs: 600_000,
    boundary: 'no-record',
    audit: 'emergency.end-month',
    execute: (database) =>
      database.run(async (tx) => {
        const ended = await tx.row<{ month: string | null }>(sql`SELECT access.end_emergency_month() AS month`);
        if (ended?.month)
          await appendAudit(tx, { event: 'emergency.end-month', recordIds: [], detail: { month: ended.month } });
        return false;
      }),
  };
}
