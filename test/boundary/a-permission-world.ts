import { ServedWorld } from './a-served-world.js';
import type { Person } from './a-world.js';

type Body = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
export interface Answered {
  status: number;
  body: Body;
  text: string;
}

/** An owner (901), two recipients (902, 905), a third agency under the owner's agreement (904), and a stranger (903). */
export class PermissionWorld {
  public owner!: Record<'author' | 'supervisor' | 'lead' | 'handler', Person>;
  public asker!: Record<'analyst' | 'supervisor' | 'handler', Person>;
  public other!: Person;
  public stranger!: Person;

  private constructor(public readonly served: ServedWorld) {}

  public static async create(): Promise<PermissionWorld> {
    const made = new PermissionWorld(await ServedWorld.create({ roles: ['analyst'] }));
    const { world } = made.served;
    const [author, supervisor, lead, handler] = await Promise.all([
      world.aPerson(901, ['analyst', 'supervisor']),
      world.aPerson(901, ['supervisor']),
      world.aPerson(901, ['lead']),
      world.aPerson(901, ['source-handler']),
    ]);
    made.owner = { author, supervisor, lead, handler };
    made.asker = {
      analyst: await world.aPerson(902, ['analyst']),
      supervisor: await world.aPerson(902, ['supervisor']),
      handler: await world.aPerson(902, ['source-handler']),
    };
    made.other = await world.aPerson(905, ['supervisor']);
    made.stranger = await world.aPerson(903, ['supervisor']);
    return made;
  }

  /** A report of two items, of which the first (P) and the second (A1 S2, with a source) are given to 902 and the first to 905. */
  public async aSharedReport(
    canary = 'permission-canary',
  ): Promise<{ id: string; items: [string, string]; disclosure: string }> {
    const { world } = this.served;
    const report = await world.aReport(this.owner.author, canary);
    await this.owner.handler.sql(
      `INSERT INTO access.originator_consent (id, item_id, record_id, owner_agency_id, recipient_agency_id, statement, given_by)
       VALUES (gen_random_uuid(), $1, $2, 901, 902, 'Testing', $3)`,
      [report.items[1], report.id, this.owner.handler.id],
    );
    const disclosure = await world.disclose(this.owner.author, report.id, report.items, 902);
    await world.disclose(this.owner.author, report.id, [report.items[0]], 905);
    return { ...report, disclosure };
  }

  public async ask(who: Person, method: string, path: string, body?: object): Promise<Answered> {
    const reply = await this.served.ask(who, method, `/api/v1${path}`, body);
    return {
      status: reply.status,
      body: reply.body.startsWith('{') ? (JSON.parse(reply.body) as Body) : {},
      text: reply.body,
    };
  }

  /** A request by the asker's analyst for the first item. */
  public async aRequest(report: { id: string; items: string[] }, change: object = {}): Promise<string> {
    const made = await this.ask(this.asker.analyst, 'POST', `/records/${report.id}/permission-requests`, {
      ...REQUEST, items: [report.items[0]], ...change,
    }); // prettier-ignore
    if (made.status !== 201) throw new Error(made.text);
    return made.body['id'] as string;
  }

  public answer(who: Person, id: string, change: object = {}): Promise<Answered> {
    return this.ask(who, 'POST', `/permission-requests/${id}/answer`, { ...GRANT, ...change });
  }

  /** The row as it is stored, for what must not have changed. */
  public async stored(id: string): Promise<string> {
    const { rows } = await this.served.world.admin.query<{ row: string }>(
      `SELECT r::text || (SELECT count(*) FROM sharing.permission_step s WHERE s.request_id = r.id) AS row FROM sharing.permission_request r WHERE r.id = $1`,
      [id],
    );
    return rows[0]?.row ?? 'absent';
  }

  public end(): Promise<void> {
    return this.served.end();
  }
}

export const REQUEST = { use: 'share', to: 'T904', purpose: 'An operation of theirs', detail: 'They hold the phone.' };
export const GRANT = { decision: 'granted', conditions: 'Once, by telephone', until: '2029-06-30' };
