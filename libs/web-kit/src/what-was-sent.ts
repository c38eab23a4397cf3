import type { FastifyRequest } from 'fastify';
import { isOwnPath } from './page.js';

export interface WhatWasSent {
  /** The page that the form stood on. */
  again?: string;
  /** What somebody wrote in it, in its order, for them to copy. */
  written?: readonly string[];
}

/** More than one word, and no choice of a list or reference. */
const isWriting = (text: string): boolean => text.trim().length > 11 && /\S\s+\S/.test(text);

/**
 * Of a form that was not taken. Only of one of our own pages, as the browser says: what another site sends is not shown under our
 * name. Nothing of a form with a password.
 */
export function whatWasSent(request: FastifyRequest, notNow = false): WhatWasSent {
  if (request.method !== 'POST' || request.headers['sec-fetch-site'] !== 'same-origin') return {};
  const again = pageOf(request, notNow);
  const body = (request.body ?? {}) as Record<string, unknown>;
  const written = Object.keys(body).some((name) => /password/i.test(name)) ? [] : [...new Set(textsIn(body))];
  return { ...(again ? { again } : {}), written: written.filter(isWriting) };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * Of a form that was shown again after a refusal, its own address: a page only where that can be opened. Of a step that is not possible
 * any more, and of a form at an address that cannot be opened, the page of its record.
 */
function pageOf(request: FastifyRequest, notNow: boolean): string | undefined {
  const { headers, url, routeOptions, server } = request;
  if (!headers.referer || !URL.canParse(headers.referer)) return undefined;
  const { host, pathname, search } = new URL(headers.referer);
  if (host !== headers.host || !isOwnPath(pathname + search)) return undefined;
  const record = recordPageAbove(request);
  if (notNow && record && pathname.startsWith(`${record}/`)) return record;
  const opens = pathname !== url.split('?', 1)[0] || server.hasRoute({ method: 'GET', url: routeOptions.url ?? '' });
  return opens ? pathname + search : record;
}

/** `/cases/7` of `/cases/:id/links/:link/removal`: the first page above that is one record's. */
function recordPageAbove({ url, routeOptions, server }: FastifyRequest): string | undefined {
  const names = (routeOptions.url ?? '').split('/');
  const ends = names.findIndex(
    (name, at) =>
      name.startsWith(':') &&
      at < names.length - 1 &&
      server.hasRoute({ method: 'GET', url: names.slice(0, at + 1).join('/') }),
  );
  return ends < 0
    ? undefined
    : url
        .split('?', 1)[0]!
        .split('/')
        .slice(0, ends + 1)
        .join('/');
}
