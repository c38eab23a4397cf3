import { sql } from '@clin/platform';
import { appendAudit, type Schedule } from '@clin/platform/events';

/**
 * Reminds of reviews after 12 and 24 hours. When each was told of is in the row, committed with its event: what was due while no worker ran is
 * told once by the next, and workers at the same time skip each other's rows.
 */
export function remindOfEmergencies(): Schedule {
  return {
    name: 'remind-of-emergencies',
    everyMs: 30_000,
    boundary: 'no-record',
    audit: 'emergency.remind',
    execute: (database) =>
      database.run(async (tx) => {
        const due = await tx.rows<{ emergency: string; record: string; hours: number }>(
          sql`SELECT emergency, record, hours FROM access.remind_reviews()`,
        );
        for (const { emergency, record, hours } of due)
          await appendAudit(tx, { event: 'emergency.remind', recordIds: [record], detail: { emergency, hours } });
        return due.length === 100;
      }),
  };
}
