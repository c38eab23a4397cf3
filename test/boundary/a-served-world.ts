import { randomUUID } from 'node:crypto';
import { aReferral } from './a-referral.js';
import { World, type Person } from './a-world.js';
import { serve, type Served } from './a-server.js';
import {
  ASKERS,
  COMMENTS,
  KIND_STATES,
  maySee,
  RELATIONS,
  ROLES,
  type AnyState,
  type Kind,
  type Relation,
  type RoleName,
  type State,
} from './oracle.js';

/** Agencies of the cast: the owner, then what others are to its reports. */
const AGENCY: Record<Relation, number> = {
  author: 901, colleague: 901, 'uncleared colleague': 901, recipient: 902, 'uncleared recipient': 902,
  stranger: 903, 'not yet': 904, expired: 905, revoked: 906, suspended: 907, asked: 908,
}; // prettier-ignore

export interface Player {
  relation: Relation;
  role: RoleName;
  person: Person;
}

export interface PlantedRecord {
  id: string;
  kind: Kind;
  items: [string, string];
  state: AnyState;
  author: Player;
  canary: string;
  disclosures: string[];
  /** Of the first recipient for permission to act on the first item; withdrawn, and never made for a draft. */
  request?: string;
}
export type PlantedReport = PlantedRecord & { kind: 'report'; state: State };

export interface Reply {
  status: number;
  headers: Record<string, unknown>;
  body: string;
  requestId: string;
}

/** A served world of ten agencies' worth of relations to a set of planted records, one of each kind for every state (reports for each author too). */
export class ServedWorld {
  public readonly players: Player[] = [];
  public readonly records: PlantedRecord[] = [];
  public get reports(): PlantedReport[] {
    return this.records.filter((one): one is PlantedReport => one.kind === 'report');
  }
  private form?: Promise<Record<string, string>>;

  /** Of the owner: a supervisor shares what others wrote, and takes it back. */
  public get sharer(): Person {
    return this.players.find(({ relation, role }) => relation === 'author' && role === 'supervisor')!.person;
  }

  private constructor(
    public readonly world: World,
    public readonly served: Served,
  ) {}

  public static async create(
    options: { before?: (world: World) => Promise<unknown>; roles?: readonly RoleName[] } = {},
  ): Promise<ServedWorld> {
    const world = await World.create();
    await world.admin.query(`
      INSERT INTO identity.agency (id, code, name, kind, starts_on)
      SELECT n, 'T' || n, 'Test agency ' || n, 'task-force', '2020-01-01' FROM generate_series(904, 909) n;
      INSERT INTO sharing.agreement VALUES (902, 'TEST-ISA-2', 'Second agreement', 'Testing', 'Test basis', 901, 'active', '2020-01-01', '2099-12-31', 1);
      UPDATE sharing.agreement SET kinds = '{1,2}' WHERE id = 902;
      INSERT INTO sharing.agreement_party VALUES (901, 904), (901, 905), (901, 906), (901, 908), (902, 901), (902, 907);`);
    const served = new ServedWorld(world, await serve(world.database));
    await served.cast(options.roles ?? ROLES);
    await served.plant();
    await options.before?.(world);
    return served;
  }

  private async cast(roles: readonly RoleName[]): Promise<void> {
    for (const relation of RELATIONS) {
      for (const role of relation === 'author' ? (['analyst', 'supervisor'] as const) : roles) {
        const clearance = relation.startsWith('uncleared') ? 1 : 2;
        this.players.push({ relation, role, person: await this.world.aPerson(AGENCY[relation], [role], clearance) });
      }
    }
  }

  private async plant(): Promise<void> {
    const asker = this.players.find(({ relation, role }) => relation === 'recipient' && ASKERS.includes(role));
    for (const author of this.players.filter((player) => player.relation === 'author'))
      for (const kind of Object.keys(KIND_STATES) as Kind[]) {
        // Referrals are a supervisor's to write.
        if (kind === 'referral' && author.role !== 'supervisor') continue;
        for (const [state, number] of Object.entries(KIND_STATES[kind]) as [AnyState, number][])
          await this.plantOne(kind, author, state, number, asker?.person);
      }
    await this.world.admin.query(`
      UPDATE sharing.agreement SET status = 'suspended' WHERE id = 902;
      UPDATE access.record_visibility SET valid_until = now() - interval '1 s' WHERE agency_id = 905;
      UPDATE access.item_visibility SET valid_until = now() - interval '1 s' WHERE agency_id = 905;`);
    await this.tellEverybody();
  }

  private async plantOne(kind: Kind, author: Player, state: AnyState, number: number, asker?: Person): Promise<void> {
    const canary = `canary-${author.role}-${state}${kind === 'report' ? '' : `-${kind}`}`;
    const made =
      kind === 'report'
        ? await this.world.aReport(author.person, canary, number)
        : await aReferral(this.world, author.person, canary, number);
    const record: PlantedRecord = { ...made, kind, state, author, canary, disclosures: [] };
    if (state !== 'draft') {
      await this.share(record);
      if (asker) record.request = await this.askAbout(record, asker);
    }
    if (state === 'withdrawn') await this.withdraw(record);
    await this.comment(record);
    this.records.push(record);
  }

