import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isApi, type WebKitOptions } from './options.js';
import { FormExpired } from './problem.js';
import { workspaceRoot } from './workspace.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** GOV.UK's template has one inline script; its text never changes, so a hash allows it and nothing else. */
function templateScriptHash(): string {
  const file = join(workspaceRoot(), 'node_modules', 'govuk-frontend', 'dist', 'govuk', 'template.njk');
  const script = /%}>(document\.body\.className[^<]*)<\/script>/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}

let directives: Record<string, string[]> | undefined;

/** No inline anything, except the template's script (by hash) and the page's print marking (by nonce). */
export function cspDirectives(): Record<string, string[]> {
  directives ??= {
    'default-src': ["'self'"],
    'script-src': ["'self'", templateScriptHash()],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return directives;
}

export function cspHeader(nonce?: string): string {
  return Object.entries(cspDirectives())
    .map(([name, values]) =>
      [name, ...values, ...(nonce && name === 'style-src' ? [`'nonce-${nonce}'`] : [])].join(' '),
    )
    .join(';');
}

const sessionOf = (request: FastifyRequest, options: WebKitOptions): string | undefined =>
  request.cookies?.[options.cookieName];

/** CSRF tokens are bound to the session: a token planted from another session, or kept from before sign-in, fails. */
export const csrfSubject = (request: FastifyRequest, options: WebKitOptions): string =>
  createHash('sha256')
    .update(sessionOf(request, options) ?? 'nobody')
    .digest('base64url');

export function csrfTokenFor(reply: FastifyReply, options: WebKitOptions): string {
  return reply.generateCsrf({ userInfo: csrfSubject(reply.request, options) });
}

/**
 * Every unsafe request needs the token, by form field `_csrf` or header `csrf-token`. Exempt: /api without a session cookie,
 * because a bearer token is never sent by a browser of its own accord. The field is removed, so that no input class sees it.
 */
export function protectForms(fastify: FastifyInstance, options: WebKitOptions): void {
  fastify.addHook('preValidation', (request, reply, done) => {
    if (SAFE.has(request.method) || (isApi(request.url) && sessionOf(request, options) === undefined)) return done();
    // The plugin would answer by itself; its refusal goes to the one mapping of failures instead.
    const refusing = {
      send: () => done(new FormExpired()),
      unsignCookie: (value: string) => reply.unsignCookie(value),
    };
    fastify.csrfProtection(request, refusing as unknown as FastifyReply, () => {
      const body = request.body as Record<string, unknown> | null | undefined;
      if (body && typeof body === 'object') delete body['_csrf'];
      done();
    });
  });
}

export function noStore(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.url.startsWith('/assets/')) reply.header('cache-control', 'no-store');
    done();
  });
}
