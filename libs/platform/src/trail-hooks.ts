import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuditWriter } from './audit-writer.js';
import { entryOf } from './audit-entry.js';
import { InvalidInput } from './errors.js';
import { nextStep } from './hold-refusal.js';
import { Trail } from './trail.js';
import { isUuid } from './request.js';

const RETRY_SECONDS = 5;
const UNLOGGED = JSON.stringify({
  type: 'urn:clin:problem:unavailable',
  title: 'The service cannot answer now.',
  status: 503,
});

/** The page that says so to a person; nothing for whoever wants no page. */
export type UnavailablePage = (reply: FastifyReply, retrySeconds: number) => Promise<string | undefined>;

/** Gives every request its trail, holds every reply back until its audit row is committed, and a "not found" until time tells nothing. */
export function attachTrail(
  fastify: FastifyInstance,
  writer: Pick<AuditWriter, 'append'>,
  page: UnavailablePage = () => Promise.resolve(undefined),
): void {
  fastify.decorateRequest('trail');
  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, url = 'unknown' } = request.routeOptions;
    request.trail = new Trail(
      String(request.id),
      `${Array.isArray(method) ? request.method : (method ?? request.method)} ${url}`,
    );
    reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('preHandler', ({ params }, _reply, done) => {
    spellIds(params as Record<string, string>);
    done();
  });
  fastify.addHook('preHandler', (request, _reply, done) => done(readIdempotencyKey(request)));
  fastify.addHook('onSend', async (request, reply, payload) => {
    const answer = packed(payload);
    try {
      if (mustBeLogged(request)) await writer.append(entryOf(request.trail));
    } catch {
      return withhold(reply, answer, page);
    }
    if (reply.statusCode === 404) await nextStep(request.trail.startedAt);
    return answer;
  });
}

/** As the database writes them, however they were written in the address: an id is told from another by its letters, in programs and in the log. */
function spellIds(params: Record<string, string>): void {
  for (const [name, value] of Object.entries(params)) if (isUuid(value)) params[name] = value.toLowerCase();
}

/** A text is thousands of joined pieces until it is sent, and what waits for the log would be copied piece by piece whenever memory is tidied. */
const packed = (payload: unknown): unknown => (typeof payload === 'string' ? Buffer.from(payload) : payload);

/** Everything a signed-in person does, and every denial; a write has logged itself. */
function mustBeLogged({ trail, actor }: FastifyRequest): boolean {
  if (!trail || (trail.wrote && trail.outcome === 'allowed')) return false;
  return actor !== undefined || trail.outcome === 'denied';
}

/** No content leaves unlogged: the reply becomes a 503 that says nothing else. A stream that nobody will read ends here. */
async function withhold(reply: FastifyReply, payload: unknown, page: UnavailablePage): Promise<string> {
  if (payload instanceof Readable) payload.destroy();
  for (const name of Object.keys(reply.getHeaders())) {
    if (/^(content-(?!security-policy)|set-cookie|location|etag|last-modified)/i.test(name)) reply.removeHeader(name);
  }
  const html = await page(reply, RETRY_SECONDS).catch(() => undefined);
  reply.status(503).header('retry-after', String(RETRY_SECONDS));
  if (html !== undefined) return html;
  reply.header('content-type', 'application/problem+json; charset=utf-8');
  return UNLOGGED;
}

function readIdempotencyKey(request: FastifyRequest): Error | undefined {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    return new InvalidInput({ 'Idempotency-Key': 'Must have 1 to 200 characters without spaces.' });
  }
  const sent = JSON.stringify([request.method, request.url, request.body ?? null]);
  request.trail.idempotency = { key, hash: createHash('sha256').update(sent).digest('hex'), used: false };
  return undefined;
}
