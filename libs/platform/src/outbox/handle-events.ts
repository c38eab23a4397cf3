import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { WORKER_OPTIONS } from '../queue/queue-backend.js';
import { EVENTS_QUEUE, MAIL_QUEUE } from '../queue/queue.module.js';
import { EventHandlers, type FollowUp } from './event-handlers.js';
import { eventById } from './outbox.store.js';
import { WorkerDatabase } from './worker-database.js';

/** Runs the handler of each relayed event in one transaction; what follows from it is queued after the commit and before the job ends. */
@Processor(EVENTS_QUEUE, { ...WORKER_OPTIONS, concurrency: 4 })
export class HandleEvents extends WorkerHost {
  private readonly log = new Logger(HandleEvents.name);

  public constructor(
    private readonly database: WorkerDatabase,
    private readonly handlers: EventHandlers,
    @InjectQueue(MAIL_QUEUE) private readonly mail: Queue,
  ) {
    super();
  }

  public override async process(job: Job<{ eventId: string }>): Promise<void> {
    const followUps = await this.database.run(async (tx) => {
      const event = await eventById(tx, job.data.eventId);
      if (!event) throw new Error(`event ${job.data.eventId} is not in the outbox`);
      const handler = this.handlers.find(event.type, job.name);
      if (!handler) throw new Error(`no handler ${job.name} for ${event.type}`);
      return (await handler.handle(event, tx)) ?? [];
    });
    // A crash here repeats the job, which finds the same follow-ups and adds them under the same ids.
    if (followUps.length > 0) await this.mail.addBulk(followUps.map(toJob));
  }

  @OnWorkerEvent('failed')
  public onFailed(job: Job | undefined, error: Error): void {
    this.log.error(`${job?.id ?? 'a job'} failed (attempt ${job?.attemptsMade ?? 0}): ${error.message}`);
  }

  @OnWorkerEvent('error')
  public onError(error: Error): void {
    this.log.warn(`queue ${EVENTS_QUEUE}: ${error.message}`);
  }
}

function toJob(followUp: FollowUp): { name: string; data: Record<string, string>; opts: { jobId: string } } {
  return { name: followUp.jobName, data: followUp.data, opts: { jobId: followUp.jobId } };
}
