import type { ClientBase } from 'pg';
import { GENESIS, link, type SealedEntry } from './canonical.js';

/**
 * How the chain is broken. `edited`: an entry is not what was sealed; `deleted`: a sealed entry is gone; `removed`: a link is gone;
 * `reordered`: links are not in the order of commits; `inserted`: an entry appeared behind the sealed ones;
 * `truncated`, `forked`: the chain no longer contains the head that was noted earlier, outside this database.
 */
export type BreakKind = 'edited' | 'deleted' | 'removed' | 'reordered' | 'inserted' | 'truncated' | 'forked';

export interface Head {
  seq: number;
  /** Hexadecimal SHA-256. */
  hash: string;
}

export interface AuditVerdict {
  rows: number;
  rowsPerSecond: number;
  /** Committed entries that the worker has not linked yet. */
  unsealed: number;
  /** Note it off this host and pass it to the next verification: without that, a cut tail cannot be seen. */
  head?: Head;
  /** The first place where the chain does not hold. */
  broken?: { seq: number; kind: BreakKind };
}

interface Row extends SealedEntry {
  seq: string;
  hash: Buffer;
  linkXid: string;
  linkEntry: string;
  present: boolean;
}

const BATCH = 5_000;
const LINKS = `SELECT l.seq::text AS seq, l.hash, l.entry_xid::text AS "linkXid", l.entry_id::text AS "linkEntry", e.id IS NOT NULL AS present,
    e.id::text AS id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at, e.xid::text AS xid, e.event, e.outcome, e.reason,
    e.user_id::text AS "userId", e.agency_id AS "agencyId", e.session_id::text AS "sessionId", e.request_id AS "requestId",
    e.record_ids::text AS "recordIds", e.detail::text AS detail
  FROM audit.link l LEFT JOIN audit.entry e ON e.id = l.entry_id ORDER BY l.seq`;

/**
 * Recomputes the whole chain outside the database, streaming. Read-only, one snapshot.
 * @param client a login that may take the role `keeper` (DATABASE_ADMIN_URL); the log is hidden from every other.
 * @param noted a head noted earlier.
 */
export async function verifyAudit(client: ClientBase, noted?: Head): Promise<AuditVerdict> {
  const started = performance.now();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query('SET LOCAL ROLE keeper');
    const chain = new Chain(noted);
    await client.query(`DECLARE links NO SCROLL CURSOR FOR ${LINKS}`);
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${BATCH} FROM links`);
      if (rows.length === 0 || rows.some((row) => !chain.accept(row))) break;
    }
    const { unsealed, inserted } = await strays(client);
    const broken = chain.broken ?? (inserted ? ({ seq: inserted, kind: 'inserted' } as const) : chain.againstNoted());
    return {
      rows: chain.rows,
      rowsPerSecond: Math.round(chain.rows / ((performance.now() - started) / 1000)),
      unsealed,
      ...(chain.rows > 0 ? { head: { seq: chain.rows, hash: chain.head.toString('hex') } } : {}),
      ...(broken ? { broken } : {}),
    };
  } finally {
    await client.query('ROLLBACK');
  }
}

class Chain {
  public rows = 0;
  public head: Buffer = GENESIS;
  public broken: { seq: number; kind: BreakKind } | undefined;
  private last: { xid: bigint; id: bigint } = { xid: 0n, id: 0n };
  private notedHeld = false;

  public constructor(private readonly noted?: Head) {}

  /** False at the first row that does not hold. */
  public accept(row: Row): boolean {
    const kind = this.fault(row);
    if (kind) {
      this.broken = { seq: this.rows + 1, kind };
      return false;
    }
    this.rows += 1;
    this.head = row.hash;
    this.last = { xid: BigInt(row.xid), id: BigInt(row.id) };
    if (this.noted?.seq === this.rows) this.notedHeld = this.noted.hash === row.hash.toString('hex');
    return true;
  }

  public againstNoted(): { seq: number; kind: BreakKind } | undefined {
    if (!this.noted || this.notedHeld) return undefined;
    return this.noted.seq > this.rows
      ? { seq: this.rows + 1, kind: 'truncated' }
      : { seq: this.noted.seq, kind: 'forked' };
  }

  private fault(row: Row): BreakKind | undefined {
    if (Number(row.seq) !== this.rows + 1) return 'removed';
    if (!row.present) return 'deleted';
    if (row.linkXid !== row.xid) return 'edited';
    const [xid, id] = [BigInt(row.xid), BigInt(row.id)];
    if (xid < this.last.xid || (xid === this.last.xid && id <= this.last.id)) return 'reordered';
    return link(this.head, row).equals(row.hash) ? undefined : 'edited';
  }
}

/** Entries without a link: those after the last link wait for the sealer; one before it was put there afterwards. */
async function strays(client: ClientBase): Promise<{ unsealed: number; inserted: number | undefined }> {
  const { rows } = await client.query<{ unsealed: string; inserted: string | null }>(
    `SELECT count(*) FILTER (WHERE (e.xid, e.id) > (l.entry_xid, l.entry_id) OR l.seq IS NULL)::text AS unsealed,
       (SELECT min(n.seq)::text FROM audit.link n WHERE (n.entry_xid, n.entry_id) >
         (SELECT b.xid, b.id FROM audit.entry b WHERE NOT EXISTS (SELECT 1 FROM audit.link k WHERE k.entry_id = b.id) ORDER BY b.xid, b.id LIMIT 1)) AS inserted
     FROM audit.entry e LEFT JOIN (SELECT * FROM audit.link ORDER BY seq DESC LIMIT 1) l ON true
     WHERE NOT EXISTS (SELECT 1 FROM audit.link k WHERE k.entry_id = e.id)`,
  );
  return { unsealed: Number(rows[0]!.unsealed), inserted: rows[0]!.inserted ? Number(rows[0]!.inserted) : undefined };
}
