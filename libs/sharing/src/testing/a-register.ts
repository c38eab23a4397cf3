import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { Config, Databases, Read, Work, type Actor, type Role } from '@clin/platform';
import { anActor } from '@clin/platform/testing';
import { seedReference } from '@clin/identity/testing';
import '../permissions.js';
import { AgreementDetailQuery } from '../agreement-detail.query.js';
import { AgreementListQuery } from '../agreement-list.query.js';
import { ApproveAgreement } from '../approve-agreement.js';
import { DecideAgreement } from '../decide-agreement.js';
import { DraftAgreement } from '../draft-agreement.js';
import { ProposeAgreement } from '../propose-agreement.js';
import { seedAgreements } from '../seed-agreements.js';
import { someTerms } from './an-agreement.js';

/** The register's verbs and queries over a database of their own, below the doors, with agencies and the seeded agreements. */
export class Register {
  public readonly draft: DraftAgreement;
  public readonly propose: ProposeAgreement;
  public readonly approve: ApproveAgreement;
  public readonly decide: DecideAgreement;
  public readonly list: AgreementListQuery;
  public readonly detail: AgreementDetailQuery;

  private constructor(
    public readonly database: FreshDatabase,
    public readonly databases: Databases,
    public readonly admin: pg.Client,
  ) {
    const [read, work] = [new Read(databases), new Work(databases)];
    this.draft = new DraftAgreement(work);
    this.propose = new ProposeAgreement(work);
    this.approve = new ApproveAgreement(work);
    this.decide = new DecideAgreement(work);
    this.list = new AgreementListQuery(read);
    this.detail = new AgreementDetailQuery(read);
  }

  public static async open(): Promise<Register> {
    const database = await freshDatabase();
    const admin = new pg.Client(database.adminUrl);
    await admin.connect();
    await seedReference(admin);
    await seedAgreements(admin);
    const databases = new Databases(Config.of({ databaseUrl: database.requestUrl, poolSize: 4 }));
    await databases.onModuleInit();
    return new Register(database, databases, admin);
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

  /** An agreement taken to a proposal by its author. */
  public async proposed(author: Actor, change: Parameters<typeof someTerms>[0] = {}): Promise<string> {
    const { id } = await this.draft.begin(author, someTerms(change));
    await this.propose.execute(author, id, { revision: 1 });
    return id;
  }

  /** In force: approved by the owner's approver and by one of another party. */
  public async inForce(
    author: Actor,
    owner: Actor,
    other: Actor,
    change: Parameters<typeof someTerms>[0] = {},
  ): Promise<string> {
    const id = await this.proposed(author, change);
    for (const actor of [owner, other]) await this.approve.execute(actor, id, { version: 1, revision: 1 });
    return id;
  }
}
