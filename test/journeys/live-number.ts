/** The stream of one person's unread notifications, as a browser would read it. */
export class LiveNumber {
  public ended = false;
  private text = '';
  private readonly stopping = new AbortController();

  private constructor(public status: number) {}

  public static async open(url: string, token: string): Promise<LiveNumber> {
    const live = new LiveNumber(0);
    const reply = await fetch(`${url}/api/v1/notifications/unread`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
      signal: live.stopping.signal,
    });
    live.status = reply.status;
    void live.read(reply);
    return live;
  }

  /** Every number that came, in order. */
  public get numbers(): number[] {
    return [...this.text.matchAll(/^event: unread\ndata: (\d+)$/gm)].map(([, number]) => Number(number));
  }

  /** Everything else that came: nothing but the pause before another try and signs of life. */
  public get besides(): string {
    return this.text.replaceAll(/^(event: unread|data: \d+|retry: \d+|: ?)$/gm, '').trim();
  }

  /** All that came, to the byte. */
  public get received(): string {
    return this.text;
  }

  public async until(met: (live: this) => boolean, seconds = 15): Promise<this> {
    for (const deadline = Date.now() + seconds * 1_000; !met(this) && Date.now() < deadline;)
      await new Promise((resolve) => setTimeout(resolve, 25));
    return this;
  }

  public close(): void {
    this.stopping.abort();
  }

  private async read(reply: Response): Promise<void> {
    try {
      const decoder = new TextDecoder();
      for await (const chunk of reply.body ?? []) this.text += decoder.decode(chunk as Uint8Array, { stream: true });
    } catch {
      // Closed by this side, or cut off by the server.
    }
    this.ended = true;
  }
}
