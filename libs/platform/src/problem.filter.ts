import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalOf, type Problem, type Refusal } from './problem.js';

/** Renders the page of a problem, sets its status and content type, and returns the body. */
export type ErrorPage = (reply: FastifyReply, problem: Problem, retryAfterSeconds?: number) => Promise<string>;

export interface ProblemOptions {
  isApi(url: string): boolean;
  errorPage?: ErrorPage;
  /** Where a page request without a session goes. */
  signInPath?: string;
}

/** The one place where a failure becomes a reply: RFC 9457 for the API, a page for people. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('problem');

  public constructor(private readonly options: ProblemOptions) {}

  public async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    await this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also Fastify's own error handler, for what fails before a route is reached. */
  public async answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (reply.sent) return;
    const refusal = refusalOf(thrown);
    this.note(refusal, request, thrown);
    const { problem, retryAfterSeconds } = refusal;
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    if (this.options.isApi(request.url) || !this.options.errorPage) return sendProblem(reply, problem);
    const instead = this.insteadOfPage(problem, request);
    if (instead) return void (await reply.status(303).header('location', instead).type('text/plain').send(''));
    const body = await this.options.errorPage(reply, problem, retryAfterSeconds).catch((error: unknown) => {
      this.log.error({ err: nameless(error) }, 'the error page failed');
      return undefined;
    });
    if (body === undefined) return sendProblem(reply, problem);
    await reply.send(body);
  }

  private note({ outcome, reason, problem }: Refusal, { trail, id }: FastifyRequest, thrown: unknown): void {
    if (trail) Object.assign(trail, { outcome, reason });
    if (problem.status >= 500) this.log.error({ requestId: id, err: nameless(thrown) }, problem.title);
  }

  private insteadOfPage({ status, type }: Problem, request: FastifyRequest): string | undefined {
    if (type === 'urn:problem:password-change-required') return '/account/password';
    if (status !== 401 || !this.options.signInPath) return undefined;
    return request.method === 'GET' ? `${this.options.signInPath}?next=${encodeURIComponent(request.url)}` : undefined;
  }
}

async function sendProblem(reply: FastifyReply, problem: Problem): Promise<void> {
  await reply.status(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

/** Where it failed, without the message: messages of drivers quote values. */
function nameless(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const cause = error.cause instanceof Error ? nameless(error.cause) : undefined;
  const { code, table, constraint } = error as { code?: string; table?: string; constraint?: string };
  const stack = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .join('\n');
  return { type: error.name, code, table, constraint, stack, cause };
}
