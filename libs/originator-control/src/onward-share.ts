import { sql, type Tx } from '@clin/platform';
import { PERMISSION_EVENTS } from './events.js';

/**
 * Called by whoever discloses, in the same transaction: the database has noted which granted requests this disclosure carried out, and
 * each asker is told that it was done, and no more.
 */
export async function tellOfOnwardShare(tx: Tx, recordId: string, disclosureId: string): Promise<void> {
  const done = await tx.rows<{ id: string; asker: number }>(sql`SELECT r.id, r.asker_agency_id AS asker
    FROM sharing.permission_step s JOIN sharing.permission_request r ON r.id = s.request_id
    WHERE s.action = 'share-on' AND s.note = ${disclosureId} AND r.record_id = ${recordId}::uuid ORDER BY r.id`);
  for (const { id, asker } of done)
    await tx.emit({
      type: PERMISSION_EVENTS.sharedOn,
      recordId,
      payload: { requestId: id, recipientAgencyId: asker },
    });
}
