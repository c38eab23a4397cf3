import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger, Optional } from '@nestjs/common';
import { UnrecoverableError, type Job } from 'bullmq';
import { Config, sql } from '@clin/platform';
import { WorkerDatabase, type WorkerTx } from '@clin/platform/events';
import { WEBHOOK_QUEUE, WORKER_OPTIONS } from '@clin/platform/worker';
import { claim, DELIVERY_HOLD, deliveryIdOf, HOLD_SECONDS, HOOKS, settle } from '../delivery.store.js';
import { rulesOf, type WebhookRules } from '../webhook-address.js';
import { CallFailed, callWebhook } from '../webhook-call.js';

interface Call {
  url: string;
  secret: string;
  type: string;
  occurredAt: Date;
  recordId: string | null;
  /** By the database's clock, which is every worker's. */
  now: Date;
}

/** Tells one agency's system of one event, after deciding once more that the agency may know of it: ids and facts, no text and no name. */
@Processor(WEBHOOK_QUEUE, { ...WORKER_OPTIONS, concurrency: 4 })
export class CallWebhooks extends WorkerHost {
  private readonly log = new Logger(CallWebhooks.name);
  private readonly rules: WebhookRules;

  public constructor(
    private readonly database: WorkerDatabase,
    config: Config,
    @Optional() @Inject(DELIVERY_HOLD) private readonly holdSeconds = HOLD_SECONDS,
  ) {
    super();
    this.rules = rulesOf(config);
  }

  /** Throws when the system does not take it; the delivery's own row says when it is tried again. */
  public override async process(job: Job): Promise<void> {
    const id = deliveryIdOf(job.data);
    if (!id) throw new UnrecoverableError('a job that names no delivery');
    const claimed = await this.database.inTurn((tx) => claim(tx, id, HOOKS, this.holdSeconds));
    if (!claimed) return;
    const attempt = claimed.attempts;
    try {
      const call = await this.database.run((tx) => callOf(tx, id));
      if (!call) return void (await this.database.run((tx) => settle(tx, id, attempt, 'suppressed')));
      await callWebhook(
        { url: call.url, secret: call.secret, id, body: bodyOf(id, call) },
        this.rules,
        call.now.getTime(),
      );
    } catch (error) {
      const fault = error instanceof CallFailed ? error.fault : 'failure';
      await this.database.run((tx) => settle(tx, id, attempt, 'failed', fault));
      throw error;
    }
    await this.database.run((tx) => settle(tx, id, attempt, 'sent'));
  }

  /** Which delivery, never where to. */
  @OnWorkerEvent('failed')
  public onFailed(job: Job | undefined, error: Error): void {
    this.log.error(`webhook ${job?.id ?? '?'} failed: ${error instanceof CallFailed ? error.fault : 'failure'}`);
  }

  @OnWorkerEvent('error')
  public onError(error: Error): void {
    this.log.warn(`queue ${WEBHOOK_QUEUE}: ${error.message}`);
  }
}

const callOf = (tx: WorkerTx, id: string): Promise<Call | undefined> =>
  tx.row(
    sql`SELECT url, secret, type, occurred_at AS "occurredAt", record_id AS "recordId", clock_timestamp() AS now FROM notifications.hook_call(${id}::uuid)`,
  );

/** The whole of what leaves. */
const bodyOf = (id: string, { type, occurredAt, recordId }: Call): string =>
  JSON.stringify({ id, type, occurredAt: occurredAt.toISOString(), ...(recordId ? { recordId } : {}) });
