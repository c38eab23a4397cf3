import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { WorkerDatabase } from '@clin/platform/events';
import type { Job } from 'bullmq';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { LeanMail } from '../lean-mail.js';
import { declareNotification } from '../notification-kinds.js';
import { ToldWorld } from '../testing/index.js';
import { SendMail } from './send-mail.js';

declareNotification({
  kind: 'deal-told',
  eventType: 'deal.told.v1',
  audience: { scope: 'parties', roles: ['analyst'] },
  title: 'A deal',
});
declareNotification({
  kind: 'deal-applied',
  eventType: 'deal.applied.v1',
  audience: { scope: 'shared-under', roles: ['analyst'] },
  title: 'Things',
});

interface Received {
  to: string;
  text: string;
}

/** A real SMTP server on a free port of the loopback. */
class Post {
  public readonly received: Received[] = [];
  public refuse = false;
  private readonly server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) => done(this.refuse ? new Error('550 no such mailbox') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        this.received.push({ to: session.envelope.rcptTo[0]!.address, text: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });

  public async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.server.address() as { port: number }).port}`;
  }

  public close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

describe('the e-mail about a notification', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let world: ToldWorld;
  let post: Post;
  let sender: SendMail;
  let eventId: string;
  let job: Job;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.workerUrl });
  });
  beforeEach(async () => {
    world = await ToldWorld.create(database.adminUrl);
    post = new Post();
    const mail = new LeanMail(await post.open(), 'no-reply@network.example', 'https://network.example');
    sender = new SendMail(new WorkerDatabase(pool), mail);
    eventId = await world.event('thing.shared.v1');
    await world.admin.query(
      `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state) VALUES ($1, $2, 'thing-shared', $3, true, 'queued')`,
      [world.people.analyst, eventId, world.record],
    );
    job = { data: { userId: world.people.analyst, eventId }, attemptsMade: 0, opts: { attempts: 5 } } as unknown as Job;
  });
  afterEach(async () => {
    sender.onApplicationShutdown();
    await post.close();
    await world.close();
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('says that there is something and nothing of what', async () => {
    await sender.process(job);
    expect(post.received).toHaveLength(1);
    const { to, text } = post.received[0]!;
    expect(to).toBe(`analyst.${world.people.analyst}@told.example`);
    expect(text).toContain('You have a new notification. Sign in to read it.');
    for (const secret of [world.record, world.disclosure, 'thing', 'TOLD-', 'report'])
      expect(text).not.toContain(secret);
    expect(await world.told(eventId)).toEqual(['analyst thing-shared sent']);
  });

  it('is sent once, however often the job runs', async () => {
    await sender.process(job);
    await sender.process(job);
    expect(post.received).toHaveLength(1);
  });

  it('names itself after the notification, so that a repeat after a crash is recognised', async () => {
    await sender.process(job);
    const { rows } = await world.admin.query(
      `UPDATE notifications.notification SET state = 'queued' WHERE event_id = $1 RETURNING id`,
      [eventId],
    );
    await sender.process(job);
    const ids = post.received.map(({ text }) => /^Message-ID: (.*)$/im.exec(text)?.[1]?.trim());
    expect(ids).toEqual([`<${rows[0].id}@network.example>`, `<${rows[0].id}@network.example>`]);
  });

  it('is not sent when the disclosure was revoked while it waited', async () => {
    await world.revoke();
    await sender.process(job);
    expect(post.received).toHaveLength(0);
    expect(await world.told(eventId)).toEqual(['analyst thing-shared suppressed']);
  });

  describe('about an agreement', () => {
    /** The analyst's e-mail about the agreement waits; their agency is a party. */
    async function waiting(kind: string): Promise<void> {
      const { rows } = await world.admin.query<{ uid: string }>('SELECT uid FROM sharing.agreement WHERE id = $1', [
        world.agreement,
      ]);
      await world.admin.query('INSERT INTO sharing.agreement_party VALUES ($1, $2)', [
        world.agreement,
        world.recipient,
      ]);
      eventId = await world.event(`${kind.replace('-', '.')}.v1`, {}, rows[0]!.uid);
      await world.admin.query(
        `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state) VALUES ($1, $2, $3, $4, false, 'queued')`,
        [world.people.analyst, eventId, kind, rows[0]!.uid],
      );
      job.data.eventId = eventId;
    }
    const sent = async (): Promise<unknown[]> => {
      await sender.process(job);
      return [post.received.length, await world.told(eventId)];
    };

    it('is sent to a party, and not to one that left while it waited', async () => {
      await waiting('deal-told');
      expect(await sent()).toEqual([1, ['analyst deal-told sent']]);
      await world.admin.query("UPDATE notifications.notification SET state = 'queued' WHERE event_id = $1", [eventId]);
      await world.admin.query('DELETE FROM sharing.agreement_party WHERE agreement_id = $1', [world.agreement]);
      await world.admin.query('INSERT INTO sharing.agreement_invitation VALUES ($1, $2, 1, now())', [
        world.agreement,
        world.recipient,
      ]);
      expect(await sent()).toEqual([1, ['analyst deal-told suppressed']]);
    });

    it('is sent about what was shared under it only while any of that is seen', async () => {
      await waiting('deal-applied');
      expect(await sent()).toEqual([1, ['analyst deal-applied sent']]);
      for (const hide of [() => world.suspend('suspended'), () => world.revoke()]) {
        await world.admin.query("UPDATE notifications.notification SET state = 'queued' WHERE event_id = $1", [
          eventId,
        ]);
        await hide();
        expect(await sent()).toEqual([1, ['analyst deal-applied suppressed']]);
        await world.suspend('active');
      }
    });
  });

  it('is not sent to somebody who has left', async () => {
    await world.admin.query('UPDATE identity.user_account SET left_at = now() WHERE id = $1', [world.people.analyst]);
    await sender.process(job);
    expect(post.received).toHaveLength(0);
  });

  it('is tried again when the server refuses, and is marked as failed after the last attempt', async () => {
    post.refuse = true;
    await expect(sender.process(job)).rejects.toThrow();
    expect(await world.told(eventId)).toEqual(['analyst thing-shared queued']);
    job.attemptsMade = 4;
    await expect(sender.process(job)).rejects.toThrow();
    expect(await world.told(eventId)).toEqual(['analyst thing-shared failed']);
  });
});
