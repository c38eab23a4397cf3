/**
 * Who may read a record, written from the sharing model and from nothing in the product: no import of it, no SQL.
 * Times are hours from now: a grant that ends at or before now has ended.
 */
export interface ReaderFact {
  userId: string;
  agencyId: number;
  clearance: number;
  /** Operations in which the membership has not ended. */
  compartments: ReadonlySet<number>;
}

export interface GrantFact {
  agency: number;
  sensitivity: number;
  compartment: number | null;
  privateTo: string | null;
  endsInHours: number | null;
  agreement: number | null;
  agreementInForce: boolean;
  disclosed: boolean;
}

const TESTS: readonly ((reader: ReaderFact, grant: GrantFact) => boolean)[] = [
  (reader, grant) => reader.agencyId === grant.agency,
  (reader, grant) => reader.clearance >= grant.sensitivity,
  (reader, grant) => !grant.compartment || reader.compartments.has(grant.compartment),
  (reader, grant) => !grant.privateTo || reader.userId === grant.privateTo,
  (_reader, grant) => grant.endsInHours === null || grant.endsInHours > 0,
  (_reader, grant) => grant.agreement === null || grant.agreementInForce,
];

export function mayRead(reader: ReaderFact, grants: readonly GrantFact[]): boolean {
  return grants.some((grant) => TESTS.every((holds) => holds(reader, grant)));
}
