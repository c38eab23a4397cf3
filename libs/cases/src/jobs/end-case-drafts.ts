import { sql } from '@clin/platform';
import { appendAudit, type Schedule } from '@clin/platform/events';

const BATCH = 100;

/** Throws away what was typed about cases that nobody has opened, once it was left as long as `platform.draft_retention` says. */
export function endCaseDrafts(): Schedule {
  return {
    name: 'end-case-drafts',
    everyMs: 600_000,
    boundary: 'no-record',
    audit: 'case.end-drafts',
    execute: (database) =>
      database.run(async (tx) => {
        const ended = await tx.rows<{ person: string }>(sql`SELECT cases.end_drafts(${BATCH}) AS person`);
        const people = ended.map(({ person }) => person);
        if (people.length > 0) await appendAudit(tx, { event: 'case.end-drafts', recordIds: [], detail: { people } });
        return people.length === BATCH;
      }),
  };
}
