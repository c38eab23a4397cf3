import type { Job } from 'bullmq';
import type pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { LeanMail, SendMail } from '@clin/notifications/jobs';
import { EventHandlers, WorkerDatabase } from '@clin/platform/events';
import { HandleEvents, type FollowUps } from '@clin/platform/worker';
import { roomHandlers, roomSchedules } from '../../apps/worker/src/index.js';

export interface Mail {
  to: string;
  text: string;
}

/** The worker's own handlers, schedules and e-mails over a real mail server; only the queue between them is a list, so that a test decides when. */
export class TwinWorker {
  public readonly mails: Mail[] = [];
  private readonly waiting: Pick<Job, 'data'>[] = [];
  private readonly handlers = new EventHandlers(roomHandlers({ mail: true }));
  private readonly database: WorkerDatabase;
  private readonly handle: HandleEvents;
  private sender?: SendMail;
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
  }

  /** Every handler of these events, in order, and then every e-mail that they asked for. */
  public async carryOut(events: readonly { id: string; type: string }[]): Promise<void> {
    for (const { id, type } of events) {
      for (const { jobName } of this.handlers.of(type))
        await this.handle.process({ name: jobName, data: { eventId: id } } as Job<{ eventId: string }>);
    }
    for (const { data } of this.waiting.splice(0)) await this.sender!.process({ data } as Job);
  }

  /** What the worker does by the clock, but for sealing the log, which takes seconds and changes nothing that a door shows these people. */
  public async tick(): Promise<void> {
    for (const schedule of roomSchedules().filter(({ name }) => name !== 'seal-audit'))
      await schedule.execute(this.database);
  }

  public async close(): Promise<void> {
    this.sender?.onApplicationShutdown();
    await new Promise<void>((resolve) => this.post.close(() => resolve()));
  }
}
