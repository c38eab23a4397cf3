import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import type { Assets } from './assets.js';
import { keepFlash } from './flash.js';
import { pageFrame } from './frame.js';
import type { WebKitOptions } from './options.js';
import { Page, Redirect } from './page.js';

/** Turns what page doors return into a reply. Anything else passes untouched, so API doors share the server. */
export class PageInterceptor implements NestInterceptor {
  constructor(
    private readonly options: WebKitOptions,
    private readonly assets: Assets,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(mergeMap((result: unknown) => this.reply(reply, result)));
  }

  private async reply(reply: FastifyReply, result: unknown): Promise<unknown> {
    if (result instanceof Page) return this.render(reply, result);
    if (!(result instanceof Redirect)) return result;
    if (result.flash) keepFlash(reply, result.flash, this.options.secure);
    reply.status(303).header('location', result.url).type('text/plain; charset=utf-8');
    return '';
  }

  private async render(reply: FastifyReply, { template, data, status }: Page): Promise<string> {
    const frame = await pageFrame(reply, this.options, this.assets, data);
    const html = await reply.viewAsync(template, { ...frame, ...data });
    reply.status(status).type('text/html; charset=utf-8');
    return html;
  }
}
