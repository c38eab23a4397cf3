import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule } from '@nestjs/common';
import type { JobsOptions } from 'bullmq';
import { openQueueBackend } from './queue-backend.js';

export const EVENTS_QUEUE = 'events';
export const MAIL_QUEUE = 'mail';
/** Apart from the mails: an address that answers slowly must hold up nobody's e-mail. */
export const WEBHOOK_QUEUE = 'webhooks';

const DAY_SECONDS = 86_400;
const JOB_OPTIONS: JobsOptions = {
  attempts: 12,
  backoff: { type: 'exponential', delay: 250 },
  // Finished jobs are kept for a while so that a repeated add of the same id is a no-op even after delivery.
  removeOnComplete: { age: DAY_SECONDS, count: 20_000 },
  // What failed for good stands in the database, where an administrator tries it again: under the same id, so none may be in its way.
  removeOnFail: true,
};
/** The delivery's row counts its attempts and says when the next one is due; each is one job under the delivery's id. */
const DELIVERY_OPTIONS: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** The queues over the backend that QUEUE_URL names. For the worker: the server writes the outbox and never meets a queue. */
export async function queueModule(url: string): Promise<DynamicModule> {
  const { connection } = await openQueueBackend(url);
  const queues = BullModule.registerQueue(
    { name: EVENTS_QUEUE, defaultJobOptions: JOB_OPTIONS },
    { name: MAIL_QUEUE, defaultJobOptions: DELIVERY_OPTIONS },
    { name: WEBHOOK_QUEUE, defaultJobOptions: DELIVERY_OPTIONS },
  );
  return {
    module: QueueModule,
    global: true,
    imports: [BullModule.forRoot({ connection }), queues],
    exports: [queues],
  };
}

class QueueModule {}
