import pg from 'pg';
import { freshDatabase } from '@clin/harness';
import { World, type Person } from '../boundary/a-world.js';
import { Asker, type Answer, type Asked } from './an-asker.js';
import { startProgram, type Program } from './programs-at-work.js';
import type { FaultQueue } from './fault-queues.js';

const EVENT = 'report.disclosed.v1';
export const OWNER = 901;
export const RECIPIENT = 902;

/** A world under test: the real server as a process, workers beside it, and everything that was asked of them. */
export class FaultWorld {
  public readonly asker = new Asker();
  public readonly events: string[] = [];
  public readonly reports: string[] = [];
  /** Reports whose grants a fault may let expire; nobody else asks for them. */
  public readonly unsettled = [] as unknown as [string, string];
  public readonly people: Person[] = [];
  public readonly programs: Program[] = [];
  public server!: Program;
  /** A superuser, who also survives a database that ends. */
  public readonly admin: pg.Pool;

  private constructor(
    public readonly world: World,
    public readonly queue: FaultQueue,
    public readonly author: Person,
  ) {
    this.admin = new pg.Pool({ connectionString: world.database.adminUrl, max: 2 });
    for (const pool of [this.admin, world.request]) pool.on('error', () => undefined);
    world.admin.on('error', () => undefined);
  }

  /** Two agencies, reports of the first that the second was given, people of the second who are told of them. */
  public static async open(
    queue: (database: World['database']) => Promise<FaultQueue>,
    people = 20,
  ): Promise<FaultWorld> {
    const world = await World.create();
    const made = new FaultWorld(world, await queue(world.database), await world.aPerson(OWNER));
    const supervisor = await world.aPerson(OWNER, ['supervisor']);
    for (let n = 0; n < people; n += 1) made.people.push(await world.aPerson(RECIPIENT));
    for (let n = 0; n < 8; n += 1) {
      const { id, items } = await world.aReport(made.author, 'canary-of-faults');
      await world.disclose(supervisor, id, [items[0]], RECIPIENT);
      (n < 6 ? made.reports : made.unsettled).push(id);
    }
    await world.admin.query('UPDATE platform.outbox SET relayed_at = now(), done_at = now()');
    made.server = await made.start('server');
    return made;
  }

  public get env(): Record<string, string> {
    const { requestUrl, signinUrl, workerUrl } = this.world.database;
    return {
      DATABASE_URL: requestUrl,
      DATABASE_SIGNIN_URL: signinUrl,
      DATABASE_WORKER_URL: workerUrl,
      QUEUE_URL: this.queue.url,
      REQUESTS_PER_MINUTE: '100000000',
    };
  }

  public async start(name: 'server' | 'worker', clockHours?: number): Promise<Program> {
    const program = await startProgram(name, { env: this.env, clockHours });
    this.programs.push(program);
    return program;
  }

  public ask(person: Person | undefined, path: string, asked: Asked = {}, server = this.server): Promise<Answer> {
    return this.asker.ask(server.address, path, person?.token, asked);
  }

  /** Somebody reads: as a page or as a program. */
  public read(n: number, asked: Asked = {}): Promise<Answer> {
    const person = this.people[n % this.people.length]!;
    const report = this.reports[n % this.reports.length]!;
    const paths = ['/', `/api/v1/reports/${report}`, `/reports/${report}`, '/api/v1/reports?limit=25'];
    return this.ask(person, paths[n % paths.length]!, asked);
  }

  /** Somebody writes a draft; its title is its number. */
  public write(n: number, asked: Asked = {}, server = this.server): Promise<Answer> {
    const body = { title: `Draft ${n}`, eventDate: '2026-10-12', provenance: 'Officer', marking: 'OFFICIAL-SENSITIVE' };
    return this.ask(this.author, '/api/v1/reports', { method: 'POST', body, ...asked }, server);
  }

  /** The database's own time. */
  public async now(): Promise<number> {
    const { rows } = await this.admin.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]!.now.getTime();
  }

  /** Committed facts that everybody of the second agency is to be told of. */
  public async emit(events: number): Promise<void> {
    const { rows } = await this.admin.query<{ id: string }>(
      `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
       SELECT $1, ($2::uuid[])[1 + n % $6::int], $3, $4, jsonb_build_object('recipientAgencyId', $5::int) FROM generate_series(1, $7::int) n RETURNING id::text`,
      [EVENT, this.reports, this.author.id, OWNER, RECIPIENT, this.reports.length, events],
    );
    this.events.push(...rows.map(({ id }) => id));
  }

  /** A threat to life is reported, and the supervisor on duty is to be told; the seconds until they are. */
  public async urgent(): Promise<number | undefined> {
    const { rows } = await this.admin.query<{ id: string }>(
      `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('report.submitted.v1', $1, $2, $3, '{"threatToLife": true}') RETURNING id::text`,
      [this.reports[0], this.author.id, OWNER],
    );
    return this.until(async () => {
      const told = await this.admin.query(
        `SELECT FROM notifications.notification WHERE event_id = $1 AND kind = 'threat-to-life'`,
        [rows[0]!.id],
      );
      return told.rowCount === 1;
    });
  }

  /** How many notifications are owed, how many stand there, and how many announcements beyond one for each event. */
  public async told(): Promise<{ owed: number; told: number; doubled: number }> {
    const { rows } = await this.admin.query<{ told: number; doubled: number }>(
      `SELECT (SELECT count(*)::int FROM notifications.notification WHERE event_id = ANY ($1::bigint[])) AS told,
         (SELECT coalesce(sum(n - 1), 0)::int FROM (SELECT count(*) AS n FROM audit.entry WHERE event = 'notification.announce'
           AND detail ->> 'eventId' = ANY ($1::text[]) GROUP BY detail ->> 'eventId') per) AS doubled`,
      [this.events],
    );
    return { owed: this.events.length * this.people.length, ...rows[0]! };
  }

  /** Until everybody is told; the seconds that it took, or undefined when that was too long. */
  public async settled(
    seconds: number,
    meanwhile: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<number | undefined> {
    const started = performance.now();
    while (performance.now() - started < seconds * 1_000) {
      const { owed, told } = await this.told();
      if (told >= owed) return (performance.now() - started) / 1_000;
      await meanwhile();
      await pause(100);
    }
    return undefined;
  }

  /** What a queue has lost is given to it again after two minutes; they go by. */
  public async twoMinutesLater(): Promise<void> {
    await this.admin.query(
      `UPDATE platform.outbox SET relayed_at = relayed_at - interval '121 seconds' WHERE done_at IS NULL AND relayed_at IS NOT NULL`,
    );
  }

  /** The seconds until this holds, looked at often; undefined when it takes longer than a minute. */
  public async until(holds: () => Promise<boolean>): Promise<number | undefined> {
    const started = performance.now();
    while (performance.now() - started < 60_000) {
      if (await holds()) return (performance.now() - started) / 1_000;
      await pause(50);
    }
    return undefined;
  }

  public async ready(server = this.server): Promise<{ status: number; down: string[] }> {
    const { status, body } = await this.ask(undefined, '/health/ready', { withinMs: 15_000 }, server);
    const { error = {} } = (status === 0 ? {} : JSON.parse(body)) as { error?: Record<string, unknown> };
    return { status, down: Object.keys(error).sort() };
  }

  public async close(): Promise<void> {
    this.asker.close();
    await Promise.all(this.programs.map((one) => one.stop()));
    await this.queue.close();
    await this.admin.end();
    await this.world.request.end();
    await this.world.admin.end().catch(() => undefined);
    await this.world.database.drop();
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export type Database = Awaited<ReturnType<typeof freshDatabase>>;
