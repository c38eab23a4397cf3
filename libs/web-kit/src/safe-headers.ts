import helmet from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { cspDirectives } from './security.js';

/** What helmet sets of its own accord for every reply. It works each header out again for each of them, so it is asked once. */
async function headersOf(secure: boolean): Promise<Record<string, string>> {
  const asked = new FastifyAdapter().getInstance();
  await asked.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: cspDirectives() },
    strictTransportSecurity: secure,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  });
  asked.get('/', (_request, reply) => reply.send(''));
  const { headers } = await asked.inject('/');
  await asked.close();
  const own = ['content-length', 'date', 'connection', 'content-type'];
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (own.includes(name) ? [] : [[name, String(value)]])),
  );
}

/** The same headers for every reply; a page replaces its Content-Security-Policy with its own. */
export async function sendSafeHeaders(server: FastifyInstance, secure: boolean): Promise<void> {
  const headers = await headersOf(secure);
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
