import { discloseRecord } from '@clin/access';
import type { Actor, Tx } from '@clin/platform';
import { endOfLondonDay, monthsFrom } from '@clin/platform/working-time';
import { standingRecipients, type ShareableItem, type StandingRecipient } from './standing-recipients.query.js';

export type StandingDisclosure = StandingRecipient & { disclosureId: string };

/** What a rule gives one agency, and on which grounds: those of its agreement. */
export type RuleGift = Pick<
  StandingRecipient,
  'ruleId' | 'agreementId' | 'agencyId' | 'purpose' | 'legalBasis' | 'conditions' | 'monthsValid' | 'itemIds'
>;

/** Writes an ordinary disclosure, citing its rule, for every agency that a standing rule names. */
export async function applyStandingRules(
  tx: Tx,
  actor: Actor,
  record: { id: string; kind: number; items: readonly ShareableItem[] },
  now: Date,
): Promise<StandingDisclosure[]> {
  const made: StandingDisclosure[] = [];
  for (const recipient of await standingRecipients(tx, actor, record.kind, record.items))
    made.push({ ...recipient, disclosureId: await discloseByRule(tx, record.id, recipient, now) });
  return made;
}

/** One disclosure by a rule, at dissemination or for a record disseminated before; it lasts until the last moment of the day that the rule leads to, as the pages before it say. */
export function discloseByRule(tx: Tx, recordId: string, gift: RuleGift, now: Date): Promise<string> {
  return discloseRecord(tx, {
    recordId,
    recipientAgencyId: gift.agencyId,
    itemIds: gift.itemIds,
    purpose: gift.purpose,
    legalBasis: gift.legalBasis,
    agreementId: gift.agreementId,
    conditions: gift.conditions,
    expiresAt: endOfLondonDay(monthsFrom(now, gift.monthsValid)),
    standingRuleId: gift.ruleId,
  });
}
