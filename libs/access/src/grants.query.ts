import { sql, type Actor, type Rows } from '@clin/platform';
import type { Grant, Reader } from './grant.js';

/** A grant with what a person is told of it. */
export interface HeldGrant extends Grant {
  kind: number;
}

/** A grant of any agency, as the record's owner may know it. */
export interface KnownGrant extends Grant {
  agencyId: number;
  agency: string;
  agencyName: string;
  agreementId: number | null;
  /** Of this disclosure, or all for the owner. */
  items: string[];
}

/** The actor's own agency's grants of one record, live or not. */
export function myGrants(rows: Rows, recordId: string): Promise<HeldGrant[]> {
  return rows.rows<HeldGrant>(sql`SELECT owner_id AS "ownerId", kind, sensitivity, compartment_id AS "compartmentId",
      private_to AS "privateTo", valid_until AS "validUntil", disclosure_id AS "disclosureId", agreement_in_force AS "agreementInForce"
    FROM access.my_grants(${recordId}::uuid)`);
}

/** Every agency's grants, live or not; empty unless the actor sees the record as its owner. */
export function grantsOf(rows: Rows, recordId: string): Promise<KnownGrant[]> {
  return rows.rows<KnownGrant>(sql`SELECT agency_id AS "agencyId", agency, agency_name AS "agencyName", owner_id AS "ownerId", sensitivity,
      compartment_id AS "compartmentId", private_to AS "privateTo", valid_until AS "validUntil", disclosure_id AS "disclosureId",
      agreement_id AS "agreementId", agreement_in_force AS "agreementInForce", items
    FROM access.grants_of(${recordId}::uuid)`);
}

/** The actor as the judge looks at them: operations are read now, as everything else of the person was. */
export async function readerFor(rows: Rows, actor: Actor): Promise<Reader> {
  const members = await rows.rows<{ id: number }>(sql`SELECT ctx.compartments() AS id`);
  const { userId, clearance } = actor;
  return { userId, clearance, compartments: members.map(({ id }) => id) };
}
