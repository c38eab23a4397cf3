import { HttpException } from '@nestjs/common';
import { sql, type Actor, type Work } from '@clin/platform';

/**
 * Counts a try to find something under a reference, before it is answered: the database answers no try that is not kept already, so that none is
 * undone with its answer. Throws 429 when there were too many in an hour, and `event` says so on the record.
 */
export async function countTry(
  work: Work,
  actor: Actor,
  kind: 'emergency' | 'discovery',
  reference: string,
  event: string,
): Promise<void> {
  const counted = await work.first(actor, async (tx) => {
    const row = await tx.row<{ counted: boolean }>(sql`SELECT access.count_attempt(${kind}, ${reference}) AS counted`);
    if (!row!.counted) await tx.record({ event, recordIds: [], detail: { reference, outcome: 'too-many' } });
    return row!.counted;
  });
  if (!counted) throw new HttpException('Too many tries', 429);
}
