import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { seedReference } from '@clin/identity/testing';
import { Config, Databases, type Actor, type Role } from '@clin/platform';
import { anActor } from '@clin/platform/testing';
import { seedAgreements } from '../seed-agreements.js';

export interface Seeded {
  database: FreshDatabase;
  databases: Databases;
  admin: pg.Client;
}

/** A database of its own below the doors, with agencies, areas and agreements seeded; the rooms of the capabilities stand in it. */
export class Network {
  public readonly database: FreshDatabase;
  public readonly databases: Databases;
  public readonly admin: pg.Client;

  protected constructor({ database, databases, admin }: Seeded) {
    this.database = database;
    this.databases = databases;
    this.admin = admin;
  }

  protected static async seeded(): Promise<Seeded> {
    const database = await freshDatabase();
    const admin = new pg.Client(database.adminUrl);
    await admin.connect();
    await seedReference(admin);
    await seedAgreements(admin);
    const databases = new Databases(Config.of({ databaseUrl: database.requestUrl, poolSize: 4 }));
    await databases.onModuleInit();
    return { database, databases, admin };
  }

  public async shut(): Promise<void> {
    await this.databases.onApplicationShutdown();
    await this.admin.end();
    await this.database.drop();
  }

  /** A person of an agency with a live session. */
  public async person(agency: string, ...roles: Role[]): Promise<Actor> {
    const [userId, token] = [randomUUID(), randomUUID()];
    const found = await this.admin.query<{ id: number; name: string }>(
      'SELECT id, name FROM identity.agency WHERE code = $1',
      [agency],
    );
    const { id: agencyId, name: agencyName } = found.rows[0]!;
    await this.admin.query(
      'INSERT INTO identity.user_account (id, email, name, agency_id, clearance) VALUES ($1, $2, $3, $4, 2)',
      [userId, `${userId}@test.example`, `${roles[0]} of ${agency}`, agencyId],
    );
    for (const role of roles) await this.admin.query('INSERT INTO identity.user_role VALUES ($1, $2)', [userId, role]);
    await this.admin.query(
      "INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ($1, $2, 'api', now() + interval '1 hour', now() + interval '1 hour')",
      [createHash('sha256').update(token).digest(), userId],
    );
    return anActor({ userId, token, agencyId, agencyCode: agency, agencyName, roles });
  }

  /** Arbitrary SQL as the application's own login, in this person's name. */
  public async sql(actor: Actor, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = await this.databases.requestPool.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('ctx.token', $1, true)", [actor.token]);
      const { rows } = await client.query<Record<string, unknown>>(text, values);
      await client.query('COMMIT');
      return rows;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }
}
