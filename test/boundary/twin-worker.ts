import type { Job } from 'bullmq';
import type pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { CallWebhooks, LeanMail, makeDailyMails, queueDeliveries, SendMail } from '@clin/notifications/jobs';
import { AgencySystem } from '@clin/notifications/testing';
import { Config } from '@clin/platform';
import { EventHandlers, WorkerDatabase } from '@clin/platform/events';
import { HandleEvents, type FollowUps } from '@clin/platform/worker';
import { roomHandlers, roomSchedules } from '../../apps/worker/src/index.js';

export interface Mail {
  to: string;
  text: string;
}

/** The worker's own handlers, schedules, e-mails and calls to agencies' systems over real servers; only the queue between them is a list, so that a test decides when. */
export class TwinWorker {
  public readonly mails: Mail[] = [];
  private readonly waiting: (Pick<Job, 'data'> & { queue?: string })[] = [];
  private readonly handlers = new EventHandlers(roomHandlers({ mail: true }));
  private readonly database: WorkerDatabase;
  private readonly handle: HandleEvents;
  private sender?: SendMail;
  private readonly caller: CallWebhooks;
  private readonly system = new AgencySystem();
  private address = '';
  private readonly post = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        this.mails.push({ to: session.envelope.rcptTo[0]!.address, text: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });

  public constructor(pool: pg.Pool) {
    this.database = new WorkerDatabase(pool);
    this.caller = new CallWebhooks(this.database, Config.of({ webhookLoopback: 'yes' }));
    const list: Pick<FollowUps, 'add'> = {
      add: (followUps) => Promise.resolve(void this.waiting.push(...(followUps as never[]))),
    };
    this.handle = new HandleEvents(this.database, this.handlers, list as FollowUps);
  }

  public async open(): Promise<void> {
    await new Promise<void>((resolve) => this.post.listen(0, '127.0.0.1', resolve));
    const { port } = this.post.server.address() as { port: number };
    const mail = new LeanMail(`smtp://127.0.0.1:${port}`, 'no-reply@network.example', 'https://network.example');
    this.sender = new SendMail(this.database, mail);
    this.address = await this.system.open();
  }

  /** What the agencies' systems were told. */
  public get called(): AgencySystem['called'] {
    return this.system.called;
  }

  public systemAt(path: string): string {
    return this.address + path;
  }

  /** Every handler of these events, in order, and then every e-mail and call that they asked for. */
  public async carryOut(events: readonly { id: string; type: string }[]): Promise<void> {
    await this.announce(events);
    await this.deliver();
  }

  public async announce(events: readonly { id: string; type: string }[]): Promise<void> {
    for (const { id, type } of events) {
      for (const { jobName } of this.handlers.of(type))
        await this.handle.process({ name: jobName, data: { eventId: id } } as Job<{ eventId: string }>);
    }
  }

  /** The e-mails of the day, and whatever else is due. */
  public async daily(): Promise<void> {
    await makeDailyMails().execute(this.database);
    const due = await queueDeliveries().execute(this.database);
    if (typeof due === 'object') this.waiting.push(...((due.followUps ?? []) as never[]));
    await this.deliver();
  }

  /** What was asked for and has not been sent. */
  public async deliver(): Promise<void> {
    for (const { data, queue } of this.waiting.splice(0))
      await (queue === 'webhooks' ? this.caller : this.sender!).process({ data } as Job);
  }

  /** What the worker does by the clock, but for sealing the log, which takes seconds and changes nothing that a door shows these people. */
  public async tick(): Promise<void> {
    for (const schedule of roomSchedules().filter(({ name }) => name !== 'seal-audit'))
      await schedule.execute(this.database);
  }

  public async close(): Promise<void> {
    this.sender?.onApplicationShutdown();
    await this.system.close();
    await new Promise<void>((resolve) => this.post.close(() => resolve()));
  }
}
