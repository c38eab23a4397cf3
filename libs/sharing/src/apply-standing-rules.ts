import { discloseRecord } from '@clin/access';
import type { Actor, Tx } from '@clin/platform';
import { standingRecipients, type ShareableItem, type StandingRecipient } from './standing-recipients.query.js';

export type StandingDisclosure = StandingRecipient & { disclosureId: string };

/** Writes an ordinary disclosure, citing its rule, for every agency that a standing rule names. */
export async function applyStandingRules(
  tx: Tx,
  actor: Actor,
  record: { id: string; kind: number; items: readonly ShareableItem[] },
  now: Date,
): Promise<StandingDisclosure[]> {
  const made: StandingDisclosure[] = [];
  for (const recipient of await standingRecipients(tx, actor, record.kind, record.items)) {
    const expiresAt = new Date(now);
    expiresAt.setUTCMonth(expiresAt.getUTCMonth() + recipient.monthsValid);
    const disclosureId = await discloseRecord(tx, {
      recordId: record.id,
      recipientAgencyId: recipient.agencyId,
      itemIds: recipient.itemIds,
      purpose: recipient.purpose,
      legalBasis: recipient.legalBasis,
      agreementId: recipient.agreementId,
      conditions: recipient.conditions,
      expiresAt,
      standingRuleId: recipient.ruleId,
    });
    made.push({ ...recipient, disclosureId });
  }
  return made;
}
