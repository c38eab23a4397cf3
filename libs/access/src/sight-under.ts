import { heads, readerOf, type ReaderGroup } from './audience.js';
import { judge } from './grant.js';

/** Disclosures under one agreement to one agency, of records with the same labels: the judge cannot tell them apart. */
export interface GrantsUnder {
  agencyId: number;
  agency: string;
  name: string;
  ownerId: number;
  kind: number;
  sensitivity: number;
  compartmentId: number | null;
  /** The agency sees these records through something else as well. */
  kept: boolean;
  disclosures: number;
  records: number;
  /** One of them, of which readers are asked. */
  sample: string;
}

/** What a change of the agreement would do at one agency. */
export interface SightUnder {
  agency: string;
  name: string;
  disclosures: number;
  /** Records that nobody there sees after it, or did before. */
  records: number;
  /** Records that stay visible there through something else. */
  kept: number;
  /** People there who lose sight of any of them, or gain it. */
  people: number;
}

/** Whether the agreement is in force, before the change and after it. */
export interface InForce {
  before: boolean;
  after: boolean;
}

/** Whom a change of an agreement hides its disclosures from, or shows them to, by the guard's own judge; nobody when it stays as it is. */
export function sightUnder(
  grants: readonly GrantsUnder[],
  groups: readonly ReaderGroup[],
  { before, after }: InForce,
  now: Date,
): SightUnder[] {
  if (before === after) return [];
  const sees = (group: ReaderGroup, one: GrantsUnder, agreementInForce: boolean): boolean =>
    judge(
      readerOf(group),
      [
        {
          ...one,
          privateTo: null,
          validUntil: null,
          disclosureId: one.sample,
          agreementInForce: agreementInForce || one.kept,
        },
      ],
      now,
    ).allowed;
  return [...Map.groupBy(grants, ({ agencyId }) => agencyId)]
    .map(([agencyId, theirs]) => {
      const people = groups.filter((group) => group.agencyId === agencyId);
      const total = (of: 'disclosures' | 'records', which = theirs): number =>
        which.reduce((sum, one) => sum + one[of], 0);
      return {
        agency: theirs[0]!.agency,
        name: theirs[0]!.name,
        disclosures: total('disclosures'),
        records: total(
          'records',
          theirs.filter(({ kept }) => !kept),
        ),
        kept: total(
          'records',
          theirs.filter(({ kept }) => kept),
        ),
        people: heads(
          people.filter((group) => theirs.some((one) => sees(group, one, before) !== sees(group, one, after))),
        ),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
