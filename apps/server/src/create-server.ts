import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { migrations } from '@clin/migrations';
import { Config } from '@clin/platform';
import { attachTrail, AuditWriter, parseJson, startFaults } from '@clin/platform/server';
import { registerWebKit, type WebKit } from '@clin/web-kit';
import { AppModule, type Overrides } from './app.module.js';
import { OpenApiDocument } from './open-api.door.js';
import { logRequests } from './request-log.js';
import { interruption, navigation } from './rooms.js';

const BODY_LIMIT = 1024 * 1024;
/** Longer parameters would be answered by the router, before any hook. */
const PARAMETER_LENGTH = 8192;

export interface ServerOptions {
  /** False accepts a test database that runs without fsync. */
  durability?: boolean;
  overrides?: Overrides;
}

/** Why the server must not start, one line each. */
export class StartRefused extends Error {
  public constructor(public readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** The whole server, initialised and not yet listening. Throws StartRefused where it would be unsafe. */
export async function createServer(config: Config, options: ServerOptions = {}): Promise<NestFastifyApplication> {
  await refuseUnsafe(config, options);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: config.trustedProxies?.split(',').map((address) => address.trim()) ?? false,
    routerOptions: { maxParamLength: PARAMETER_LENGTH },
    rewriteUrl: ({ url = '/' }) => readable(url),
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(config, options.overrides), adapter, {
    bufferLogs: true,
    abortOnError: false,
  });
  try {
    await furnish(app, config);
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  return app;
}

/** An address that cannot be decoded leads nowhere, and is answered and logged like any other that does. */
function readable(url: string): string {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? url);
    return url;
  } catch {
    return url.startsWith('/api/') ? '/api/unreadable' : '/unreadable';
  }
}

/** Hooks, parsers and pages, in the order in which a request meets them. */
async function furnish(app: NestFastifyApplication, config: Config): Promise<void> {
  app.useLogger(app.get(Logger));
  const fastify = app.getHttpAdapter().getInstance();
  attachTrail(fastify, app.get(AuditWriter), (reply, seconds) => kit.unavailablePage(reply, seconds));
  logRequests(fastify, app.get(Logger));
  app.useBodyParser('application/json', { bodyLimit: BODY_LIMIT }, (_request, body, done) => {
    try {
      done(null, parseJson((body as Buffer).toString('utf8')));
    } catch (error) {
      done(error as Error);
    }
  });
  const kit: WebKit = await registerWebKit(app, {
    serviceName: 'County Lines Intelligence Network',
    secure: config.secure,
    secret: config.secret,
    cookieName: config.sessionCookie,
    nav: navigation(app),
    interruption: interruption(app),
    demo: config.syntheticData === 'yes',
  });
  app.get(OpenApiDocument).describe(app);
  await app.init();
  await fastify.ready();
}

async function refuseUnsafe(config: Config, { durability }: ServerOptions): Promise<void> {
  const checks = { migrations: migrations.map(({ name }) => name), durability };
  const faults = await Promise.all([
    startFaults('DATABASE_URL', config.databaseUrl ?? '', checks),
    startFaults('DATABASE_SIGNIN_URL', config.databaseSigninUrl ?? '', checks),
  ]);
  const lines = [...new Set(faults.flat())];
  if (lines.length > 0) throw new StartRefused(lines);
}
