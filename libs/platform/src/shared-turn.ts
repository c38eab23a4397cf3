import type { Pool, PoolClient } from 'pg';

/** Reads that share a connection wait for each other, so there are few. */
const TOGETHER = 4;

interface Corked {
  connection: { stream: { cork(): void; uncork(): void } };
}

interface Shared {
  client: Promise<PoolClient>;
  users: number;
  joined: number;
  /** Nobody joins any more. */
  closed: boolean;
}

/**
 * Connections for reads. Those that begin in one turn of the event loop share one and send what they ask in one message; each statement is a
 * transaction of its own with its own context, so it does not matter whose statements are its neighbours.
 */
export class SharedTurn {
  private open: Shared | undefined;

  public constructor(private readonly pool: Pool) {}

  /** Call `done` once, whether or not the connection came. */
  public take(): { client: Promise<PoolClient>; done: () => void } {
    const shared = this.open && this.open.joined < TOGETHER ? this.open : (this.open = this.begin());
    shared.users += 1;
    shared.joined += 1;
    return { client: shared.client, done: () => this.leave(shared) };
  }

  private begin(): Shared {
    const shared: Shared = { client: this.pool.connect(), users: 0, joined: 0, closed: false };
    setImmediate(() => {
      if (this.open === shared) this.open = undefined;
      shared.closed = true;
      if (shared.users === 0) void this.release(shared);
    });
    shared.client.then(holdUntilTurn, () => undefined);
    return shared;
  }

  private leave(shared: Shared): void {
    shared.users -= 1;
    if (shared.users === 0 && shared.closed) void this.release(shared);
  }

  private async release(shared: Shared): Promise<void> {
    (await shared.client.catch(() => undefined))?.release();
  }
}

function holdUntilTurn(client: PoolClient): void {
  const { stream } = (client as unknown as Corked).connection;
  stream.cork();
  setImmediate(() => stream.uncork());
}
