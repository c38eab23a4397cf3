import { sql, type Actor, type Rows } from '@clin/platform';
import { accededParties, rulesInForce, standingMatches } from '@clin/sharing';

/** An item as standing rules are asked about it: its grading, codes and areas are read where they are stored. */
export interface ShareableItem {
  id: string;
}

/** What one standing rule gives one agency of a record about to be disseminated. */
export interface StandingRecipient {
  ruleId: number;
  ruleVersion: number;
  agreementId: number;
  agreement: string;
  agencyId: number;
  agency: string;
  agencyName: string;
  purpose: string;
  legalBasis: string;
  conditions: string;
  monthsValid: number;
  itemIds: string[];
}

/**
 * Whom the standing rules of agreements in force name for these items: dissemination applies exactly this answer and the interruption card
 * shows it beforehand. An agency that is "the force of an area" is a partner with that force code; a task force hosted by the force is not.
 */
export async function standingRecipients(
  rows: Rows,
  actor: Actor,
  kind: number,
  items: readonly ShareableItem[],
): Promise<StandingRecipient[]> {
  if (items.length === 0) return [];
  const ids = items.map(({ id }) => id);
  const these = sql`AND i.item_id = ANY (${ids}::uuid[])`;
  const found = await rows.rows<StandingRecipient>(sql`
    SELECT m.rule_id AS "ruleId", m.version AS "ruleVersion", g.id AS "agreementId", g.reference AS agreement, m.agency_id AS "agencyId",
      m.code AS agency, m.name AS "agencyName", g.purpose, g.legal_basis AS "legalBasis", m.conditions, m.months_valid AS "monthsValid",
      array_agg(m.item_id) AS "itemIds"
    FROM (${standingMatches(actor, kind, rulesInForce(actor), accededParties, these)}) m JOIN sharing.agreement g ON g.id = m.agreement_id
    GROUP BY m.rule_id, m.version, g.id, g.reference, m.agency_id, m.code, m.name, g.purpose, g.legal_basis, m.conditions, m.months_valid
    ORDER BY m.name, m.rule_id`);
  return found.map((one) => ({ ...one, itemIds: ids.filter((id) => one.itemIds.includes(id)) }));
}
