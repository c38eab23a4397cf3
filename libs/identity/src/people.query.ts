import { sql, type Actor, type Role, type Rows } from '@clin/platform';

/** A colleague as pickers and mentions name them. */
export interface ListedPerson {
  id: string;
  name: string;
  roles: Role[];
}

const MOST = 500;

/** People who work at the actor's own agency now, by name, at most 500. Other agencies are organisations: their people are nobody's to list. */
export function listPeople(rows: Rows, actor: Actor): Promise<ListedPerson[]> {
  return rows.rows<ListedPerson>(sql`SELECT u.id, u.name,
      ARRAY(SELECT r.role FROM identity.user_role r WHERE r.user_id = u.id ORDER BY r.role) AS roles
    FROM identity.user_account u WHERE u.agency_id = ${actor.agencyId}::smallint AND u.left_at IS NULL ORDER BY u.name, u.id LIMIT ${MOST}`);
}
