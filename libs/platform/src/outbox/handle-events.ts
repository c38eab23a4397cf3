import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { UnrecoverableError, type Job } from 'bullmq';
import { FollowUps } from '../queue/follow-ups.js';
import { WORKER_OPTIONS } from '../queue/queue-backend.js';
import { EVENTS_QUEUE } from '../queue/queue.module.js';
import { EventHandlers, isUrgent } from './event-handlers.js';
import { eventById, markDone, markFailed } from './outbox.store.js';
import { WorkerDatabase } from './worker-database.js';

/** Runs the handler of each relayed event in one transaction; what follows from it is queued after the commit and before the job ends. */
@Processor(EVENTS_QUEUE, { ...WORKER_OPTIONS, concurrency: 4 })
export class HandleEvents extends WorkerHost {
  private readonly log = new Logger(HandleEvents.name);

  public constructor(
    private readonly database: WorkerDatabase,
    private readonly handlers: EventHandlers,
    private readonly followUps: FollowUps,
  ) {
    super();
  }

  public override async process(job: Job<{ eventId: string }>): Promise<void> {
    const id = eventIdOf(job);
    try {
      await this.handle(id, job.name, isUrgent(job));
    } catch (error) {
      if ((job.attemptsMade ?? 0) + 1 >= (job.opts?.attempts ?? 1)) await this.giveUp(id, job, error as Error);
      throw error;
    }
  }

  private async handle(id: string, jobName: string, urgent: boolean): Promise<void> {
    const followUps = await this.database.inTurn(async (tx) => {
      const event = await eventById(tx, id);
      if (!event) throw new UnrecoverableError(`event ${id} is not in the outbox`);
      const handler = this.handlers.find(event.type, jobName);
      if (!handler) throw new Error(`no handler ${jobName} for ${event.type}`);
      const followed = (await handler.handle(event, { ...tx, by: `job ${jobName}` })) ?? [];
      const all = this.handlers.of(event.type).map((one) => one.jobName);
      await markDone(tx, id, jobName, all);
      return followed;
    }, urgent);
    // A crash here repeats the job, which finds the same follow-ups and adds them under the same ids.
    await this.followUps.add(followUps);
  }

  /** It stands among what failed, for an administrator to try again. A name that no handler has was forged, or is of another build. */
  private async giveUp(id: string, job: Job, error: Error & { code?: string }): Promise<void> {
    const named = (error.code ?? error.name).replaceAll(/[^A-Za-z0-9-]/g, '').slice(0, 40) || 'Error';
    await this.database.run(async (tx) => {
      const event = await eventById(tx, id);
      if (!event || !this.handlers.find(event.type, job.name)) return;
      await markFailed(tx, { id, jobName: job.name, attempts: (job.attemptsMade ?? 0) + 1, errorClass: named });
    });
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

/** Whatever stands in a queue may have been put there by somebody else. */
function eventIdOf(job: Job): string {
  const id = (job.data as { eventId?: unknown } | null | undefined)?.eventId;
  if (typeof id !== 'string' || !/^\d{1,18}$/.test(id)) throw new UnrecoverableError('a job that names no event');
  return id;
}
