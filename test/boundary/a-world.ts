import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { freshDatabase } from '@clin/harness';

type Fresh = Awaited<ReturnType<typeof freshDatabase>>;
type Row = Record<string, unknown>;

/** A person with a session, and SQL run as the application's own login inside their context. */
export class Person {
  public constructor(
    public readonly id: string,
    public readonly agencyId: number,
    public readonly token: string,
    private readonly pool: pg.Pool,
  ) {}

  public async sql(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('ctx.token', $1, true)", [this.token]);
      const result = await client.query<Row>(text, values);
      await client.query('COMMIT');
      return result.rows;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }
}

/** Says how often a person tried, as the doors do before they ask: in a transaction of its own. */
export const tried = async (person: Person, kind: 'emergency' | 'discovery', reference: string): Promise<boolean> =>
  (await person.sql('SELECT access.count_attempt($1, $2) AS counted', [kind, reference]))[0]!['counted'] as boolean;

/** Three agencies, one agreement between the first two, and reports written straight through the database's own rules. */
export class World {
  public readonly admin: pg.Client;
  public readonly request: pg.Pool;
  private constructor(public readonly database: Fresh) {
    this.admin = new pg.Client(database.adminUrl);
    this.request = new pg.Pool({ connectionString: database.requestUrl, max: 4 });
  }

  public static async create(): Promise<World> {
    const world = new World(await freshDatabase());
    await world.admin.connect();
    await world.admin.query(`
      INSERT INTO identity.agency (id, code, name, kind, starts_on)
      SELECT n, 'T' || n, 'Test agency ' || n, 'task-force', '2020-01-01' FROM generate_series(901, 903) n;
      INSERT INTO sharing.agreement VALUES (901, 'TEST-ISA', 'Test agreement', 'Testing', 'Test basis', 901, 'active', '2020-01-01', '2099-12-31', 1);
      UPDATE sharing.agreement SET kinds = '{1,2}';
      INSERT INTO sharing.agreement_party VALUES (901, 901), (901, 902);
      INSERT INTO identity.area VALUES ('TEST', 'TST', 'Test area', 'Test', 1, 1, true) ON CONFLICT DO NOTHING;`);
    return world;
  }

  public async aPerson(agencyId: number, roles: string[] = ['analyst'], clearance = 2): Promise<Person> {
    const id = randomUUID();
    const token = randomUUID();
    await this.admin.query(
      'INSERT INTO identity.user_account (id, email, name, agency_id, clearance) VALUES ($1, $2, $3, $4, $5)',
      [id, `${id}@test.example`, `Person ${id.slice(0, 4)}`, agencyId, clearance],
    );
    for (const role of roles) await this.admin.query('INSERT INTO identity.user_role VALUES ($1, $2)', [id, role]);
    await this.admin.query(
      "INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ($1, $2, 'api', now() + interval '1 hour', now() + interval '1 hour')",
      [createHash('sha256').update(token).digest(), id],
    );
    return new Person(id, agencyId, token, this.request);
  }

  /** A disseminated report of two items whose every text holds the canary; returns its ids. */
  public async aReport(author: Person, canary: string, status = 5): Promise<{ id: string; items: [string, string] }> {
    const id = randomUUID();
    const items: [string, string] = [randomUUID(), randomUUID()];
    await author.sql(
      `WITH original AS (INSERT INTO intelligence.report_original VALUES ($1, $6, $6, '{}', $4, NULL, now()))
       INSERT INTO intelligence.report (id, reference, owner_agency_id, created_at, sensitivity, private_to, status, handling, discovery,
        retention_group, review_on, version, marking, event_date, sanitised_title, safeguarding, threat_to_life)
       VALUES ($1, $2, $3, now(), 2, $4, 1, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL-SENSITIVE', '2026-01-01', $5, '{}', false)`,
      [id, `IR-${id.slice(0, 8)}`, author.agencyId, author.id, `${canary} title`, `${canary} original`],
    );
    for (const [position, item] of items.entries()) {
      await author.sql(
        `INSERT INTO intelligence.report_item (id, report_id, sanitised, source_evaluation, intelligence_assessment, handling_code, sanitisation_code, action_code)
         VALUES ($1, $2, $3, 1, 'A', $4, $5, $6)`,
        [
          item,
          id,
          `${canary} item ${position}`,
          position === 0 ? 'P' : 'C',
          position === 0 ? null : 'S2',
          position === 0 ? null : 'A1',
        ],
      );
      await author.sql(
        "INSERT INTO intelligence.report_item_original VALUES ($1, $2, $3, $4, 1, 'A', $4, $4, $4, '[]', true)",
        [item, id, position, `${canary} original ${position}`],
      );
      await author.sql('INSERT INTO intelligence.report_item_source VALUES ($1, $2, $3, $4)', [
        item,
        id,
        author.agencyId,
        `${canary} source`,
      ]);
      await author.sql("INSERT INTO intelligence.report_item_area VALUES ($1, $2, 'TEST')", [item, id]);
    }
    if (status !== 1)
      await this.admin.query('UPDATE intelligence.report SET status = $2, private_to = NULL WHERE id = $1', [
        id,
        status,
      ]);
    return { id, items };
  }

  public async disclose(
    owner: Person,
    report: string,
    items: string[],
    recipient: number,
    expires = '2030-01-01',
  ): Promise<string> {
    const rows = await owner.sql(
      "SELECT access.disclose($1, $2::smallint, $3, 'Testing', 'Test basis', 901, '', $4, NULL) AS id",
      [report, recipient, items, expires],
    );
    return rows[0]!['id'] as string;
  }

  public async end(): Promise<void> {
    await this.request.end();
    await this.admin.end();
    await this.database.drop();
  }
}
