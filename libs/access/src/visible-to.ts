import { sql, rawSql, type Actor, type Sql } from '@clin/platform';

/**
 * Wall 1 as an explicit predicate: which rows of `access.record_visibility` or `access.item_visibility` (under this alias) are the
 * actor's to see now. Every list, count, facet, search, export and join states it, besides row-level security.
 */
export function visibleTo(actor: Actor, alias: string): Sql {
  const v = rawSql(alias);
  return sql`(${v}.agency_id = ${actor.agencyId} AND ${v}.sensitivity <= ${actor.clearance}
    AND (${v}.compartment_id IS NULL OR ${v}.compartment_id = ANY (ARRAY(SELECT ctx.compartments())))
    AND (${v}.private_to IS NULL OR ${v}.private_to = ${actor.userId})
    AND (${v}.valid_until IS NULL OR ${v}.valid_until > now())
    AND (${v}.agreement_id IS NULL OR ${v}.agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements()))))`;
}

/** Rows of an owner-only table: the record is visible to the actor and their agency owns it. */
export function ownedBy(actor: Actor, recordIdColumn: string): Sql {
  return sql`(SELECT true FROM access.record_visibility own WHERE own.record_id = ${rawSql(recordIdColumn)}
    AND own.owner_id = ${actor.agencyId} AND own.disclosure_id IS NULL AND ${visibleTo(actor, 'own')} LIMIT 1)`;
}

/** As visibleTo, and any conditions that a person wrote on the disclosure were accepted by the actor: whoever shows content asks this. */
export function readableBy(actor: Actor, alias: string): Sql {
  const v = rawSql(alias);
  return sql`(${visibleTo(actor, alias)} AND (NOT ${v}.acknowledge OR (SELECT true FROM access.acknowledgement k
    WHERE k.disclosure_id = ${v}.disclosure_id AND k.user_id = ${actor.userId} LIMIT 1)))`;
}

/** As readableBy, otherwise than in an emergency, which opens a record's items and nothing that is said or done about it. */
export function readableByRight(actor: Actor, alias: string): Sql {
  const v = rawSql(alias);
  return sql`(${readableBy(actor, alias)} AND (${v}.private_to IS NULL OR ${v}.disclosure_id IS NULL))`;
}
