import type { FreshDatabase } from '@clin/harness';
import { createServer, type ServerOptions } from '@clin/server';
import { Config } from '@clin/platform';
import { DoorInventory, type ListedDoor } from '@clin/platform/server';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

export interface Served {
  inject: Fastify['inject'];
  doors: ListedDoor[];
  app: NestFastifyApplication;
  /** Listens on a free port of the loopback and answers its address. */
  listen: () => Promise<string>;
  close: () => Promise<void>;
}

/** The real server over a test's own database, with limits that the test's many requests do not meet. */
export async function serve(
  database: FreshDatabase,
  changes: Partial<Config> = {},
  overrides: ServerOptions['overrides'] = {},
): Promise<Served> {
  const config = Config.of({
    databaseUrl: database.requestUrl,
    databaseSigninUrl: database.signinUrl,
    queueUrl: await database.queueUrl(),
    logLevel: 'silent',
    requestsPerMinute: 100_000_000,
    signInsPerMinute: 100_000_000,
    ...changes,
  });
  const app = await createServer(config, { overrides });
  const fastify = app.getHttpAdapter().getInstance();
  return {
    inject: fastify.inject.bind(fastify) as Fastify['inject'],
    doors: app.get(DoorInventory, { strict: false }).listDoors(),
    app,
    listen: async () => {
      await app.listen(0, '127.0.0.1');
      return app.getUrl();
    },
    close: () => app.close(),
  };
}
