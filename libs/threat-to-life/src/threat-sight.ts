import { visibleTo } from '@clin/access';
import { sql, type Actor, type Sql } from '@clin/platform';

/** Wall 1 for alerts: of one's own agency, while one sees the record by right. An emergency's grant is one person's, and shows no alert. */
export const sightOf = (actor: Actor): Sql =>
  sql`a.agency_id = ${actor.agencyId}::smallint AND ${actor.permissions.has('threat.read')}::boolean AND (SELECT true FROM access.record_visibility v
    WHERE v.record_id = a.record_id AND (v.private_to IS NULL OR v.disclosure_id IS NULL) AND ${visibleTo(actor, 'v')} LIMIT 1)`;
