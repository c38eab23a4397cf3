import { createHash } from 'node:crypto';

/** The columns of an entry as text, as PostgreSQL gave them. */
export interface SealedEntry {
  id: string;
  /** UTC, microseconds: 2026-11-23T14:07:00.123456. */
  at: string;
  xid: string;
  event: string;
  outcome: string;
  reason: string | null;
  userId: string | null;
  agencyId: number | null;
  sessionId: string | null;
  requestId: string | null;
  recordIds: string;
  detail: string;
}

export const GENESIS = createHash('sha256').update('county lines intelligence network audit log').digest();

/** What is hashed for an entry, stated a second time, independently of `audit.canonical` in the database. */
export function canonical(entry: SealedEntry): string {
  const rest = [
    entry.at,
    entry.xid,
    entry.event,
    entry.outcome,
    entry.reason,
    entry.userId,
    entry.agencyId,
    entry.sessionId,
  ];
  const values = [...rest, entry.requestId, entry.recordIds, entry.detail].map((value) => JSON.stringify(value));
  return `[${[entry.id, ...values].join(', ')}]`;
}

/** The next head of the chain: SHA-256 over the last head and the entry. */
export function link(head: Buffer, entry: SealedEntry): Buffer {
  return createHash('sha256').update(head).update(canonical(entry), 'utf8').digest();
}
