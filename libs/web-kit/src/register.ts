import cookie from '@fastify/cookie';
import csrfProtection from '@fastify/csrf-protection';
import fastifyStatic from '@fastify/static';
import view from '@fastify/view';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import nunjucks from 'nunjucks';
import { findAssets } from './assets.js';
import { ErrorPages, type ErrorContext, type ErrorStatus } from './error-page.js';
import { addFilters } from './filters.js';
import { parseForm } from './form-body.js';
import { cookieNameFor, type WebKitOptions } from './options.js';
import { PageErrorsFilter, wantsJson } from './page-errors.filter.js';
import { replyWithPages } from './page-replies.js';
import { sendSafeHeaders } from './safe-headers.js';
import { csrfSubject, noStore, protectForms } from './security.js';
import { templateFolders } from './workspace.js';

/** Names with a hash never change their content. */
const HASHED = 'public, max-age=31536000, immutable';
const PLAIN = 'public, max-age=86400';
const FORM_LIMIT = 1024 * 1024;

export interface WebKit {
  /** Renders the page of a status and sets the reply's status; the caller sends it. */
  renderErrorPage(reply: FastifyReply, status: ErrorStatus, context?: ErrorContext): Promise<string>;
  /** The page that the service cannot answer now; undefined for whoever wants a problem document. */
  unavailablePage(reply: FastifyReply, retryAfter: number): Promise<string | undefined>;
}

/** Call once, after NestFactory.create and before listen: plugins, page rendering, form parsing, CSRF, headers, assets. */
export async function registerWebKit(app: NestFastifyApplication, options: WebKitOptions): Promise<WebKit> {
  if (options.secret.length < 32) throw new Error('web-kit: the secret needs at least 32 characters');
  const assets = findAssets();
  await registerPlugins(app, options, assets.folder);
  const fastify = app.getHttpAdapter().getInstance();
  await sendSafeHeaders(fastify, options.secure);
  noStore(fastify);
  protectForms(fastify, options);
  // Nest owns the urlencoded parser and would clash with @fastify/formbody, so ours is given to Nest.
  app.useBodyParser(
    'application/x-www-form-urlencoded',
    { bodyLimit: options.bodyLimit ?? FORM_LIMIT },
    (_request, body, done) => parseInto(body as Buffer, done),
  );
  replyWithPages(fastify, options, assets);
  const pages = new ErrorPages(options, assets);
  app.useGlobalFilters(new PageErrorsFilter(pages, options));
  return {
    renderErrorPage: (reply, status, context) => pages.render(reply, status, context),
    unavailablePage: async (reply, retryAfter) =>
      wantsJson(reply.request) ? undefined : pages.render(reply, 503, { retryAfter }),
  };
}

function parseInto(body: Buffer, done: (error: Error | null, parsed?: unknown) => void): void {
  try {
    done(null, parseForm(body.toString('utf8')));
  } catch (error) {
    done(error as Error);
  }
}

async function registerPlugins(
  app: NestFastifyApplication,
  options: WebKitOptions,
  assetFolder: string,
): Promise<void> {
  const { secure, secret } = options;
  await app.register(cookie, { secret });
  await app.register(csrfProtection, {
    cookieKey: cookieNameFor(options, 'csrf'),
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax', secure, signed: true },
    csrfOpts: { hmacKey: secret, userInfo: true },
    getUserInfo: (request) => csrfSubject(request, options),
  });
  await app.register(fastifyStatic, {
    root: assetFolder,
    prefix: '/assets/',
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => reply.header('cache-control', path.includes('/images/') ? PLAIN : HASHED),
    decorateReply: false,
  });
  await app.register(view, {
    engine: { nunjucks },
    templates: templateFolders(options.templates),
    options: { autoescape: true, onConfigure: addFilters },
  });
}
