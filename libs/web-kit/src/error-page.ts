import type { FastifyReply } from 'fastify';
import type { Assets } from './assets.js';
import { bareFrame } from './frame.js';
import { markingLine } from './handling.js';
import type { WebKitOptions } from './options.js';
import type { WhatWasSent } from './what-was-sent.js';

export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;

export interface ErrorContext extends WhatWasSent {
  /** A sentence a person may see. Ignored for 404 and 500, whose pages never vary. */
  message?: string;
  /** For 409: nobody changed it meanwhile; the message says why it is not possible. */
  notNow?: boolean;
  /** Seconds, for 429 and 503. */
  retryAfter?: number;
  /** Messages of InvalidInput where no form page could show them. */
  fields?: Readonly<Record<string, string>>;
}

const TEMPLATES: Record<ErrorStatus, string> = {
  400: 'errors/bad-request.njk',
  401: 'errors/signed-out.njk',
  403: 'errors/not-permitted.njk',
  404: 'errors/not-found.njk',
  409: 'errors/changed.njk',
  413: 'errors/bad-request.njk',
  422: 'errors/invalid.njk',
  429: 'errors/too-many.njk',
  500: 'errors/broken.njk',
  503: 'errors/unavailable.njk',
};

export const errorStatus = (status: number): ErrorStatus =>
  status in TEMPLATES ? (status as ErrorStatus) : status < 500 ? 400 : 500;

export class ErrorPages {
  constructor(
    private readonly options: WebKitOptions,
    private readonly assets: Assets,
  ) {}

  /**
   * The page of one status, without nonce, token, time or path: two 404s of one person are the same bytes, whether the record is
   * hidden or never existed. Sets status and Retry-After; the caller sends what is returned.
   */
  async render(reply: FastifyReply, status: ErrorStatus, context: ErrorContext = {}): Promise<string> {
    const { message, notNow, retryAfter, fields, again, written } = status === 404 || status === 500 ? {} : context;
    const frame = { ...(await bareFrame(reply.request, this.options, this.assets)), ...markingLine(), error: true };
    const html = await reply.viewAsync(TEMPLATES[status], {
      frame,
      message,
      notNow,
      retryAfter,
      again,
      written,
      messages: Object.values(fields ?? {}),
    });
    if (status === 429 || status === 503) reply.header('retry-after', String(retryAfter ?? 30));
    reply.status(status).type('text/html; charset=utf-8');
    return html;
  }
}
