import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { seedDemoAccounts, seedReference } from '@clin/identity/seed';
import { Config } from '@clin/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createServer } from '../create-server.js';
import type { Overrides } from '../app.module.js';

export const PASSWORD = 'correct horse battery';

/** The whole server on a database of its own, with the demonstration's people; talks through `inject`. */
export class AServer {
  private constructor(
    public readonly app: NestFastifyApplication,
    public readonly database: FreshDatabase,
    public readonly admin: Client,
  ) {}

  public static async start(change: Partial<Config> = {}, overrides?: Overrides): Promise<AServer> {
    const database = await freshDatabase();
    const admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    await seedReference(admin);
    await seedDemoAccounts(admin, PASSWORD);
    const config = Config.of({
      databaseUrl: database.requestUrl,
      databaseSigninUrl: database.signinUrl,
      logLevel: 'silent',
      ...change,
    });
    return new AServer(await createServer(config, { durability: false, overrides }), database, admin);
  }

  public async stop(): Promise<void> {
    await this.app.close();
    await this.admin.end();
    await this.database.drop();
  }

  public async signIn(email: string, password = PASSWORD): Promise<string> {
    const reply = await this.send('POST', '/api/v1/session', { body: { email, password } });
    if (reply.status !== 201) throw new Error(`Sign-in of ${email} answered ${reply.status}`);
    return (reply.body as { token: string }).token;
  }

  public async send(
    method: string,
    url: string,
    { token, body, headers }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ) {
    const reply = await this.app.inject({
      method: method as 'GET',
      url,
      payload: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
    });
    const isJson = /json/.test(String(reply.headers['content-type']));
    return {
      status: reply.statusCode,
      headers: reply.headers,
      text: reply.body,
      body: isJson && reply.body ? (JSON.parse(reply.body) as Record<string, unknown>) : undefined,
    };
  }

  /** What the audit log holds, newest last. */
  public async log(where = 'true'): Promise<
    {
      event: string;
      outcome: string;
      reason: string | null;
      user_id: string | null;
      detail: Record<string, unknown>;
      record_ids: string[];
    }[]
  > {
    return (
      await this.admin.query(
        `SELECT event, outcome, reason, user_id, detail, record_ids FROM audit.entry WHERE ${where} ORDER BY id`,
      )
    ).rows as never;
  }
}
