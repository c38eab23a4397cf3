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
export function whatWasSent(request: FastifyRequest): WhatWasSent {
  if (request.method !== 'POST' || request.headers['sec-fetch-site'] !== 'same-origin') return {};
  const again = pageOf(request);
  const body = (request.body ?? {}) as Record<string, unknown>;
  const written = Object.keys(body).some((name) => /password/i.test(name)) ? [] : [...new Set(textsIn(body))];
  return { ...(again ? { again } : {}), written: written.filter(isWriting) };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}

/** Of a form that was shown again after a refusal, its own address: a page only where that can be opened. */
function pageOf({ headers, url, routeOptions, server }: FastifyRequest): string | undefined {
  if (!headers.referer || !URL.canParse(headers.referer)) return undefined;
  const { host, pathname, search } = new URL(headers.referer);
  const opens = pathname !== url.split('?', 1)[0] || server.hasRoute({ method: 'GET', url: routeOptions.url ?? '' });
  return host === headers.host && opens && isOwnPath(pathname + search) ? pathname + search : undefined;
}
