import pg from 'pg';
import { LiveNumber } from '../journeys/live-number.js';
import { serve, type Served } from './a-server.js';
import { TwinWorker } from './twin-worker.js';
import { World, type Person } from './a-world.js';

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

/** One of two equal networks: the same agencies, people and agreement, a server and a worker of its own. */
export class Twin {
  public readonly people = new Map<string, Person>();
  /** What was made, in order: the same place in both networks names the same thing. */
  public readonly made: Record<'seen' | 'hidden', Made[]> = { seen: [], hidden: [] };
  /** The watcher's unread notifications, as a browser that stays open hears of them. */
  public live!: LiveNumber;
  private readonly names = new Map<string, string>();

  private constructor(
    public readonly world: World,
    public readonly served: Served,
    private readonly worker: TwinWorker,
    private readonly pool: pg.Pool,
  ) {}

  public static async create(): Promise<Twin> {
    const world = await World.create();
    const pool = new pg.Pool({ connectionString: world.database.workerUrl, max: 2 });
    const worker = new TwinWorker(pool);
    await worker.open();
    const twin = new Twin(world, await serve(world.database), worker, pool);
    const url = await twin.served.listen();
    await world.admin.query(`
      UPDATE identity.agency SET force_code = 'TEST', kind = 'partner' WHERE id = 902;
      INSERT INTO sharing.standing_rule VALUES (901, 901, 1, 1, 'P', 'forces-in-areas', NULL, 12, 'None');
      INSERT INTO sharing.statistics_class VALUES (901, 'owner', 0), (901, 'party', 5);
      INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES (904, 'T904', 'Hidden agency', 'task-force', '2020-01-01');
      INSERT INTO sharing.agreement VALUES (903, 'HIDDEN-ISA', 'Hidden agreement', 'Testing', 'Test basis', 903, 'active', '2020-01-01', '2099-12-31', 1);
      INSERT INTO sharing.agreement_party VALUES (903, 903), (903, 904);
      INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES (905, 'T905', 'Third agency', 'task-force', '2020-01-01');
      INSERT INTO sharing.agreement_party VALUES (901, 905), (903, 905);
      UPDATE sharing.agreement SET kinds = '{1,2,3}';
      UPDATE threats.clock SET remind_minutes = 1000, due_minutes = 2000, centre_minutes = 3000;
      UPDATE referrals.clock SET unit = 'minutes', warn = 80000, due = 90000, escalate = 100000;`);
    for (const [name, agency, roles] of CAST) {
      const person = await world.aPerson(agency, roles);
      twin.people.set(name, person);
      await world.admin.query('UPDATE identity.user_account SET name = $2 WHERE id = $1', [person.id, name]);
    }
    for (const [agency, path] of Object.entries(HOOKS))
      await world.admin.query(
        'INSERT INTO notifications.webhook (agency_id, url, secret, sensitivity, created_by) SELECT $1, $2, $3, 3, id FROM identity.user_account LIMIT 1',
        [agency, worker.systemAt(path), 'k'.repeat(43)],
      );
    await twin.chooseDaily('daily reader');
    twin.live = await LiveNumber.open(url, twin.people.get('watcher')!.token);
    return twin;
  }

  /** Everything that may wait goes into the e-mail of the day. */
  private async chooseDaily(who: string): Promise<void> {
    const url = '/api/v1/notifications/choices';
    const { kinds } = JSON.parse((await this.send(who, { url })).text) as { kinds: { kind: string; mandatory: boolean }[] };
    const daily = kinds.filter(({ mandatory }) => !mandatory).map(({ kind }) => ({ kind, inInbox: true, email: 'daily' }));
    const saved = await this.send(who, { method: 'PATCH', url, body: { version: 0, kinds: daily, digestAt: '00:00' } });
    if (saved.status !== 200) throw new Error(saved.text);
  } // prettier-ignore

  public async send(who: string, { method, url, body, key }: Ask): Promise<Answer> {
    const reply = await this.served.inject({
      method: method ?? 'GET',
      url,
      headers: {
        authorization: `Bearer ${this.people.get(who)!.token}`,
        ...(key ? { 'idempotency-key': key } : {}),
      },
      ...(body ? { payload: body } : {}),
    });
    return { status: reply.statusCode, headers: reply.headers, text: reply.body };
  }

  /** The worker's part: figures counted, people told, e-mails sent, for the agencies' events that nobody has handled yet. */
  public async work(agencies: readonly number[]): Promise<void> {
    const { rows } = await this.world.admin.query<{ id: string; type: string }>(
      'UPDATE platform.outbox SET relayed_at = now() WHERE relayed_at IS NULL AND agency_id = ANY ($1) RETURNING id, type',
      [agencies],
    );
    // A pack is shared and recalled in the moment of its referral, and lists of both would begin with either.
    for (const [table, moment] of [['access.disclosure', 'decided_at'], ['access.notice', 'at']])
      await this.world.admin.query(`
        UPDATE ${table} d SET ${moment} = d.${moment} - interval '1 ms' FROM ${table} r JOIN referrals.referral f ON f.id = r.record_id
        WHERE d.${moment} = r.${moment} AND d.record_id <> r.record_id AND NOT EXISTS (SELECT FROM referrals.referral o WHERE o.id = d.record_id)`); // prettier-ignore
    await this.worker.carryOut(rows.sort((a, b) => Number(a.id) - Number(b.id)));
  }

