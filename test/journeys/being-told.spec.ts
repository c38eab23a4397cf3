import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConsoleLogger, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SMTPServer } from 'smtp-server';
import { verifyAudit } from '@clin/audit';
import { describeWith, redisServer } from '@clin/harness';
import { Config } from '@clin/platform';
import { seedAgreements } from '@clin/sharing';
import { AServer } from '../../apps/server/src/testing/a-server.js';
import { roomHandlers, roomSchedules, workerModule, WorkerProcess } from '../../apps/worker/src/index.js';

interface Inbox {
  items: { id: string; kind: string; title: string; recordId?: string; readAt: string | null }[];
  unread: number;
}

type Scenario = Record<string, unknown>;
const { reports } = JSON.parse(readFileSync(join(import.meta.dirname, '../data/scenarios.json'), 'utf8')) as {
  reports: Scenario[];
};

/** A scenario as a client sends it. */
function scenario(key: string): Scenario {
  const { key: _key, agency: _agency, expected: _expected, ...body } = reports.find((report) => report['key'] === key)!;
  return body;
}

/** Server, worker and mail server, running together over one queue backend. */
class Network {
  private readonly tokens = new Map<string, string>();
  public readonly mails: string[] = [];

  private constructor(
    public readonly server: AServer,
    private worker: INestApplicationContext,
    private readonly post: SMTPServer,
  ) {}

  public static async start(redisUrl?: string): Promise<Network> {
    const server = await AServer.start();
    await seedAgreements(server.admin);
    const mails: string[] = [];
    const post = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, session, done) => {
        let text = `To: ${session.envelope.rcptTo[0]!.address}\n`;
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => done(null, void mails.push(text) as never));
      },
    });
    await new Promise<void>((resolve) => post.listen(0, '127.0.0.1', resolve));
    const config = Config.of({
      databaseWorkerUrl: server.database.workerUrl,
      queueUrl: redisUrl ?? (await server.database.queueUrl()),
      smtpUrl: `smtp://127.0.0.1:${(post.server.address() as { port: number }).port}`,
      mailFrom: 'no-reply@network.example',
    });
    const parts = { handlers: roomHandlers({ mail: true }), schedules: roomSchedules() };
    const logger = new ConsoleLogger({ logLevels: ['fatal', 'error'] });
    const worker = await NestFactory.createApplicationContext(await workerModule(config, parts), { logger });
    await worker.get(WorkerProcess).start();
    const network = new Network(server, worker, post);
    Object.assign(network, { mails });
    return network;
  }

  public async stop(): Promise<void> {
    await this.worker.close();
    await new Promise<void>((resolve) => this.post.close(() => resolve()));
    await this.server.stop();
  }

  public async as(
    email: string,
    method: string,
    url: string,
    body?: unknown,
  ): Promise<Record<string, unknown> & { status?: unknown }> {
    if (!this.tokens.has(email)) this.tokens.set(email, await this.server.signIn(email));
    const reply = await this.server.send(method, url, { token: this.tokens.get(email)!, body });
    return { ...reply.body, http: reply.status };
  }

  public async inbox(email: string): Promise<Inbox> {
    return (await this.as(email, 'GET', '/api/v1/notifications')) as unknown as Inbox;
  }

  /** Waits until a person's inbox satisfies the condition; answers the inbox. */
  public async told(email: string, condition: (inbox: Inbox) => boolean): Promise<Inbox> {
    for (const deadline = Date.now() + 15_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const inbox = await this.inbox(email);
      if (condition(inbox)) return inbox;
      if (Date.now() > deadline) throw new Error(`${email} was told: ${JSON.stringify(inbox)}`);
    }
  }

  public async submitted(email: string, key: string): Promise<{ id: string; version: number }> {
    const draft = await this.as(email, 'POST', '/api/v1/reports', scenario(key));
    if (draft['http'] !== 201) throw new Error(JSON.stringify(draft));
    const id = draft['id'] as string;
    const done = await this.as(email, 'POST', `/api/v1/reports/${id}/submission`, { version: draft['version'] });
    if (typeof done['version'] !== 'number') throw new Error(JSON.stringify(done));
    return { id, version: done['version'] };
  }
}

