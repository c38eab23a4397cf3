import { sql, type Actor, type Rows } from '@clin/platform';

export type StatisticsAudience = 'owner' | 'co-ordination-centre' | 'party';

/**
 * The count under which figures are hidden from an audience (0: plain), from the agreements in force that the actor's agency is party to.
 * The most generous class wins; undefined means that no agreement gives this audience any figures.
 */
export async function statisticsThreshold(
  rows: Rows,
  actor: Actor,
  audience: StatisticsAudience,
): Promise<number | undefined> {
  const found = await rows.rows<{ threshold: number }>(sql`
    SELECT c.threshold FROM sharing.statistics_class c
      JOIN sharing.agreement_party us ON us.agreement_id = c.agreement_id AND us.agency_id = ${actor.agencyId}
    WHERE c.audience = ${audience} AND c.agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) ORDER BY c.threshold LIMIT 1`);
  return found[0]?.threshold;
}
