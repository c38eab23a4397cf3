import { Agent, request, type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  /** 0: the connection broke or nothing came in time. */
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  ms: number;
  requestId: string;
}

export interface Asked {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Nobody waits longer than this. */
  withinMs?: number;
}

/** One person's program or browser: asks over connections of its own, and remembers every answer. */
export class Asker {
  public readonly answers: Answer[] = [];
  private readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity });

  public ask(address: string, path: string, token: string | undefined, asked: Asked = {}): Promise<Answer> {
    const started = performance.now();
    const payload = asked.body === undefined ? undefined : JSON.stringify(asked.body);
    return new Promise((resolve) => {
      const done = (status: number, headers: IncomingHttpHeaders, body: string): void => {
        clearTimeout(late);
        const answer = {
          status,
          headers,
          body,
          ms: performance.now() - started,
          requestId: String(headers['x-request-id'] ?? ''),
        };
        this.answers.push(answer);
        resolve(answer);
      };
      const sent = request(
        `${address}${path}`,
        {
          agent: this.agent,
          method: asked.method ?? 'GET',
          headers: {
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
            ...asked.headers,
          },
        },
        (reply) => {
          let body = '';
          reply.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
          reply.on('end', () => done(reply.statusCode ?? 0, reply.headers, body));
          reply.on('error', () => done(0, {}, body));
        },
      );
      const late = setTimeout(() => sent.destroy(new Error('too late')), asked.withinMs ?? 60_000);
      sent.on('error', () => done(0, {}, ''));
      sent.end(payload);
    });
  }

  public close(): void {
    this.agent.destroy();
  }
}
