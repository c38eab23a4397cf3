import { sql, type Actor, type Sql } from '@clin/platform';
import { shareableKind } from './shareable-kinds.js';

/**
 * Which items fit each rule for which party: the one text that dissemination applies, the interruption card shows and the preview counts.
 * `rules` yields (id, version, agreement_id, kind, handling, recipient, recipient_agency_id, from_agency_id, lowest_confidence, areas,
 * months_valid, conditions, most_sensitivity, kinds, classes, whole_records), `parties` (agreement_id, agency_id); `only` narrows the items `i`. They are the
 * actor's own agency's, those the actor sees: item_visibility under row-level security and the same predicate here. `kept` says why one that fits is
 * given to nobody by a rule: `consent` (under A1 or S2, and the originator has not consented to this agency), or `whole`: rules of an agreement for
 * single items fit every item of a record of several, with those that the agency holds under it, and which stays back is for a person to decide.
 */
export function standingFits(actor: Actor, kind: number, rules: Sql, parties: Sql, only: Sql): Sql {
  const agency = sql`${actor.agencyId}::smallint`;
  return sql`
    WITH item AS MATERIALIZED (
      SELECT i.item_id, i.record_id, i.handling, i.sensitivity, i.restricted, z.areas,
        access.confidence(i.source_evaluation, i.intelligence_assessment) AS confidence
      FROM access.item_visibility i CROSS JOIN LATERAL (${shareableKind(kind).areas}) z
      WHERE i.agency_id = ${agency} AND i.owner_id = ${agency} AND i.disclosure_id IS NULL AND i.kind = ${kind}::smallint
        AND i.withdrawn_at IS NULL AND i.sensitivity <= ${actor.clearance} AND (i.private_to IS NULL OR i.private_to = ${actor.userId}::uuid)
        AND (i.compartment_id IS NULL OR i.compartment_id = ANY (ARRAY(SELECT ctx.compartments()))) ${only}),
    pair AS MATERIALIZED (
      SELECT r.*, a.id AS agency_id, a.code, a.name, a.force_code FROM (${rules}) r JOIN (${parties}) p ON p.agreement_id = r.agreement_id AND p.agency_id <> ${agency}
        JOIN identity.agency a ON a.id = p.agency_id AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date)
      WHERE r.kind = ${kind}::smallint AND r.kind = ANY (r.kinds) AND r.handling = ANY (r.classes) AND (r.from_agency_id IS NULL OR r.from_agency_id = ${agency})
        AND (r.recipient_agency_id = a.id OR (r.recipient = 'forces-in-areas' AND a.force_code IS NOT NULL AND (r.areas IS NULL OR a.force_code = ANY (r.areas))))),
    fit AS (
      SELECT r.id AS rule_id, r.version, r.agreement_id, r.agency_id, r.code, r.name, r.conditions, r.months_valid, r.whole_records, i.item_id, i.record_id,
        NOT i.restricted OR EXISTS (SELECT 1 FROM access.originator_consent c WHERE c.item_id = i.item_id AND c.recipient_agency_id = r.agency_id) AS consented
      FROM pair r JOIN item i ON i.handling = r.handling AND i.sensitivity <= r.most_sensitivity AND i.confidence >= r.lowest_confidence
        AND (r.areas IS NULL OR i.areas && r.areas) AND (r.recipient = 'agency' OR r.force_code = ANY (i.areas))),
    whole AS (
      SELECT n.agreement_id, n.agency_id, n.record_id FROM (SELECT f.agreement_id, f.agency_id, f.record_id, array_agg(f.item_id) AS items FROM fit f
        WHERE NOT f.whole_records AND f.consented GROUP BY f.agreement_id, f.agency_id, f.record_id) n
      WHERE (SELECT count(*) > 1 AND bool_and(o.item_id = ANY (n.items) OR EXISTS (SELECT 1 FROM access.disclosure d JOIN access.disclosure_item x
          ON x.disclosure_id = d.id WHERE x.item_id = o.item_id AND d.recipient_agency_id = n.agency_id AND d.agreement_id = n.agreement_id
          AND d.revoked_at IS NULL AND d.expires_at > now()))
        FROM access.item_visibility o WHERE o.record_id = n.record_id AND o.disclosure_id IS NULL AND o.withdrawn_at IS NULL))
    SELECT f.rule_id, f.version, f.agreement_id, f.agency_id, f.code, f.name, f.conditions, f.months_valid, f.item_id, f.record_id, CASE
      WHEN NOT f.consented THEN 'consent' WHEN (f.agreement_id, f.agency_id, f.record_id) IN (SELECT w.agreement_id, w.agency_id, w.record_id FROM whole w) THEN 'whole' END AS kept
    FROM fit f`;
}

/** Those that rules give. */
export const standingMatches = (...asked: Parameters<typeof standingFits>): Sql => sql`
  SELECT m.rule_id, m.version, m.agreement_id, m.agency_id, m.code, m.name, m.conditions, m.months_valid, m.item_id, m.record_id
  FROM (${standingFits(...asked)}) m WHERE m.kept IS NULL`;

/** Rules of agreements in force between parties that have acceded, within their own dates. */
export const rulesInForce = (actor: Actor): Sql => sql`
  SELECT r.id, r.version, r.agreement_id, r.kind, r.handling, r.recipient, r.recipient_agency_id, r.from_agency_id, r.lowest_confidence, r.areas,
    r.months_valid, r.conditions, g.most_sensitivity, g.kinds, g.handling AS classes, g.whole_records
  FROM sharing.standing_rule r JOIN sharing.agreement g ON g.id = r.agreement_id AND g.version = r.version
    JOIN sharing.agreement_party us ON us.agreement_id = g.id AND us.agency_id = ${actor.agencyId}::smallint
  WHERE g.id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) AND (r.starts_on IS NULL OR r.starts_on <= current_date)
    AND (r.ends_on IS NULL OR r.ends_on >= current_date)`;

export const accededParties: Sql = sql`SELECT agreement_id, agency_id FROM sharing.agreement_party`;
