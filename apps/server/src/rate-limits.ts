import { createHash } from 'node:crypto';
import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { Config } from '@clin/platform';

const MINUTE = 60_000;

/** Signing in is counted by address; everything else by session, because a force shares one address. */
export function rateLimits({ requestsPerMinute, signInsPerMinute }: Config): ThrottlerModuleOptions {
  return {
    setHeaders: false,
    generateKey: (_context, tracker, name) => `${name} ${tracker}`,
    throttlers: [
      {
        name: 'requests',
        ttl: MINUTE,
        limit: requestsPerMinute,
        skipIf: isSignIn,
        getTracker: async (request) => caller(request as FastifyRequest),
      },
      { name: 'sign-ins', ttl: MINUTE, limit: signInsPerMinute, skipIf: (context) => !isSignIn(context) },
    ],
  };
}

function isSignIn(context: ExecutionContext): boolean {
  const { method, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
  return method === 'POST' && (routeOptions.url === '/sign-in' || routeOptions.url === '/api/v1/session');
}

function caller({ headers, ip }: FastifyRequest): string {
  const session = headers.authorization ?? /(?:^|; )(?:__Host-)?session=([\w-]+)/.exec(headers.cookie ?? '')?.[1];
  return session ? createHash('sha256').update(session).digest('base64url') : ip;
}

@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return context.switchToHttp().getRequest<FastifyRequest>().url.startsWith('/health/');
  }
}