  /** Midnight: what waited for the e-mail of the day is yesterday's, and the one before that is forgotten. */
  public async nextDay(): Promise<void> {
    await this.world.admin.query(`
      DELETE FROM notifications.delivery WHERE channel = 'digest' AND state <> 'queued';
      UPDATE notifications.notification SET created_at = created_at - interval '1 day' WHERE state = 'digest'`);
    await this.worker.daily();
  }

  public tick(): Promise<void> {
    return this.worker.tick();
  }

  /** The e-mails since the last look to everybody but those of the hidden agencies, with the name of each in place of the address. */
  public mails(): string[] {
    const names = new Map([...this.people].map(([name, { id }]) => [`${id}@test.example`, name]));
    const sent = this.worker.mails.splice(0).map(({ to, text }) => `${names.get(to)}: ${text.replaceAll(to, 'SELF')}`);
    return sent.filter((mail) => !/^(hidden|covert|bystander)/.test(mail));
  }

  /** What the systems of the watcher's agencies were told since the last look: where, and the body. */
  public calls(): string[] {
    return this.worker.called.splice(0).map(({ path, body }) => `${path} ${body}`).filter((call) => !call.startsWith('/hidden')); // prettier-ignore
  }

  /** What the open stream said last, once it has said what the door says. */
  public async streamed(): Promise<string> {
    const { text } = await this.send('watcher', { url: '/api/v1/notifications/unread' });
    const { unread } = JSON.parse(text) as { unread: number };
    await this.live.until(({ numbers }) => numbers.at(-1) === unread);
    return `${this.live.numbers.at(-1)} ${this.live.ended} ${this.live.besides}`;
  }

  /** All that an answer tells: status, headers and body, but for its moment, the request's own id and what is random in a page. */
  public told({ status, headers, text }: Answer): string {
    const kept = Object.entries(headers).filter(([name]) => !/^(date|x-request-id|connection)$/.test(name));
    const length = headers['content-length'];
    const right = length === undefined || Number(length) === Buffer.byteLength(text);
    const body = this.normal(text);
    const named = kept.map(([name, value]) =>
      name === 'content-length' ? [name, right ? body.length : 'WRONG'] : [name, this.normal(String(value))],
    );
    return `${status} ${JSON.stringify(named.sort())}\n${body}`;
  }

  /** Random ids, references and names by the order in which the watcher met them, and moments by their shape. */
  public normal(text: string): string {
    const named = (found: string): string => {
      if (!this.names.has(found)) this.names.set(found, `#${this.names.size}`);
      return this.names.get(found)!;
    };
    return text
      .replaceAll(/("next":"|cursor=)([\w-]+)/g, (_all, start: string, cursor: string) => start + readable(cursor))
      .replaceAll(MOMENTS, 'MOMENT')
      .replaceAll(/(_csrf" value="|csrf-token" content="|data-csrf-token="|nonce="|nonce-|csrf=)[^"';\s]+/g, '$1RANDOM')
      .replaceAll(
        /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[IP]R-[\w-]+|(?:AC|CS|RF)-\w{4}-\w{4}-\w|Person [\da-f]{4}/g,
        named,
      )
      .replaceAll(
        /("itemIds":\[)([^\]]*)\]/g,
        (_all, start: string, ids: string) => `${start}${ids.split(',').sort().join(',')}]`,
      );
  }

  public async end(): Promise<void> {
    this.live.close();
    await this.served.close();
    await this.worker.close();
    await this.pool.end();
    await this.world.end();
  }
}

export interface Made extends Begun {
  reference: string;
  items: string[];
  disclosure?: string;
  /** The last request for permission about it. */
  request?: string;
  /** The name of the next case, its own: lists are sorted by it. */
  caseName?: string;
  /** What was begun about it, the last of each. */
  referral?: Begun;
  case?: Begun & { operation: string };
  action?: Begun;
  alert?: Begun;
}

export interface Begun {
  id: string;
  version: number;
  /** How many steps were tried. */
  tried: number;
}

export interface Ask {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: string;
  body?: object;
  key?: string;
}

const readable = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('latin1');

/** As the API, the pages and e-mails write them; a cursor counts microseconds, or seconds with a point. */
const MOMENTS =
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:\d\d)?)?|\b\d{16}\b|-?\b1[789]\d{8}(\.\d+)?\b|\b\d{1,2} \w+ \d{4} at \d{1,2}:\d\d[ap]m|^Date: .*$|\b\d{1,2}:\d\d[ap]m\b/gm;

const CAST: [name: string, agency: number, roles: string[]][] = [
  ['author', 901, ['analyst']],
  ['assessor', 901, ['supervisor', 'lead']],
  ['watcher', 902, ['analyst', 'supervisor']],
  ['joint lead', 902, ['lead']],
  ['daily reader', 902, ['analyst', 'supervisor']],
  ['hidden author', 903, ['analyst']],
  ['hidden assessor', 903, ['supervisor', 'lead']],
  ['bystander', 904, ['analyst', 'supervisor']],
  // Of the agency that is watched, in operations that nobody else of it can tell of; with a third agency, as the leads of a joint one are told.
  ['covert lead', 901, ['lead']],
  ['covert joint lead', 905, ['lead']],
];

/** Agencies' systems, and where each is called. */
const HOOKS: Record<number, string> = { 901: '/t901', 902: '/t902', 903: '/hidden-903', 904: '/hidden-904' };
