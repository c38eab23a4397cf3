import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { migrations } from '@clin/migrations';
import { Clock, Config } from '@clin/platform';
import { startFaults } from '@clin/platform/worker';
import { roomHandlers, roomSchedules } from './rooms.js';
import { workerModule } from './worker.module.js';
import { WorkerProcess } from './worker-process.js';

const LEVELS: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];

async function main(): Promise<void> {
  const config = Config.fromEnv(process.env, ['databaseWorkerUrl', 'queueUrl']);
  const names = migrations.map((migration) => migration.name);
  const faults = await startFaults('DATABASE_WORKER_URL', config.databaseWorkerUrl!, { migrations: names });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  // BullMQ dates its locks and delays by this. A worker whose own clock is ahead would keep what it held when it died from all others, for so long.
  Date.now = () => Clock.time().getTime();
  const least = config.logLevel === 'info' ? 'log' : config.logLevel;
  const logLevels = LEVELS.slice(0, LEVELS.indexOf(least as LogLevel) + 1);
  const parts = { handlers: roomHandlers({ mail: config.smtpUrl !== undefined }), schedules: roomSchedules() };
  const app = await NestFactory.createApplicationContext(await workerModule(config, parts), {
    logger: new ConsoleLogger({ json: true, logLevels }),
    abortOnError: false,
  });
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Whoever started this process is gone: nobody else would stop it.
  process.once('disconnect', stop);
  await app.get(WorkerProcess).start();
  process.stdout.write(`${JSON.stringify({ level: 'log', message: 'worker ready', pid: process.pid })}\n`);
  process.send?.('ready');
}

main().catch((error: Error) => {
  process.stderr.write(`The worker did not start. ${error.message}\n`);
  process.exit(1);
});
