import { SMTPServer } from 'smtp-server';

export interface Received {
  to: string;
  text: string;
}

/** A real SMTP server on a free port of the loopback. */
export class Post {
  public readonly received: Received[] = [];
  public refuse = false;
  private readonly server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) => done(this.refuse ? new Error('550 no such mailbox') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        this.received.push({ to: session.envelope.rcptTo[0]!.address, text: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });

  /** Its address. A client that is killed breaks its connection: nothing of ours. */
  public async open(): Promise<string> {
    this.server.on('error', () => undefined);
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.server.address() as { port: number }).port}`;
  }

  /** The Message-IDs of all that came, in order. */
  public get ids(): string[] {
    return this.received.map(({ text }) => /^Message-ID: <([^@>]*)@/im.exec(text)?.[1] ?? '');
  }

  public close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
