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

/** Opened by one person for an hour: no other grant of a disclosure is one person's. */
export const isEmergency = ({ privateTo, disclosureId }: Grant): boolean => privateTo !== null && disclosureId !== null;

/** Whom a grant may reach: a person, or what a group of people has in common. */
export type Reader = Pick<Actor, 'userId' | 'clearance'> & { compartments: readonly number[] };

/** One grant and what keeps it from the reader; without an obstacle it reaches them. */
export interface Weighed<G extends Grant = Grant> {
  grant: G;
  obstacle?: string;
}

/** The decision with the reasons of every grant: the guard reads the first, explanations and simulations read all. */
export type Judgement<G extends Grant = Grant> = Decision & { weighed: Weighed<G>[] };

/** Why a grant does not reach the actor, or undefined when it does. The order is the order in which people are told. */
function obstacle(reader: Reader, grant: Grant, now: Date): string | undefined {
  if (grant.privateTo !== null && grant.privateTo !== reader.userId)
    return grant.disclosureId === null ? 'private-draft' : 'not-disclosed';
  if (grant.compartmentId !== null && !reader.compartments.includes(grant.compartmentId)) return 'compartment';
  if (grant.sensitivity > reader.clearance) return 'clearance';
  if (!grant.agreementInForce) return 'no-agreement';
  if (grant.validUntil !== null && grant.validUntil <= now) return 'expired';
  return undefined;
}

/**
 * The boundary's decision for one record: allowed when any grant reaches the reader; otherwise the reason, for the audit log and for
 * those who may know that the record exists. The guard, the explanation and the simulator all ask here.
 * `visibleTo` is the same policy as SQL, and the row-level security policies state it a third time, independently.
 */
export function judge<G extends Grant>(reader: Reader, grants: readonly G[], now: Date): Judgement<G> {
  const weighed = grants.map((grant): Weighed<G> => {
    const found = obstacle(reader, grant, now);
    return found === undefined ? { grant } : { grant, obstacle: found };
  });
  if (weighed.some((one) => one.obstacle === undefined)) return { allowed: true, weighed };
  return { allowed: false, reason: weighed[0]?.obstacle ?? 'not-disclosed', weighed };
}
