import { joinSql, sql, type Actor, type Rows } from '@clin/platform';

/** An item as standing rules look at it. */
export interface ShareableItem {
  id: string;
  handling: 'P' | 'C';
  areas: readonly string[];
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

type Match = Omit<StandingRecipient, 'itemIds'> & { handling: 'P' | 'C'; forceCode: string | null; everyArea: boolean };

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
  const areas = [...new Set(items.flatMap((item) => item.areas))];
  if (items.length === 0) return [];
  const matches = await rows.rows<Match>(sql`
    SELECT r.id AS "ruleId", r.version AS "ruleVersion", g.id AS "agreementId", g.reference AS agreement, a.id AS "agencyId", a.code AS agency,
      a.name AS "agencyName", g.purpose, g.legal_basis AS "legalBasis", r.conditions, r.months_valid AS "monthsValid", r.handling,
      a.force_code AS "forceCode", r.recipient = 'agency' AS "everyArea"
    FROM sharing.standing_rule r JOIN sharing.agreement g ON g.id = r.agreement_id
      JOIN sharing.agreement_party us ON us.agreement_id = g.id AND us.agency_id = ${actor.agencyId}
      JOIN sharing.agreement_party them ON them.agreement_id = g.id AND them.agency_id <> ${actor.agencyId}
      JOIN identity.agency a ON a.id = them.agency_id
    WHERE r.kind = ${kind} AND g.id <> ALL (ARRAY(SELECT ctx.lapsed_agreements()))
      AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date)
      AND (r.recipient_agency_id = a.id
        OR (r.recipient = 'forces-in-areas' AND a.force_code IN (${joinSql(areas.length > 0 ? areas : [''])})))
    ORDER BY a.name, r.id`);
  return matches
    .map(({ handling, forceCode, everyArea, ...match }) => ({
      ...match,
      itemIds: items
        .filter(
          (item) => item.handling === handling && (everyArea || (forceCode !== null && item.areas.includes(forceCode))),
        )
        .map((item) => item.id),
    }))
    .filter((recipient) => recipient.itemIds.length > 0);
}
