import { sql, type Tx } from '@clin/platform';

/** For how long something is shared when nobody says until when. */
export const USUAL_MONTHS = 12;

/** What the owner decides to disclose: named items of one record, to one agency, under one agreement, until a date. */
export interface DisclosureDecision {
  recordId: string;
  recipientAgencyId: number;
  itemIds: readonly string[];
  purpose: string;
  legalBasis: string;
  agreementId: number;
  conditions: string;
  expiresAt: Date;
  standingRuleId?: number;
}

/**
 * Discloses items of a record to another agency and returns the disclosure's id.
 * The database refuses (CL404, CL409, CL422) unless the actor's agency owns the record, an agreement between both agencies is in force,
 * every item is the record's, restricted items carry the originator's consent, and the expiry lies in the future.
 */
export async function discloseRecord(tx: Tx, decision: DisclosureDecision): Promise<string> {
  const row = await tx.row<{
    id: string;
  }>(sql`SELECT access.disclose(${decision.recordId}::uuid, ${decision.recipientAgencyId}::smallint,
    ${[...decision.itemIds]}::uuid[], ${decision.purpose}, ${decision.legalBasis}, ${decision.agreementId}::int, ${decision.conditions},
    ${decision.expiresAt}::timestamptz, ${decision.standingRuleId ?? null}::int) AS id`);
  return row!.id;
}

/** Ends a disclosure: its grants are gone with this commit. Returns the record's id; CL404 unless the actor's agency disclosed it, CL409 twice. */
export async function revokeDisclosure(tx: Tx, disclosureId: string, reason: string): Promise<string> {
  const row = await tx.row<{ id: string }>(sql`SELECT access.revoke(${disclosureId}::uuid, ${reason}) AS id`);
  return row!.id;
}
