import type { WorkerHost } from '@nestjs/bullmq';
import type { DynamicModule } from '@nestjs/common';
import { Config, Databases } from '@clin/platform';
import { EventHandlers, WorkerDatabase, type EventHandler, type Schedule } from '@clin/platform/events';
import { FollowUps, HandleEvents, ReconcileOutbox, RelayOutbox, queueModule } from '@clin/platform/worker';
import { CallWebhooks, LeanMail, DELIVERY_HOLD, SendMail } from '@clin/notifications/jobs';
import { QUEUE_WORKERS, SCHEDULES, WorkerProcess } from './worker-process.js';

export interface WorkerParts {
  handlers: readonly EventHandler[];
  schedules: readonly Schedule[];
  /** How long a worker may hold an e-mail or a call before another takes it over; a minute unless told. */
  holdSeconds?: number;
}

class WorkerModule {}

/** The worker over the parts that the rooms declare. Throws when an event has no handler or a name is taken twice. */
export async function workerModule(config: Config, parts: WorkerParts): Promise<DynamicModule> {
  const handlers = new EventHandlers(parts.handlers);
  const hold = parts.holdSeconds ? [{ provide: DELIVERY_HOLD, useValue: parts.holdSeconds }] : [];
  const mail = config.smtpUrl
    ? [SendMail, { provide: LeanMail, useValue: mailOf(config, config.smtpUrl) }, ...hold]
    : [];
  return {
    module: WorkerModule,
    imports: [await queueModule(config.queueUrl!)],
    providers: [
      { provide: Config, useValue: config },
      Databases,
      {
        provide: WorkerDatabase,
        inject: [Databases],
        useFactory: (databases: Databases) => new WorkerDatabase(databases.workerPool),
      },
      { provide: EventHandlers, useValue: handlers },
      { provide: SCHEDULES, useValue: parts.schedules },
      {
        provide: QUEUE_WORKERS,
        inject: [HandleEvents, CallWebhooks, ...(config.smtpUrl ? [SendMail] : [])],
        useFactory: (...hosts: WorkerHost[]) => hosts,
      },
      RelayOutbox,
      ReconcileOutbox,
      FollowUps,
      HandleEvents,
      CallWebhooks,
      WorkerProcess,
      ...mail,
      ...hold,
    ],
  };
}

function mailOf(config: Config, smtpUrl: string): LeanMail {
  const address = config.publicUrl ?? `http://${config.host}:${config.port}`;
  return new LeanMail(smtpUrl, config.mailFrom ?? 'no-reply@localhost', address);
}
