import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger, Optional, type OnApplicationShutdown } from '@nestjs/common';
import { UnrecoverableError, type Job } from 'bullmq';
import { WorkerDatabase } from '@clin/platform/events';
import { isUrgent, MAIL_QUEUE, WORKER_OPTIONS } from '@clin/platform/worker';
import { claim, DELIVERY_HOLD, deliveryIdOf, HOLD_SECONDS, MAILS, settle } from '../delivery.store.js';
import { LeanMail, mailErrorClass } from '../lean-mail.js';
import { letterOf, type Letter } from '../letter.js';

/** Sends one e-mail, after deciding once more that its person may know of it. What the job says is only which one. */
@Processor(MAIL_QUEUE, { ...WORKER_OPTIONS, concurrency: 4 })
export class SendMail extends WorkerHost implements OnApplicationShutdown {
  private readonly log = new Logger(SendMail.name);

  public constructor(
    private readonly database: WorkerDatabase,
    private readonly mail: LeanMail,
    @Optional() @Inject(DELIVERY_HOLD) private readonly holdSeconds = HOLD_SECONDS,
  ) {
    super();
  }

  /** Throws when the mail server refuses; the delivery's own row says when it is tried again. */
  public override async process(job: Job): Promise<void> {
    const id = deliveryIdOf(job.data);
    if (!id) throw new UnrecoverableError('a job that names no delivery');
    // Only this waits for its turn: what is held must not wait until somebody else may take it.
    const claimed = await this.database.inTurn((tx) => claim(tx, id, MAILS, this.holdSeconds), isUrgent(job));
    if (!claimed) return;
    const attempt = claimed.attempts;
    try {
      const letter = await this.database.run((tx) => letterOf(tx, id, claimed));
      if (!letter) return;
      await this.send(letter);
    } catch (error) {
      await this.database.run((tx) => settle(tx, id, attempt, 'failed', mailErrorClass(error)));
      throw error;
    }
    await this.database.run((tx) => settle(tx, id, attempt, 'sent'));
  }

  private send({ to, id, waiting }: Letter): Promise<void> {
    return waiting === undefined ? this.mail.send(to, id) : this.mail.sendDaily(to, id, waiting);
  }

  /** Which delivery, never to whom, and nothing that the mail server said, which may name them. */
  @OnWorkerEvent('failed')
  public onFailed(job: Job | undefined, error: Error): void {
    this.log.error(`e-mail ${job?.id ?? '?'} failed: ${mailErrorClass(error)}`);
  }

  @OnWorkerEvent('error')
  public onError(error: Error): void {
    this.log.warn(`queue ${MAIL_QUEUE}: ${error.message}`);
  }

  public onApplicationShutdown(): void {
    this.mail.close();
  }
}
