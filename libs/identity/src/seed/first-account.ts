import type { Client } from 'pg';
import { hashPassword, temporaryPassword } from '../password-hash.js';

export interface FirstAccount {
  id: string;
  email: string;
  name: string;
  agency: string;
  role: string;
  clearance: number;
}

/** An account made at the command line, by whoever holds the database. Returns its one-time password. Throws when the address has an account. */
export async function issueFirstAccount(
  client: Client,
  { id, email, name, agency, role, clearance }: FirstAccount,
): Promise<string> {
  const password = temporaryPassword();
  const hash = await hashPassword(password);
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL ROLE keeper');
    const made = await client.query(
      `INSERT INTO identity.user_account (id, email, name, agency_id, clearance)
       SELECT $1, $2, $3, a.id, $5 FROM identity.agency a WHERE a.code = $4 ON CONFLICT DO NOTHING`,
      [id, email, name, agency, clearance],
    );
    if (made.rowCount === 0) throw new Error('There is an account with this address, or no such agency.');
    await client.query('INSERT INTO identity.user_role VALUES ($1, $2)', [id, role]);
    await client.query('INSERT INTO identity.credential (user_id, password_hash, must_change) VALUES ($1, $2, true)', [
      id,
      hash,
    ]);
    const entry = {
      event: 'account.create',
      outcome: 'allowed',
      recordIds: [id],
      detail: { by: 'command line', agency, role, clearance },
    };
    await client.query('SELECT audit.append($1::jsonb)', [JSON.stringify([entry])]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
  return password;
}