  private async withdraw({ id, kind, disclosures }: PlantedRecord): Promise<void> {
    if (kind === 'referral') {
      for (const disclosure of disclosures.filter((_one, at) => at !== 2))
        await this.sharer.sql("SELECT access.revoke($1, 'Testing')", [disclosure]);
      return;
    }
    await this.sharer.sql("SELECT access.withdraw($1, 'Testing')", [id]);
  }

  /** Said while everybody could, as far as agencies could ever say it: what an audience is left with is the wall's to decide. */
  private async comment({ id, canary, author }: PlantedRecord): Promise<void> {
    for (const [part, from, to] of COMMENTS)
      await this.world.admin.query(
        `INSERT INTO access.comment (record_id, agency_id, audience_id, by_user, text)
         SELECT $1, $2, $3, coalesce((SELECT id FROM identity.user_account WHERE agency_id = $2 AND agency_id <> 901 ORDER BY id LIMIT 1), $4), $5`,
        [id, from, to, author.person.id, `${canary} ${part};`],
      );
  }

  /** Each reader's inbox has a row for every report, as if all had been told before the world changed. */
  private async tellEverybody(): Promise<void> {
    const people = this.players
      .filter(({ role }) => maySee('id', role, 'author', 'closed'))
      .map(({ person }) => person.id);
    await this.world.admin.query(
      `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
       SELECT p, row_number() OVER (), 'report-shared', r, true, 'off' FROM unnest($1::uuid[]) p, unnest($2::uuid[]) r`,
      [people, this.records.map(({ id }) => id)],
    );
  }

  private async share({ id, items, disclosures }: PlantedRecord): Promise<void> {
    const { world, sharer } = this;
    for (const agency of [902, 905, 906]) disclosures.push(await world.disclose(sharer, id, [items[0]], agency));
    await sharer.sql("SELECT access.revoke($1, 'testing')", [disclosures[2]]);
    const rows = await sharer.sql(
      "SELECT access.disclose($1, 907::smallint, $2, 'Testing', 'Test basis', 902, '', '2030-01-01', NULL) AS id",
      [id, [items[0]]],
    );
    const asked = await sharer.sql(
      "SELECT access.disclose($1, 908::smallint, $2, 'Testing', 'Test basis', 901, 'Wait for the owner', '2030-01-01', NULL) AS id",
      [id, [items[0]]],
    );
    disclosures.push(rows[0]!['id'] as string, asked[0]!['id'] as string);
  }

  private async askAbout({ id, items }: PlantedRecord, asker: Person): Promise<string> {
    const request = randomUUID();
    await asker.sql(
      `SELECT sharing.ask_permission($1, $2, $3, $4, 'act', NULL, 'Testing', '', false, NULL, now() + interval '1 hour', now() + interval '2 hours')`,
      [request, `PR-${request.slice(0, 8)}`, id, [items[0]]],
    );
    await asker.sql(`SELECT sharing.withdraw_permission($1, 'Testing')`, [request]);
    return request;
  }

  /** The disclosure or request that a route is asked about; one that was never made for a draft. */
  public disclosureOf(
    report: PlantedRecord,
    which: 'revoked' | 'first' | 'theirs' | 'request',
    relation: Relation,
  ): string {
    if (which === 'request') return report.request ?? absentId();
    const theirs: Partial<Record<Relation, number>> = { expired: 1, revoked: 2, suspended: 3, asked: 4 };
    const at = which === 'revoked' ? 2 : which === 'first' ? 0 : (theirs[relation] ?? 0);
    return report.disclosures[at] ?? absentId();
  }

  /** What this player is to that report: an author is a colleague to the other author's. */
  public relationTo(player: Player, report: PlantedRecord): Relation {
    return player.relation === 'author' && report.author !== player ? 'colleague' : player.relation;
  }

  public async ask(
    person: Person | undefined,
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const reply = await this.served.inject({
      method: method as 'GET',
      url,
      headers: {
        ...(person ? { authorization: `Bearer ${person.token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: reply.statusCode,
      headers: reply.headers,
      body: reply.body,
      requestId: String(reply.headers['x-request-id']),
    };
  }

  /** What a form needs beside the session: a bearer of a token has no session cookie, so one visitor's form token serves all. */
  public formHeaders(): Promise<Record<string, string>> {
    this.form ??= this.ask(undefined, 'GET', '/sign-in').then(({ body, headers }) => ({
      'content-type': 'application/x-www-form-urlencoded',
      cookie: [headers['set-cookie']].flat().map((one) => String(one).split(';')[0]).join('; '),
      'csrf-token': /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? '',
    })); // prettier-ignore
    return this.form;
  }

  public async end(): Promise<void> {
    await this.served.close();
    await this.world.end();
  }
}

/** What may differ between two answers that tell the same: the moment and the request's own id. */
export function fingerprint({ status, headers, body, requestId }: Reply): string {
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(date|x-request-id|keep-alive|connection|x-ratelimit-.*|ratelimit-.*)$/.test(name),
  );
  const told = JSON.stringify([status, kept.sort(), body.replaceAll(requestId, 'REQUEST')]);
  // A page's form token, its cookie and its style nonce are random of their own.
  return told
    .replaceAll(/(name=\\"_csrf\\" value=|name=\\"csrf-token\\" content=)\\"[^"]+"/g, 'CSRF')
    .replaceAll(/nonce(-|=\\")[\w+/=-]+/g, 'NONCE')
    .replaceAll(/csrf=[^;"]+/g, 'CSRF');
}

export const absentId = (): string => randomUUID();
