import type { FastifyInstance } from 'fastify';
import type { Logger } from 'nestjs-pino';

/** One line a request: method, route pattern, status, time and request id. No path, query, header, body or name reaches it. */
export function logRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { url: route = 'unknown' } = request.routeOptions;
    logger.log(
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });
}