function journey(start: () => Promise<{ network: Network; stop: () => Promise<void> }>): void {
  let network: Network;
  let stop: () => Promise<void>;
  beforeAll(async () => void ({ network, stop } = await start()));
  afterAll(() => stop());

  it('tells each person once of what they may see, by inbox and by an e-mail that says nothing', async () => {
    const { id, version } = await network.submitted('analyst@met.example', 'met-lantern-line');
    const waiting = await network.told('supervisor@met.example', ({ items }) => items.length === 1);
    expect(waiting.items).toMatchObject([{ kind: 'report-to-assess', recordId: id }]);

    const assessed = await network.as('supervisor@met.example', 'POST', `/api/v1/reports/${id}/assessment`, {
      version,
    });
    const sent = await network.as('supervisor@met.example', 'POST', `/api/v1/reports/${id}/dissemination`, {
      version: assessed['version'],
    });
    expect(sent).toMatchObject({ id });
    for (const email of ['coordinator@nclcc.example', 'analyst@nclcc.example', 'contact@northwales.example']) {
      const { items } = await network.told(email, ({ items }) => items.length === 1);
      expect(items).toMatchObject([{ kind: 'report-shared', recordId: id, readAt: null }]);
    }
    expect(await network.inbox('contact@essex.example')).toEqual({ items: [], next: null, unread: 0, http: 200 });
    expect(await network.inbox('analyst@mer.example')).toMatchObject({ items: [] });
    expect(network.mails.length).toBeGreaterThan(0);
    for (const mail of network.mails) {
      expect(mail).toContain('You have a new notification. Sign in to read it.');
      for (const secret of [id, 'report', 'Bangor', 'lantern', 'MPS']) expect(mail).not.toContain(secret);
    }

    const disclosures = sent['disclosures'] as { id: string; agency: string }[];
    const wales = await network.server.admin.query(`SELECT code FROM identity.agency WHERE force_code = 'W15000001'`);
    const toWales = disclosures.find(({ agency }) => agency === wales.rows[0].code)!;
    const revocation = `/api/v1/disclosures/${toWales.id}/revocation`;
    await network.as('supervisor@met.example', 'POST', revocation, { reason: 'Shared in error' });
    const recalled = await network.told(
      'contact@northwales.example',
      ({ items }) => items[0]?.kind === 'report-recalled',
    );
    expect(recalled.items).toHaveLength(1);
    expect(JSON.stringify(recalled)).not.toContain(id);
    expect((await network.as('contact@northwales.example', 'GET', `/api/v1/reports/${id}`))['http']).toBe(404);
  });

  it('puts a threat to life before the duty supervisors at once', async () => {
    const { id } = await network.submitted('analyst@mer.example', 'mer-ttl');
    const { items } = await network.told('supervisor@mer.example', ({ items }) => items.length === 1);
    expect(items).toMatchObject([{ kind: 'threat-to-life', recordId: id }]);
  });

  it('marks a notification as read for one person only', async () => {
    const { items } = await network.inbox('coordinator@nclcc.example');
    const url = `/api/v1/notifications/${items[0]!.id}/reading`;
    expect((await network.as('analyst@nclcc.example', 'POST', url))['http']).toBe(404);
    expect((await network.as('coordinator@nclcc.example', 'POST', url))['http']).toBe(200);
    expect((await network.inbox('coordinator@nclcc.example')).unread).toBe(0);
    expect((await network.inbox('analyst@nclcc.example')).unread).toBe(1);
  });

  it('leaves an audit chain that verifies, sealed within a second or so', async () => {
    for (const deadline = Date.now() + 15_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
      const verdict = await verifyAudit(network.server.admin);
      expect(verdict).not.toHaveProperty('broken');
      if (verdict.unsealed === 0) break;
      expect(Date.now()).toBeLessThan(deadline);
    }
  });
}

describe('Being told, over the PostgreSQL queue', () => {
  journey(async () => {
    const network = await Network.start();
    return { network, stop: () => network.stop() };
  });
});

describeWith('redis-server')('Being told, over Redis', () => {
  journey(async () => {
    const redis = await redisServer();
    const network = await Network.start(redis.url);
    const stop = async (): Promise<void> => {
      await network.stop();
      await redis.stop();
    };
    return { network, stop };
  });
});
