import { sql, type Rows } from '@clin/platform';
import type { RuleTerms } from './terms.js';

/** The standing rules of an agreement's version in force, by the agreement's number. */
export function rulesOf(rows: Rows, number: number): Promise<(RuleTerms & { id: number })[]> {
  return rows.rows(sql`SELECT r.id, r.kind, r.handling, f.code AS from, coalesce(t.code, 'forces-in-areas') AS to, r.areas,
      r.lowest_confidence AS "lowestConfidence", r.months_valid AS "monthsValid", r.conditions, r.starts_on::text AS "startsOn", r.ends_on::text AS "endsOn"
    FROM sharing.standing_rule r JOIN sharing.agreement g ON g.id = r.agreement_id AND g.version = r.version
      LEFT JOIN identity.agency f ON f.id = r.from_agency_id LEFT JOIN identity.agency t ON t.id = r.recipient_agency_id
    WHERE r.agreement_id = ${number} ORDER BY r.id`);
}
