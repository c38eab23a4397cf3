import { sql, type Rows } from '@clin/platform';
import type { LabelChange } from './explanation.js';
import type { DisclosureLine, Pause } from './sight-history.js';

/** Disclosures past and present: all for the owner, those to one's own agency for a recipient; none for others. */
export function disclosureLines(rows: Rows, recordId: string): Promise<DisclosureLine[]> {
  return rows.rows<DisclosureLine>(sql`SELECT id, agency, agency_name AS "agencyName", owner, owner_name AS "ownerName", purpose,
      legal_basis AS "legalBasis", agreement_id AS "agreementId", agreement, rule_id AS "ruleId", rule_version AS "ruleVersion", conditions, items,
      decided_at AS "decidedAt", decided_by AS "decidedBy", decided_role AS "decidedRole", expires_at AS "expiresAt", revoked_at AS "revokedAt",
      revocation_reason AS "revocationReason", live
    FROM access.disclosures_of(${recordId}::uuid)`);
}

/** When agreements of the actor's agency were not in force, from their dates and their status now. */
export async function agreementPauses(rows: Rows, lines: readonly DisclosureLine[]): Promise<Pause[]> {
  const ids = [...new Set(lines.flatMap(({ agreementId }) => agreementId ?? []))];
  if (ids.length === 0) return [];
  return rows.rows<Pause>(sql`SELECT g.id AS "agreementId", NULL::timestamptz AS until,
      CASE WHEN g.ends_on < current_date THEN (g.ends_on + 1)::timestamptz ELSE now() END AS "from"
    FROM sharing.agreement g WHERE g.id = ANY (${ids}::int[]) AND g.id = ANY (ARRAY(SELECT ctx.lapsed_agreements()))`);
}

/** Oldest first, with the name of whoever changed them if they are of the owner's agency; none for anybody but the owner. */
export function labelChanges(rows: Rows, recordId: string): Promise<LabelChange[]> {
  return rows.rows<LabelChange>(sql`SELECT c.at, u.name AS by, c.sensitivity, c.compartment_id AS operation, c.private_to IS NOT NULL AS private,
      c.to_sensitivity AS "toSensitivity", c.to_compartment_id AS "toOperation", c.to_private_to IS NOT NULL AS "toPrivate"
    FROM access.label_change c LEFT JOIN identity.user_account u ON u.id = c.by_user AND u.agency_id = c.owner_agency_id
    WHERE c.record_id = ${recordId}::uuid AND (SELECT access.owns(${recordId}::uuid)) ORDER BY c.at, c.id`);
}
