/** What the layout needs around a page: who is looking, where they can go, how it is marked. */
import { Clock } from '@clin/platform';
import { randomBytes } from 'node:crypto';
import nunjucks from 'nunjucks';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Assets } from './assets.js';
import { takeFlash } from './flash.js';
import { markingLine } from './handling.js';
import { SESSION_DEFAULTS, type NavItem, type Viewer, type WebKitOptions } from './options.js';
import type { PageData } from './page.js';
import { viewerOf } from './viewer.js';
import { cspHeader, csrfTokenFor } from './security.js';

export interface NavLink {
  text: string;
  href: string;
  active: boolean;
  aside: boolean;
  badge: number;
  badgeText: string;
  live: string | undefined;
}

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '/';

/** Longest match wins: /reports/1 lights Reports, and / only itself. */
function activeHref(items: NavItem[], path: string): string | undefined {
  const matches = items
    .flatMap(({ href, also }) => [href, ...(also ?? [])].map((at) => ({ href, at })))
    .filter(({ at }) => path === at || (at !== '/' && path.startsWith(`${at}/`)));
  return matches.sort((a, b) => b.at.length - a.at.length)[0]?.href;
}

async function navigation(request: FastifyRequest, options: WebKitOptions, viewer: Viewer, badges: boolean) {
  const items = (options.nav ?? [])
    .filter(({ permission }) => permission === undefined || viewer.permissions.has(permission))
    .sort((a, b) => a.order - b.order);
  const active = activeHref(items, pathOf(request));
  return Promise.all(
    items.map(async ({ text, href, aside, badge, badgeText, live }): Promise<NavLink> => {
      const count = badges && badge ? await badge(request) : 0;
      return {
        text,
        href,
        active: href === active,
        aside: aside === true,
        badge: count,
        badgeText: badgeText ?? '',
        live: badges ? live : undefined,
      };
    }),
  );
}

/** Ordinary pages alone carry it: an error page says the same to everybody. */
async function interruption(request: FastifyRequest, { interruption: source }: WebKitOptions, viewer?: Viewer) {
  if (!source || !viewer?.permissions.has(source.permission)) return undefined;
  return { items: [], ...(await source.ask(request)), live: source.live };
}

/** The same for every response: an error page built from this alone differs in nothing from another of its status. */
export async function bareFrame(request: FastifyRequest, options: WebKitOptions, assets: Assets, badges = false) {
  const viewer = await (options.viewer ?? viewerOf)(request);
  return {
    serviceName: options.serviceName,
    demo: options.demo === true,
    signOutUrl: options.signOutUrl ?? '/sign-out',
    signInUrl: options.signInUrl ?? '/sign-in',
    assets,
    viewer,
    nav: viewer ? await navigation(request, options, viewer, badges) : [],
  };
}

/** The whole frame of an ordinary page. Sets the page's own Content-Security-Policy, and takes the flash banner. */
export async function pageFrame(reply: FastifyReply, options: WebKitOptions, assets: Assets, data: PageData) {
  const { request } = reply;
  const nonce = randomBytes(16).toString('base64url');
  reply.header('content-security-policy', cspHeader(nonce));
  const bare = await bareFrame(request, options, assets, true);
  const token = csrfTokenFor(reply, options);
  return {
    frame: {
      ...bare,
      interruption: await interruption(request, options, bare.viewer),
      ...markingLine(data.marking, data.handling),
      styleNonce: nonce,
      csrfToken: token,
      flash: takeFlash(request, reply, options.secure),
      session: bare.viewer ? { ...SESSION_DEFAULTS, ...options.session } : undefined,
      now: Clock.time(),
    },
    csrf: new nunjucks.runtime.SafeString(`<input type="hidden" name="_csrf" value="${token}">`),
    path: pathOf(request),
    query: (request.query ?? {}) as Record<string, unknown>,
  };
}
