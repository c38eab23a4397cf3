import { sql, type Actor, type Query } from '@clin/platform';

/** A step in the life of an operation, as the owner's members know it. */
export interface OperationStep {
  what: 'opened' | 'handed-over' | 'taken-over' | 'closed' | 'reopened';
  /** Who leads from then on; null for somebody who works elsewhere now. */
  lead: string | null;
  by: string | null;
  reason: string | null;
  at: Date;
}

/** Newest first. Row-level security shows it to members of the owner; the predicate says so a second time. */
export function operationHistory(q: Query, actor: Actor, key: string): Promise<OperationStep[]> {
  return q.rows<OperationStep>(sql`SELECT s.what, l.name AS lead, b.name AS by, s.reason, s.at
    FROM access.compartment_step s JOIN access.compartment c ON c.id = s.compartment_id
      LEFT JOIN identity.user_account l ON l.id = s.lead_id AND l.agency_id = ${actor.agencyId}::smallint
      LEFT JOIN identity.user_account b ON b.id = s.by_id AND b.agency_id = ${actor.agencyId}::smallint
    WHERE c.key = ${key}::uuid AND s.owner_agency_id = ${actor.agencyId}::smallint AND s.compartment_id = ANY (ARRAY(SELECT ctx.compartments()))
    ORDER BY s.at DESC LIMIT 100`);
}
