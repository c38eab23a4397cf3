import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Assets } from './assets.js';
import { keepFlash } from './flash.js';
import { pageFrame } from './frame.js';
import type { WebKitOptions } from './options.js';
import { Page, Redirect } from './page.js';

const asItIs = (text: unknown): string => text as string;

/**
 * Turns what page doors return into a reply. Anything else passes untouched, so API doors share the server; an interceptor of Nest
 * would wrap their answers in observables too, which cost each of them more than its own work.
 */
export function replyWithPages(fastify: FastifyInstance, options: WebKitOptions, assets: Assets): void {
  fastify.addHook('preSerialization', (_request, reply, result, done) => {
    if (result instanceof Page) {
      reply.serializer(asItIs);
      render(reply, result, options, assets).then((html) => done(null, html), done);
    } else if (result instanceof Redirect) {
      reply.serializer(asItIs);
      if (result.flash) keepFlash(reply, result.flash, options.secure);
      reply.status(303).header('location', result.url).type('text/plain; charset=utf-8');
      done(null, '');
    } else done(null, result);
  });
}

async function render(
  reply: FastifyReply,
  { template, data, status }: Page,
  options: WebKitOptions,
  assets: Assets,
): Promise<string> {
  const frame = await pageFrame(reply, options, assets, data);
  const html = await reply.viewAsync(template, { ...frame, ...data });
  reply.status(status).type('text/html; charset=utf-8');
  return html;
}
