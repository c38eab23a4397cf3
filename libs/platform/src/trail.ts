/** What the audit log will say about one request. Guards, reads and writes fill it in; the reply waits until it is committed. */
export class Trail {
  public readonly returned = new Set<string>();
  /** By performance.now(). */
  public readonly startedAt = performance.now();
  public event = 'request';
  public outcome: 'allowed' | 'denied' | 'invalid' | 'failed' = 'allowed';
  public reason?: string;
  /** A write has committed its own audit row with its change. */
  public wrote = false;
  /** The token of the person, once known; the database names the person from it. */
  public token?: string;
  /** A well-formed id that was asked for, so that a denial says what it denied. */
  public asked?: string;
  public idempotency?: IdempotencyKey;
  public detail: Record<string, unknown> = {};

  public constructor(
    public readonly requestId: string,
    /** Method and route pattern, without ids: `GET /api/v1/reports/:id`. */
    public readonly door: string,
  ) {}
}

/** The client's key for one write, and the hash of what it sent with it. */
export interface IdempotencyKey {
  key: string;
  hash: string;
  used: boolean;
}
