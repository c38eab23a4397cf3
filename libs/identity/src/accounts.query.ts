import { emptySql, sql, type Role, type Rows } from '@clin/platform';

export interface Account {
  id: string;
  email: string;
  name: string;
  agency: string;
  agencyName: string;
  roles: Role[];
  clearance: number;
  version: number;
  leftAt: Date | null;
}

const COLUMNS = sql`u.id, u.email, u.name, a.code AS agency, a.name AS "agencyName", u.clearance, u.version, u.left_at AS "leftAt",
  ARRAY(SELECT r.role FROM identity.user_role r WHERE r.user_id = u.id ORDER BY r.role) AS roles`;
const FROM = sql`FROM identity.user_account u JOIN identity.agency a ON a.id = u.agency_id`;

/** A page of accounts by e-mail address, after `cursor`, an address. */
export async function listAccounts(
  rows: Rows,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: Account[]; next: string | null }> {
  const after = cursor ? sql`WHERE u.email > ${cursor}` : emptySql;
  const found = await rows.rows<Account>(sql`SELECT ${COLUMNS} ${FROM} ${after} ORDER BY u.email LIMIT ${limit + 1}`);
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? items[limit - 1].email : null };
}

export function accountById(rows: Rows, id: string): Promise<Account | undefined> {
  return rows.row<Account>(sql`SELECT ${COLUMNS} ${FROM} WHERE u.id = ${id}::uuid`);
}
