import { sql } from '@clin/platform';
import { appendAudit, type Schedule } from '@clin/platform/events';

const BATCH = 100;

/** Reminds owners of questions at half-time and tells of what is late; the database takes each once, whatever number of workers run. */
export function mindQuestions(): Schedule {
  return {
    name: 'mind-questions',
    everyMs: 30_000,
    boundary: 'no-record',
    audit: 'discovery.mind',
    execute: (database) =>
      database.run(async (tx) => {
        const minded = await tx.row<{ count: number }>(sql`SELECT access.mind_questions(${BATCH}) AS count`);
        const count = minded?.count ?? 0;
        if (count > 0) await appendAudit(tx, { event: 'discovery.mind', recordIds: [], detail: { minded: count } });
        return count === BATCH;
      }),
  };
}
