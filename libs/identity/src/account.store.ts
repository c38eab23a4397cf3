import {
  InvalidInput,
  joinSql,
  NotPermitted,
  NotVisible,
  sql,
  Stale,
  type Actor,
  type Role,
  type Rows,
  type Tx,
} from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { accountById, type Account } from './accounts.query.js';

/** Locks the account for a change. NotVisible when absent, NotPermitted for one's own, Stale for another version than `version`. */
export async function lockAccount(tx: Tx, actor: Actor, id: string, version: number): Promise<Account> {
  if (!isUuid(id)) throw new NotVisible('malformed');
  if (id.toLowerCase() === actor.userId) throw new NotPermitted('own-account');
  const locked = await tx.row<{ version: number }>(
    sql`SELECT version FROM identity.user_account WHERE id = ${id}::uuid FOR UPDATE`,
  );
  const account = locked && (await accountById(tx, id));
  if (!account) throw new NotVisible();
  if (account.version !== version) throw new Stale(account);
  return account;
}

export async function agencyIdOf(rows: Rows, code: string): Promise<number> {
  const agency = await rows.row<{ id: number }>(sql`SELECT id FROM identity.agency
    WHERE code = ${code} AND starts_on <= current_date AND (ends_on IS NULL OR ends_on >= current_date)`);
  if (!agency) throw new InvalidInput({ agency: 'There is no such agency at present.' });
  return agency.id;
}

export async function setRoles(tx: Tx, id: string, roles: readonly Role[]): Promise<void> {
  await tx.rows(
    sql`DELETE FROM identity.user_role WHERE user_id = ${id}::uuid AND role <> ALL (${[...roles]}::text[])`,
  );
  if (roles.length === 0) return;
  const rows = joinSql(roles.map((role) => sql`(${id}::uuid, ${role})`));
  await tx.rows(sql`INSERT INTO identity.user_role (user_id, role) VALUES ${rows} ON CONFLICT DO NOTHING`);
}
