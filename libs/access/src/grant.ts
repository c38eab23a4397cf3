import type { Actor, Decision } from '@clin/platform';

/** One grant of a record to the actor's agency: the owner's own (no disclosure) or a disclosure's. */
export interface Grant {
  ownerId: number;
  sensitivity: number;
  compartmentId: number | null;
  privateTo: string | null;
  validUntil: Date | null;
  disclosureId: string | null;
  agreementInForce: boolean;
}

type Reader = Pick<Actor, 'userId' | 'clearance'> & { compartments: readonly number[] };

/** Why a grant does not reach the actor, or undefined when it does. The order is the order in which people are told. */
function obstacle(reader: Reader, grant: Grant, now: Date): string | undefined {
  if (grant.privateTo !== null && grant.privateTo !== reader.userId) return 'private-draft';
  if (grant.compartmentId !== null && !reader.compartments.includes(grant.compartmentId)) return 'compartment';
  if (grant.sensitivity > reader.clearance) return 'clearance';
  if (!grant.agreementInForce) return 'no-agreement';
  if (grant.validUntil !== null && grant.validUntil <= now) return 'expired';
  return undefined;
}

/**
 * The boundary's decision for one record: allowed when any grant reaches the actor; otherwise the reason, for the audit log only.
 * `visibleTo` is the same policy as SQL, and the row-level security policies state it a third time, independently.
 */
export function judge(reader: Reader, grants: readonly Grant[], now: Date): Decision {
  const reasons = grants.map((grant) => obstacle(reader, grant, now));
  if (reasons.includes(undefined)) return { allowed: true };
  return { allowed: false, reason: reasons[0] ?? 'not-disclosed' };
}
