import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';

/** A system of an agency: it takes calls on a free port of the loopback and remembers them. */
export class AgencySystem {
  public readonly called: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
  public answer: { status: number; location?: string } = { status: 204 };
  private readonly server: Server = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      this.called.push({ path: request.url!, headers: request.headers, body });
      const { status, location } = this.answer;
      reply.writeHead(status, location ? { location } : {}).end('ignored');
    });
  });

  /** Its address. */
  public async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  /** The ids of the deliveries that came, in order. */
  public get ids(): string[] {
    return this.called.map(({ headers }) => String(headers['x-clin-delivery']));
  }

  public close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}
