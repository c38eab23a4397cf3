/** The real worker over one made-up event, so that its faults can be tried without a whole network of reports. */
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { declareNotification } from '@clin/notifications';
import { announceHandlers, queueDeliveries } from '@clin/notifications/jobs';
import { sealAudit } from '@clin/audit/jobs';
import { Config } from '@clin/platform';
import { workerModule, WorkerProcess } from '../../apps/worker/dist/index.js';

declareNotification({
  kind: 'thing-shared',
  eventType: 'thing.shared.v1',
  audience: { scope: 'recipients', roles: ['analyst', 'supervisor'] },
  title: 'A thing was shared',
});

const config = Config.fromEnv(process.env, ['databaseWorkerUrl', 'queueUrl']);
const parts = {
  handlers: announceHandlers({ mail: config.smtpUrl !== undefined }),
  schedules: [sealAudit(), queueDeliveries()],
  holdSeconds: 3,
};
const logger = new ConsoleLogger({ json: true, logLevels: ['fatal', 'error', 'warn'] });
const app = await NestFactory.createApplicationContext(await workerModule(config, parts), { logger });
const stop = () => app.close().then(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('disconnect', stop);
await app.get(WorkerProcess).start();
process.send?.('ready');
