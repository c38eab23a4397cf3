import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Job } from 'bullmq';
import { WorkerDatabase } from '@clin/platform/events';
import { MAIL_QUEUE, WORKER_OPTIONS } from '@clin/platform/worker';
import { LeanMail } from '../lean-mail.js';
import { kindNamed } from '../notification-kinds.js';
import { addressOf, maySee, notificationOf, setState } from '../notification.store.js';

interface MailJob {
  userId: string;
  eventId: string;
}

/** Sends one person's e-mail about one event, after deciding once more that they may know of it. */
@Processor(MAIL_QUEUE, { ...WORKER_OPTIONS, concurrency: 2 })
export class SendMail extends WorkerHost implements OnApplicationShutdown {
  private readonly log = new Logger(SendMail.name);

  public constructor(
    private readonly database: WorkerDatabase,
    private readonly mail: LeanMail,
  ) {
    super();
  }

  public override async process(job: Job<MailJob>): Promise<void> {
    const addressee = await this.addressee(job.data);
    if (!addressee) return;
    try {
      await this.mail.send(addressee.email, addressee.id);
    } catch (error) {
      if (job.attemptsMade + 1 >= (job.opts.attempts ?? 1)) await this.mark(job.data, addressee.id, 'failed');
      throw error;
    }
    await this.mark(job.data, addressee.id, 'sent');
  }

  private async addressee({ userId, eventId }: MailJob): Promise<{ id: string; email: string } | undefined> {
    return this.database.run(async (tx) => {
      await tx.actFor(userId, eventId);
      const notification = await notificationOf(tx, userId, eventId);
      if (notification?.state !== 'queued') return undefined;
      const email = await addressOf(tx, userId);
      const allowed = email !== undefined && (await maySee(tx, kindNamed(notification.kind), notification));
      if (allowed) return { id: notification.id, email };
      await setState(tx, notification.id, 'suppressed');
      return undefined;
    });
  }

  private mark({ userId, eventId }: MailJob, id: string, state: 'sent' | 'failed'): Promise<void> {
    return this.database.run(async (tx) => {
      await tx.actFor(userId, eventId);
      await setState(tx, id, state);
    });
  }

  /** Which job, never to whom. */
  @OnWorkerEvent('failed')
  public onFailed(job: Job<MailJob> | undefined): void {
    this.log.error(`mail of event ${job?.data.eventId ?? '?'} failed (attempt ${job?.attemptsMade ?? 0})`);
  }

  @OnWorkerEvent('error')
  public onError(error: Error): void {
    this.log.warn(`queue ${MAIL_QUEUE}: ${error.message}`);
  }

  public onApplicationShutdown(): void {
    this.mail.close();
  }
}
