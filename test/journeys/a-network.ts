import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedAgreements } from '@clin/sharing';
import { AServer } from '../../apps/server/src/testing/a-server.js';

export interface Scenario {
  key: string;
  agency: string;
  expected: string;
  [field: string]: unknown;
}

const AUTHORS: Record<string, string> = {
  'MPS-CLTF': 'analyst@met.example',
  'WMP-CLTF': 'analyst@wmp.example',
  'MER-CLTF': 'analyst@mer.example',
  SMH: 'officer@smh.example',
  NCLCC: 'analyst@nclcc.example',
};

export const scenarios = (
  JSON.parse(readFileSync(join(process.cwd(), 'test/data/scenarios.json'), 'utf8')) as { reports: Scenario[] }
).reports;

export function scenario(key: string): Scenario {
  return scenarios.find((one) => one.key === key)!;
}

/** What is sent: key, agency and expected describe a scenario and are not. */
export function requestOf({
  key: _key,
  agency: _agency,
  expected: _expected,
  ...body
}: Scenario): Record<string, unknown> {
  return body;
}

type Reply = Awaited<ReturnType<AServer['send']>>;
export type Body = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** The served network with its demonstration people, talked to as each of them. */
export class Network {
  private readonly tokens = new Map<string, Promise<string>>();
  private constructor(public readonly server: AServer) {}

  public static async start(change: Parameters<typeof AServer.start>[0] = {}): Promise<Network> {
    const server = await AServer.start(change);
    await seedAgreements(server.admin);
    return new Network(server);
  }

  public stop(): Promise<void> {
    return this.server.stop();
  }

  /** A demo account's token, signed in once. */
  public token(email: string): Promise<string> {
    if (!this.tokens.has(email)) this.tokens.set(email, this.server.signIn(email));
    return this.tokens.get(email)!;
  }

  /** Somebody of an agency that has no demo account; afterwards the name works like an address. */
  public async join(name: string, agency: string, role: string): Promise<void> {
    const [id, token] = [randomUUID(), randomUUID()];
    const { admin } = this.server;
    await admin.query(
      'INSERT INTO identity.user_account (id, email, name, agency_id, clearance) SELECT $1, $2, $2, id, 2 FROM identity.agency WHERE code = $3',
      [id, name, agency],
    );
    await admin.query('INSERT INTO identity.user_role VALUES ($1, $2)', [id, role]);
    await admin.query(
      "INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ($1, $2, 'api', now() + interval '1 hour', now() + interval '1 hour')",
      [createHash('sha256').update(token).digest(), id],
    );
    this.tokens.set(name, Promise.resolve(token));
  }

  public async as(who: string, method: string, path: string, body?: unknown): Promise<Reply & { body: Body }> {
    const reply = await this.server.send(method, `/api/v1${path}`, { token: await this.token(who), body });
    return reply as Reply & { body: Body };
  }

  public author(one: Scenario): string {
    return AUTHORS[one.agency]!;
  }

  public supervisor(one: Scenario): string {
    return this.author(one).replace(/^\w+@/, 'supervisor@');
  }

  /** Logged and handed in by an analyst of its agency. */
  public async submitted(key: string): Promise<Body> {
    const one = scenario(key);
    const made = await this.as(this.author(one), 'POST', '/reports', requestOf(one));
    if (made.status !== 201) throw new Error(`${key}: ${made.status} ${made.text}`);
    await this.step(this.author(one), made.body['id'] as string, 'submission', { version: 1 });
    return made.body;
  }

  /** Taken all the way by the people of its agency; dissemination names nobody beyond the standing rules. */
  public async disseminated(key: string): Promise<Body> {
    const made = await this.submitted(key);
    const supervisor = this.supervisor(scenario(key));
    await this.step(supervisor, made['id'] as string, 'assessment', { version: 2 });
    await this.step(supervisor, made['id'] as string, 'dissemination', { version: 3, to: [] });
    return made;
  }

  public async step(who: string, id: string, name: string, body: object): Promise<Body> {
    const reply = await this.as(who, 'POST', `/reports/${id}/${name}`, body);
    if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${reply.text}`);
    return reply.body;
  }
}

/** One person's answer for a record that is hidden from them and for one that never existed: the same but for date and request id. */
export function bytesOf(reply: Reply): string {
  const { date: _date, 'x-request-id': _id, ...headers } = reply.headers;
  return JSON.stringify([reply.status, headers, reply.text]);
}
