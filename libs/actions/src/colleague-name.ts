import { sql, type Actor, type Sql } from '@clin/platform';

/** The name of a colleague, for a column of a query; of another agency's people nobody's. */
export const colleagueName = (actor: Actor, id: Sql): Sql =>
  sql`(SELECT u.name FROM identity.user_account u WHERE u.id = ${id} AND u.agency_id = ${actor.agencyId}::smallint)`;
