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

/** When agreements of the actor's agency were not in force: suspended, ended by a party, or past their last day. */
export async function agreementPauses(rows: Rows, lines: readonly DisclosureLine[]): Promise<Pause[]> {
  const ids = [...new Set(lines.flatMap(({ agreementId }) => agreementId ?? []))];
  if (ids.length === 0) return [];
  return rows.rows<Pause>(sql`
    SELECT s.agreement_id AS "agreementId", s.suspended_at AS "from", s.reinstated_at AS until FROM sharing.agreement_suspension s
      WHERE s.agreement_id = ANY (${ids}::int[])
    UNION ALL SELECT e.agreement_id, e.at, NULL FROM sharing.agreement_event e WHERE e.agreement_id = ANY (${ids}::int[]) AND e.action = 'end'
    UNION ALL SELECT g.id, CASE WHEN g.ends_on < current_date THEN (g.ends_on + 1)::timestamp AT TIME ZONE 'Europe/London' ELSE now() END, NULL
      FROM sharing.agreement g WHERE g.id = ANY (${ids}::int[]) AND g.id = ANY (ARRAY(SELECT ctx.lapsed_agreements()))`);
}

/**
 * Oldest first, with the name of whoever changed them if they are of the owner's agency; none for anybody but the owner. An operation
 * that the actor is no member of has no name for them.
 */
export function labelChanges(rows: Rows, recordId: string): Promise<LabelChange[]> {
  return rows.rows<LabelChange>(sql`SELECT c.at, u.name AS by, c.sensitivity, c.private_to IS NOT NULL AS private,
      CASE WHEN c.compartment_id IS NOT NULL THEN coalesce(was.name, 'an operation') END AS operation,
      c.to_sensitivity AS "toSensitivity", c.to_private_to IS NOT NULL AS "toPrivate",
      CASE WHEN c.to_compartment_id IS NOT NULL THEN coalesce(will.name, 'an operation') END AS "toOperation"
    FROM access.label_change c LEFT JOIN identity.user_account u ON u.id = c.by_user AND u.agency_id = c.owner_agency_id
      LEFT JOIN access.compartment was ON was.id = c.compartment_id AND was.id = ANY (ARRAY(SELECT ctx.compartments()))
      LEFT JOIN access.compartment will ON will.id = c.to_compartment_id AND will.id = ANY (ARRAY(SELECT ctx.compartments()))
    WHERE c.record_id = ${recordId}::uuid AND (SELECT access.owns(${recordId}::uuid)) ORDER BY c.at, c.id`);
}

/** The operation by the name that its members know; undefined for none. */
export async function operationNamed(rows: Rows, id: number | null): Promise<{ name: string } | undefined> {
  if (id === null) return undefined;
  const found = await rows.row<{ name: string }>(sql`SELECT name FROM access.compartment WHERE id = ${id}::int
    AND id = ANY (ARRAY(SELECT ctx.compartments()))`);
  return found ?? { name: 'an operation' };
}

/** The post, never a person, that an agreement names as its contact point, by the agreement's reference. */
export async function contactPosts(rows: Rows, lines: readonly DisclosureLine[]): Promise<Map<string, string>> {
  const ids = [...new Set(lines.flatMap(({ agreementId }) => agreementId ?? []))];
  const found = await rows.rows<{ agreement: string; post: string }>(sql`SELECT g.reference AS agreement,
      concat_ws(', ', g.contact_post, g.contact_phone) AS post
    FROM sharing.agreement g WHERE g.id = ANY (${ids}::int[]) AND g.contact_post IS NOT NULL AND g.id = ANY (ARRAY(SELECT ctx.my_agreements()))`);
  return new Map(found.map(({ agreement, post }) => [agreement, post]));
}
