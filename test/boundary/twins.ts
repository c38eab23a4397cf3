import { serve, type Served } from './a-server.js';
import { World, type Person } from './a-world.js';

export interface Answer {
  status: number;
  text: string;
}

/** One of two equal networks: the same agencies, people and agreement, and a server of its own. */
export class Twin {
  public readonly people = new Map<string, Person>();
  /** Ids of what was made, in order: the same place in both networks names the same thing. */
  public readonly made: { id: string; version: number; items: string[] }[] = [];
  private readonly names = new Map<string, string>();

  private constructor(
    public readonly world: World,
    public readonly served: Served,
  ) {}

  public static async create(): Promise<Twin> {
    const world = await World.create();
    const twin = new Twin(world, await serve(world.database));
    await world.admin.query(`
      UPDATE identity.agency SET force_code = 'TEST', kind = 'partner' WHERE id = 902;
      INSERT INTO sharing.standing_rule VALUES (901, 901, 1, 1, 'P', 'forces-in-areas', NULL, 12, 'None');
      INSERT INTO sharing.statistics_class VALUES (901, 'owner', 0), (901, 'party', 5);
      INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES (904, 'T904', 'Hidden agency', 'task-force', '2020-01-01');
      INSERT INTO sharing.agreement VALUES (903, 'HIDDEN-ISA', 'Hidden agreement', 'Testing', 'Test basis', 903, 'active', '2020-01-01', '2099-12-31', 1);
      INSERT INTO sharing.agreement_party VALUES (903, 903), (903, 904);`);
    for (const [name, agency, roles] of CAST) twin.people.set(name, await world.aPerson(agency, roles));
    return twin;
  }

  public async send(who: string, method: 'GET' | 'POST' | 'PATCH', url: string, body?: object): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.people.get(who)!.token}` };
    const reply = await this.served.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
    return { status: reply.statusCode, text: reply.body };
  }

  /** The worker's part: figures counted and people told, for one agency's events that nobody has handled yet. */
  public async work(agency: number, told: readonly string[]): Promise<void> {
    const { admin } = this.world;
    const waiting = await admin.query<{ id: string; type: string; record: string }>(
      'UPDATE platform.outbox SET relayed_at = now() WHERE relayed_at IS NULL AND agency_id = $1 RETURNING id, type, record_id AS record',
      [agency],
    );
    for (const { id, type, record } of waiting.rows.sort((a, b) => Number(a.id) - Number(b.id))) {
      if (type === 'report.disseminated.v1') await admin.query('SELECT picture.count_event($1)', [id]);
      for (const who of told) {
        await admin.query(
          `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state) VALUES ($1, $2, 'report-shared', $3, true, 'off')`,
          [this.people.get(who)!.id, id, record],
        );
      }
    }
  }

  /** Random ids and references by the order in which the watcher met them, and moments by their shape. */
  public normal(text: string): string {
    const named = (found: string): string => {
      if (!this.names.has(found)) this.names.set(found, `#${this.names.size}`);
      return this.names.get(found)!;
    };
    const readable = text.replaceAll(
      /"next":"([\w-]+)"/g,
      (_all, cursor: string) => `"next":"${Buffer.from(cursor, 'base64url').toString('latin1')}"`,
    );
    return readable
      .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:\d\d)?)?|\b\d{16}\b/g, 'MOMENT')
      .replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|IR-[\w-]+/g, named);
  }

  public async end(): Promise<void> {
    await this.served.close();
    await this.world.end();
  }
}

const CAST: [name: string, agency: number, roles: string[]][] = [
  ['author', 901, ['analyst']],
  ['assessor', 901, ['supervisor']],
  ['watcher', 902, ['analyst', 'supervisor']],
  ['hidden author', 903, ['analyst']],
  ['hidden assessor', 903, ['supervisor']],
  ['bystander', 904, ['analyst']],
];

export const aReport = (title: string): object => ({
  title, sanitisedTitle: `Sanitised ${title}`, eventDate: '2026-10-12', provenance: 'Testing', marking: 'OFFICIAL', areas: ['TEST'],
  items: [{ original: title, sanitised: title, sourceEvaluation: 1, intelligenceAssessment: 'A', handlingCode: 'P', areas: ['TEST'] }],
}); // prettier-ignore
