import { sql } from '@clin/platform';
import { appendAudit, type Schedule } from '@clin/platform/events';

const BATCH = 100;

/** Erases referrals that were never sent, once they were left as long as `platform.draft_retention` says and nothing refers to them. */
export function endReferralDrafts(): Schedule {
  return {
    name: 'end-referral-drafts',
    everyMs: 600_000,
    boundary: 'no-record',
    audit: 'referral.end-drafts',
    execute: (database) =>
      database.run(async (tx) => {
        const ended = await tx.rows<{ id: string }>(sql`SELECT referrals.end_drafts(${BATCH}) AS id`);
        const recordIds = ended.map(({ id }) => id);
        if (recordIds.length > 0)
          await appendAudit(tx, { event: 'referral.end-drafts', recordIds, detail: { ended: recordIds.length } });
        return recordIds.length === BATCH;
      }),
  };
}
