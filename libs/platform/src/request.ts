import type { Actor } from './actor.js';
import type { Trail } from './trail.js';

declare module 'fastify' {
  interface FastifyRequest {
    trail: Trail;
    actor?: Actor;
  }
}

export const isUuid = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
