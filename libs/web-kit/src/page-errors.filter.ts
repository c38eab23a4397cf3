import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { NotPermitted } from '@clin/platform';
import { noteRefusal } from '@clin/platform/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorStatus, type ErrorPages } from './error-page.js';
import { isApi, type WebKitOptions } from './options.js';
import { problemOf, traceOf, type Problem } from './problem.js';
import { whatWasSent } from './what-was-sent.js';

const isHealth = (url: string): boolean => url.startsWith('/health');
export const wantsJson = ({ url, headers }: FastifyRequest): boolean =>
  isApi(url) || (headers.accept ?? '').split(',', 1)[0]?.trim() === 'application/json';

/** The one refusal that a person clears themselves. */
const mustChangePassword = (error: unknown): boolean =>
  error instanceof NotPermitted && error.reason === 'password-change-required';

/** The one mapping of failures: pages get a page, /api and scripts a problem document. */
@Catch()
export class PageErrorsFilter implements ExceptionFilter {
  private readonly logger = new Logger('Failure');

  constructor(
    private readonly pages: ErrorPages,
    private readonly options: WebKitOptions,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    noteRefusal(request, error);
    const problem = problemOf(error);
    if (problem.status === 500) this.logger.error({ ...traceOf(error), requestId: request.id });
    if (reply.sent) return;
    if (isHealth(request.url) && error instanceof HttpException)
      return void reply.status(error.getStatus()).send(error.getResponse());
    if (wantsJson(request)) return sendProblem(reply, problem);
    if (problem.status === 401 && request.method === 'GET') return this.askToSignIn(request, reply);
    if (mustChangePassword(error)) return void reply.status(303).header('location', '/account/password').send('');
    return this.sendPage(reply, problem);
  }

  private askToSignIn(request: FastifyRequest, reply: FastifyReply): void {
    const next = request.url === '/' ? '' : `?next=${encodeURIComponent(request.url)}`;
    reply
      .status(303)
      .header('location', `${this.options.signInUrl ?? '/sign-in'}${next}`)
      .send('');
  }

  private async sendPage(reply: FastifyReply, { type, status, detail, retryAfter, errors }: Problem): Promise<void> {
    try {
      const notNow = type === 'urn:clin:problem:conflict';
      const context = {
        ...(detail ? { message: detail, notNow } : {}),
        ...(retryAfter ? { retryAfter } : {}),
        ...(errors ? { fields: errors } : {}),
        ...whatWasSent(reply.request, notNow),
      };
      const html = await this.pages.render(reply, errorStatus(status), context);
      reply.send(html);
    } catch (failure) {
      this.logger.error({ ...traceOf(failure), page: status });
      reply
        .status(status)
        .type('text/plain; charset=utf-8')
        .send('Sorry, there is a problem with the service. Nothing was saved.');
    }
  }
}

function sendProblem(reply: FastifyReply, { retryAfter, ...problem }: Problem): void {
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  reply.status(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
