import { randomUUID } from 'node:crypto';
import { sql, type Actor, type Tx } from '@clin/platform';

/** The originator's consent, recorded by a source handler, to disclose one restricted item (A1 or S2) to one agency. */
export async function recordConsent(
  tx: Tx,
  actor: Actor,
  consent: { itemId: string; recordId: string; recipientAgencyId: number; statement: string },
): Promise<string> {
  const id = randomUUID();
  await tx.rows(sql`INSERT INTO access.originator_consent (id, item_id, record_id, owner_agency_id, recipient_agency_id, statement, given_by)
    VALUES (${id}, ${consent.itemId}, ${consent.recordId}, ${actor.agencyId}, ${consent.recipientAgencyId}, ${consent.statement}, ${actor.userId})`);
  return id;
}
