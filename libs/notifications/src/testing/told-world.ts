import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The first agency owns the record, the second holds a disclosure of it, the third holds nothing. */
const PEOPLE = {
  author: [0, 'analyst', 2],
  ownSupervisor: [0, 'supervisor', 2],
  analyst: [1, 'analyst', 2],
  supervisor: [1, 'supervisor', 2],
  uncleared: [1, 'analyst', 0],
  stranger: [2, 'supervisor', 2],
} as const;
export type Person = keyof typeof PEOPLE;

/** A small world of people around one disclosed record, written as the superuser, for tests of who is told what. */
export class ToldWorld {
  private static made = 0;
  /** Worlds of one database never share an agency. */
  public readonly owner = 1000 + 3 * ToldWorld.made++;
  public readonly recipient = this.owner + 1;
  public readonly people = Object.fromEntries(Object.keys(PEOPLE).map((name) => [name, randomUUID()])) as Record<
    Person,
    string
  >;
  public readonly record = randomUUID();
  public readonly disclosure = randomUUID();
  public readonly agreement = 900_000 + this.owner;

  private constructor(public readonly admin: pg.Client) {}

  public static async create(adminUrl: string): Promise<ToldWorld> {
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    const world = new ToldWorld(admin);
    await world.write();
    return world;
  }

  /** A committed event about the record; answers its id. */
  public async event(
    type: string,
    payload: Record<string, unknown> = {},
    record: string = this.record,
  ): Promise<string> {
    const { rows } = await this.admin.query<{ id: string }>(
      `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ($1, $2, $3, $5, $4) RETURNING id::text`,
      [type, record, this.people.author, payload, this.owner],
    );
    return rows[0]!.id;
  }

  public async events(type: string, count: number): Promise<string[]> {
    const { rows } = await this.admin.query<{ id: string }>(
      `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
       SELECT $1, $2, $3, $5, '{}' FROM generate_series(1, $4::int) RETURNING id::text`,
      [type, this.record, this.people.author, count, this.owner],
    );
    return rows.map((row) => row.id);
  }

  /** Signs a person in and answers the token. */
  public async signIn(person: Person): Promise<string> {
    const token = randomUUID();
    await this.admin.query(
      `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at)
       VALUES (sha256(convert_to($1, 'UTF8')), $2, 'api', now() + interval '1 hour', now() + interval '1 hour')`,
      [token, this.people[person]],
    );
    return token;
  }

  /** A notification as the worker writes it. */
  public async notify(person: Person, kind: string, needsRecord = true): Promise<string> {
    const eventId = await this.event('thing.shared.v1');
    const { rows } = await this.admin.query<{ id: string }>(
      `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
       VALUES ($1, $2, $3, $4, $5, 'off') RETURNING id`,
      [this.people[person], eventId, kind, this.record, needsRecord],
    );
    return rows[0]!.id;
  }

  /** A notification whose e-mail waits to be sent, as the worker writes both; about the record, or about an agreement. */
  public async queued(
    person: Person,
    eventId: string,
    kind = 'thing-shared',
    agreement?: string,
  ): Promise<{ id: string; delivery: string }> {
    const { rows } = await this.admin.query<{ id: string; delivery: string }>(
      `WITH told AS (INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
         VALUES ($1, $2, $3, $4, $5, 'queued') RETURNING *)
       INSERT INTO notifications.delivery (channel, notification_id, user_id, event_id, kind)
         SELECT 'email', id, user_id, event_id, kind FROM told RETURNING notification_id AS id, id AS delivery`,
      [this.people[person], eventId, kind, agreement ?? this.record, agreement === undefined],
    );
    return rows[0]!;
  }

  /** An address that is called for the recipient, or another agency. */
  public async hook(url: string, secret: string, agency = this.recipient): Promise<void> {
    await this.admin.query(
      `INSERT INTO notifications.webhook (agency_id, url, secret, sensitivity, created_by) VALUES ($1, $2, $3, 1, $4)`,
      [agency, url, secret, this.people.author],
    );
  }

  public async revoke(): Promise<void> {
    await this.admin.query('DELETE FROM access.record_visibility WHERE disclosure_id = $1', [this.disclosure]);
  }

  public async suspend(status: 'active' | 'suspended'): Promise<void> {
    await this.admin.query('UPDATE sharing.agreement SET status = $2 WHERE id = $1', [this.agreement, status]);
  }

  /** Everyone's rows for an event, as `person kind state`. */
  public async told(eventId: string): Promise<string[]> {
    const { rows } = await this.admin.query<{ user_id: string; kind: string; state: string }>(
      'SELECT user_id, kind, state FROM notifications.notification WHERE event_id = $1',
      [eventId],
    );
    const nameOf = (id: string): string =>
      Object.entries(this.people).find(([, known]) => known === id)?.[0] ?? 'nobody';
    return rows.map((row) => `${nameOf(row.user_id)} ${row.kind} ${row.state}`).sort();
  }

  public async close(): Promise<void> {
    await this.admin.end();
  }

  private async write(): Promise<void> {
    for (const id of [this.owner, this.recipient, this.owner + 2]) {
      await this.admin.query(
        `INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES ($1, $2, $2, 'task-force', '2020-01-01')`,
        [id, `TOLD-${id}`],
      );
    }
    for (const [name, [agency, role, clearance]] of Object.entries(PEOPLE)) {
      const id = this.people[name as Person];
      await this.admin.query(
        'INSERT INTO identity.user_account (id, email, name, agency_id, clearance) VALUES ($1, $2, $3, $4, $5)',
        [id, `${name.toLowerCase()}.${id}@told.example`, name, this.owner + agency, clearance],
      );
      await this.admin.query('INSERT INTO identity.user_role VALUES ($1, $2)', [id, role]);
    }
    await this.admin.query(
      `INSERT INTO sharing.agreement (id, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on)
       VALUES ($1, $2, 'T', 'T', 'T', $3, 'active', '2020-01-01', '2090-01-01')`,
      [this.agreement, `ISA-${this.agreement}`, this.owner],
    );
    await this.grant(this.owner, null, null);
    await this.grant(this.recipient, this.agreement, this.disclosure);
  }

  private async grant(agency: number, agreement: number | null, disclosure: string | null): Promise<void> {
    await this.admin.query(
      `INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling, agreement_id, disclosure_id)
       VALUES ($1, now(), $2, 1, $5, 1, 5, 'P', $3, $4)`,
      [agency, this.record, agreement, disclosure, this.owner],
    );
  }
}
