import { judge } from './grant.js';
import { readerOf, heads, type ReaderGroup } from './audience.js';
import type { KnownGrant } from './grants.query.js';

/** A change to a record's grants that is not made. */
export type GrantChange =
  | { kind: 'labels'; sensitivity?: number; operation?: number | null }
  | {
      kind: 'disclosure';
      agencyId: number;
      agency: string;
      agencyName: string;
      items: readonly string[];
      validUntil: Date | null;
      inForce: boolean;
    }
  | { kind: 'revocation'; disclosureId: string };

/** One agency whose people or items change: heads, never names. */
export interface SightDifference {
  agency: string;
  agencyName: string;
  before: number;
  after: number;
  gains: number;
  loses: number;
  itemsBefore: number;
  itemsAfter: number;
}

/** The grants as they would be. */
export function changed(grants: readonly KnownGrant[], change: GrantChange): KnownGrant[] {
  if (change.kind === 'revocation') return grants.filter(({ disclosureId }) => disclosureId !== change.disclosureId);
  if (change.kind === 'labels')
    return grants.map((grant) => ({
      ...grant,
      sensitivity: change.sensitivity ?? grant.sensitivity,
      compartmentId: change.operation === undefined ? grant.compartmentId : change.operation,
    }));
  const own = grants.find(({ disclosureId }) => disclosureId === null);
  if (!own) return [...grants];
  const { agencyId, agency, agencyName, validUntil } = change;
  const disclosureId = `not made ${grants.length}`;
  return [
    ...grants,
    {
      ...own,
      agencyId,
      agency,
      agencyName,
      validUntil,
      disclosureId,
      agreementInForce: change.inForce,
      items: [...change.items],
    },
  ];
}

/** Who gains and who loses sight, by the guard's own judge over the grants before and after; agencies where nothing changes are left out. */
export function differences(
  before: readonly KnownGrant[],
  after: readonly KnownGrant[],
  groups: readonly ReaderGroup[],
  now: Date,
): SightDifference[] {
  const agencies = new Map(
    [...before, ...after].map(({ agencyId, agency, agencyName }) => [agencyId, { agency, agencyName }]),
  );
  return [...agencies]
    .map(([agencyId, names]) => {
      const [was, will] = [before, after].map((grants) => grants.filter((grant) => grant.agencyId === agencyId)) as [
        KnownGrant[],
        KnownGrant[],
      ];
      const people = groups.filter((group) => group.agencyId === agencyId);
      const can = (group: ReaderGroup, grants: readonly KnownGrant[]): boolean =>
        judge(readerOf(group), grants, now).allowed;
      const counted = (wanted: (could: boolean, can: boolean) => boolean): number =>
        heads(people.filter((group) => wanted(can(group, was), can(group, will))));
      return {
        ...names,
        before: counted((could) => could),
        after: counted((_could, will) => will),
        gains: counted((could, will) => will && !could),
        loses: counted((could, will) => could && !will),
        itemsBefore: itemsIn(was, now),
        itemsAfter: itemsIn(will, now),
      };
    })
    .filter((one) => one.gains > 0 || one.loses > 0 || one.itemsBefore !== one.itemsAfter)
    .sort((a, b) => a.agencyName.localeCompare(b.agencyName));
}

/** Items of grants that are in force, whoever may open them. */
function itemsIn(grants: readonly KnownGrant[], now: Date): number {
  const live = grants.filter(
    ({ agreementInForce, validUntil }) => agreementInForce && (validUntil === null || validUntil > now),
  );
  return new Set(live.flatMap(({ items }) => items)).size;
}
