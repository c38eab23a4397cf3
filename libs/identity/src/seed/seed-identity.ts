import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { hashPassword } from '../password-hash.js';
import { agencies, demoAccounts, forceCode, forceTiles } from './data.js';

/** Agencies and areas, from the data files. Repeatable: changed rows are brought up to date, none is removed. */
export async function seedReference(client: Client): Promise<void> {
  await as(client, 'migrator', async () => {
    await client.query(
      `INSERT INTO identity.agency (id, code, name, kind, force_code, starts_on, ends_on)
       SELECT id, code, name, kind, "forceCode", "startsOn", "endsOn"
       FROM jsonb_to_recordset($1::jsonb) AS a(id smallint, code text, name text, kind text, "forceCode" text, "startsOn" date, "endsOn" date)
       ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, kind = excluded.kind, force_code = excluded.force_code,
         starts_on = excluded.starts_on, ends_on = excluded.ends_on`,
      [JSON.stringify(agencies())],
    );
    await client.query(
      `UPDATE identity.agency a SET successor_id = s.id FROM jsonb_to_recordset($1::jsonb) AS d(code text, successor text)
       JOIN identity.agency s ON s.code = d.successor WHERE a.code = d.code`,
      [JSON.stringify(agencies())],
    );
    const areas = forceTiles().map((tile) => ({ ...tile, code: forceCode(tile) }));
    await client.query(
      `INSERT INTO identity.area (code, label, name, region, map_column, map_row, geographic)
       SELECT code, abbr, name, region, "column", "row", geographic
       FROM jsonb_to_recordset($1::jsonb) AS a(code text, abbr text, name text, region text, "column" smallint, "row" smallint, geographic boolean)
       ON CONFLICT (code) DO UPDATE SET label = excluded.label, name = excluded.name, region = excluded.region,
         map_column = excluded.map_column, map_row = excluded.map_row, geographic = excluded.geographic`,
      [JSON.stringify(areas)],
    );
  });
}

/** The demonstration's people, all with one password. People who exist keep their row and get the password. */
export async function seedDemoAccounts(client: Client, password: string, accounts = demoAccounts()): Promise<void> {
  const hash = await hashPassword(password);
  const people = accounts.map((person) => ({ ...person, id: idOf(person.email), hash }));
  await as(client, 'keeper', async () => {
    const rows = [JSON.stringify(people)];
    await client.query(
      `INSERT INTO identity.user_account (id, email, name, agency_id, clearance)
       SELECT p.id, p.email, p.name, a.id, p.clearance
       FROM jsonb_to_recordset($1::jsonb) AS p(id uuid, email text, name text, agency text, clearance smallint)
       JOIN identity.agency a ON a.code = p.agency ON CONFLICT DO NOTHING`,
      rows,
    );
    await client.query(
      `INSERT INTO identity.user_role (user_id, role) SELECT u.id, r.role
       FROM jsonb_to_recordset($1::jsonb) AS p(email text, roles text[]) JOIN identity.user_account u ON u.email = p.email,
         unnest(p.roles) AS r(role) ON CONFLICT DO NOTHING`,
      rows,
    );
    await client.query(
      `INSERT INTO identity.credential (user_id, password_hash) SELECT u.id, p.hash
       FROM jsonb_to_recordset($1::jsonb) AS p(email text, hash text) JOIN identity.user_account u ON u.email = p.email
       ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, must_change = false, failures = 0, locked_until = NULL`,
      rows,
    );
    const entry = {
      event: 'account.seed',
      outcome: 'allowed',
      recordIds: people.map(({ id }) => id),
      detail: { people: people.length },
    };
    await client.query('SELECT audit.append($1::jsonb)', [JSON.stringify([entry])]);
  });
}

/** The same ids on every machine, so that seeded reports can name their authors. */
function idOf(email: string): string {
  const hex = createHash('sha256').update(`demo account ${email}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** One transaction with the rights of a role: superuser and migrator alike may take either. */
async function as(client: Client, role: 'migrator' | 'keeper', work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL ROLE ${role}`);
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
