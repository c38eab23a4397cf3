import { readableBy } from '@clin/access';
import { NotVisible, sql, type Actor, type Rows } from '@clin/platform';
import { isUuid } from '@clin/platform/server';

/** The record at the other end of a link that stands. NotVisible where the actor does not read it: to others the link does not exist. */
export async function liveLink(
  rows: Rows,
  actor: Actor,
  caseId: string,
  linkId: string,
): Promise<{ recordId: string; kind: number }> {
  if (!isUuid(linkId)) throw new NotVisible('malformed');
  const found = await rows.row<{
    recordId: string;
    kind: number;
  }>(sql`SELECT l.record_id AS "recordId", l.kind FROM cases.link l
    WHERE l.id = ${linkId}::uuid AND l.case_id = ${caseId}::uuid AND l.removed_at IS NULL
      AND (SELECT true FROM access.item_visibility v WHERE v.record_id = l.record_id AND ${readableBy(actor, 'v')} LIMIT 1)`);
  if (!found) throw new NotVisible('absent');
  return found;
}
