import type { Client } from 'pg';
import type { Random } from './random.js';
import type { ReferenceData } from './reference-data.js';

/** Authors and assessors for agencies that have none. They have no credential, so nobody can sign in as them. */
export async function addSyntheticStaff(client: Client, data: ReferenceData, random: Random, now: Date): Promise<void> {
  for (const owner of data.owners) {
    for (const [role, people] of [
      ['analyst', owner.analysts],
      ['supervisor', owner.supervisors],
    ] as const) {
      if (people.length > 0) continue;
      const id = random.uuid();
      const email = `synthetic-${role}@${owner.code.toLowerCase()}.example`;
      const made = await client.query<{ id: string }>(
        // Without triggers, so the days of the agency are said here.
        `INSERT INTO identity.user_account (id, email, name, agency_id, agency_from, agency_until, clearance, created_at)
         SELECT $1, $2, $3, a.id, a.starts_on, a.until, 2, $5 FROM identity.agency a WHERE a.id = $4
         ON CONFLICT (email) DO UPDATE SET email = excluded.email RETURNING id`,
        [id, email, `Synthetic ${role}, ${owner.code}`, owner.id, now],
      );
      await client.query('INSERT INTO identity.user_role VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        made.rows[0]!.id,
        role,
      ]);
      people.push(made.rows[0]!.id);
    }
  }
}
