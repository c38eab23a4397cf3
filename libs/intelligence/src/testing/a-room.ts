import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  AcknowledgeConditions,
  DisclosureListQuery,
  ExtendDisclosure,
  NoticesQuery,
  ReceiptQuery,
} from '@clin/disclosures';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { Clock, Config, Databases, Read, Work, type Actor, type Role } from '@clin/platform';
import { anActor } from '@clin/platform/testing';
import { seedReference } from '@clin/identity/testing';
import { seedAgreements } from '@clin/sharing';
import '../permissions.js';
import '../report.js';
import '../report-receipt.query.js';
import { AssessReport } from '../assess-report.js';
import { CloseReport } from '../close-report.js';
import { ReportDetailQuery } from '../report-detail.query.js';
import { ReportListQuery } from '../report-list.query.js';
import { ReturnReport } from '../return-report.js';
import { SaveDraft, type SavedReport } from '../save-draft.js';
import { SubmitReport } from '../submit-report.js';

/** The verbs and queries of this room over a database of their own, below the doors, with agencies, areas and agreements seeded. */
export class ReportRoom {
  public readonly save: SaveDraft;
  public readonly submit: SubmitReport;
  public readonly giveBack: ReturnReport;
  public readonly assess: AssessReport;
  public readonly close: CloseReport;
  public readonly extend: ExtendDisclosure;
  public readonly accept: AcknowledgeConditions;
  public readonly receipts: ReceiptQuery;
  public readonly shared: DisclosureListQuery;
  public readonly notices: NoticesQuery;
  public readonly list: ReportListQuery;
  public readonly detail: ReportDetailQuery;

  protected constructor(
    public readonly database: FreshDatabase,
    public readonly databases: Databases,
    public readonly admin: pg.Client,
    public readonly clock: Clock,
  ) {
    const [read, work] = [new Read(databases), new Work(databases)];
    this.save = new SaveDraft(work, clock);
    this.submit = new SubmitReport(work, clock);
    this.giveBack = new ReturnReport(work, clock);
    this.assess = new AssessReport(work, clock);
    this.close = new CloseReport(work, clock);
    this.extend = new ExtendDisclosure(work);
    this.accept = new AcknowledgeConditions(work);
    this.receipts = new ReceiptQuery(read);
    this.shared = new DisclosureListQuery(read);
    this.notices = new NoticesQuery(read);
    this.list = new ReportListQuery(read);
    this.detail = new ReportDetailQuery(read);
  }

  public static async open(clock: Clock = new Clock()): Promise<ReportRoom> {
    return new ReportRoom(...(await ReportRoom.seeded()), clock);
  }

  protected static async seeded(): Promise<[database: FreshDatabase, databases: Databases, admin: pg.Client]> {
    const database = await freshDatabase();
    const admin = new pg.Client(database.adminUrl);
    await admin.connect();
    await seedReference(admin);
    await seedAgreements(admin);
    const databases = new Databases(Config.of({ databaseUrl: database.requestUrl, poolSize: 4 }));
    await databases.onModuleInit();
    return [database, databases, admin];
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

  /** A report taken as far as `assessed`, ready for dissemination at version 3. */
  public async assessed(author: Actor, supervisor: Actor, body: Record<string, unknown>): Promise<SavedReport> {
    const saved = await this.save.begin(author, body);
    await this.submit.execute(author, saved.id, { version: 1 });
    await this.assess.execute(supervisor, saved.id, { version: 2 });
    return { ...saved, version: 3, status: 'assessed' };
  }
}
