import { sql, type Actor, type Rows } from '@clin/platform';
import type { KnownGrant } from './grants.query.js';

export interface KnownAgency {
  id: number;
  code: string;
  name: string;
  /** It takes part now, and an agreement with the actor's agency is in force. */
  inForce: boolean;
}

/** Agencies under any agreement with the actor's, and those that hold a grant of its record; the actor's own first. */
export async function knownAgencies(
  rows: Rows,
  actor: Actor,
  known: readonly KnownGrant[] = [],
): Promise<KnownAgency[]> {
  const holders = [...new Set([actor.agencyId, ...known.map(({ agencyId }) => agencyId)])];
  return rows.rows<KnownAgency>(sql`SELECT a.id, a.code, a.name, EXISTS (
      SELECT 1 FROM sharing.agreement_party us JOIN sharing.agreement_party them USING (agreement_id)
      WHERE us.agency_id = ${actor.agencyId}::smallint AND them.agency_id = a.id
        AND agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())))
      AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date) AS "inForce"
    FROM identity.agency a WHERE a.id = ANY (${holders}::smallint[]) OR a.id IN (
      SELECT them.agency_id FROM sharing.agreement_party us JOIN sharing.agreement_party them USING (agreement_id)
      WHERE us.agency_id = ${actor.agencyId}::smallint)
    ORDER BY a.id <> ${actor.agencyId}::smallint, a.name`);
}

/** Whom pickers offer to share with: other agencies under an agreement in force with the actor's. */
export async function partnersOf(rows: Rows, actor: Actor): Promise<KnownAgency[]> {
  return (await knownAgencies(rows, actor)).filter(({ id, inForce }) => inForce && id !== actor.agencyId);
}
