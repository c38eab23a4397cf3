import { judge, type Grant, type Reader } from './grant.js';

/** People of one agency whom the judge cannot tell apart: heads, never names. */
export interface ReaderGroup {
  agencyId: number;
  agency: string;
  agencyName: string;
  clearance: number;
  /** Of the operations that were asked about. */
  memberOf: number[];
  /** Somebody whom a grant names, such as a draft's author: a group of one. */
  person: string | null;
  people: number;
}

export const readerOf = ({ person, clearance, memberOf }: ReaderGroup): Reader => ({
  userId: person ?? '',
  clearance,
  compartments: memberOf,
});

/** Somebody cleared for everything, of the grant's operation and named by it if it names anyone: what keeps them out keeps everybody out. */
export const anybodyFor = ({ compartmentId, privateTo }: Grant): Reader => ({
  userId: privateTo ?? '',
  clearance: 3,
  compartments: compartmentId === null ? [] : [compartmentId],
});

/** Of these people, those whom the guard's own judge lets in. */
export const reachedAmong = (groups: readonly ReaderGroup[], grants: readonly Grant[], now: Date): ReaderGroup[] =>
  groups.filter((group) => judge(readerOf(group), grants, now).allowed);

export const heads = (groups: readonly ReaderGroup[]): number => groups.reduce((sum, { people }) => sum + people, 0);

/** How many people of one agency its grants reach. */
export const peopleReached = (
  groups: readonly ReaderGroup[],
  agencyId: number,
  grants: readonly Grant[],
  now: Date,
): number =>
  heads(
    reachedAmong(
      groups.filter((group) => group.agencyId === agencyId),
      grants,
      now,
    ),
  );

/** A record is in one operation at most; a grant made to one person may stand outside it. */
export const operationOf = (grants: readonly Grant[]): number | null =>
  grants.find(({ compartmentId }) => compartmentId !== null)?.compartmentId ?? null;
