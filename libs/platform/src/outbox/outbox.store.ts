import { sql } from '../sql.js';
import type { OutboxEvent } from './event-handlers.js';
import type { WorkerTx } from './worker-database.js';

const COLUMNS = sql`id::text, type, record_id AS "recordId", actor_id AS "actorId", agency_id AS "agencyId", payload, occurred_at AS "occurredAt"`;

/**
 * Takes waiting events that no other relay holds. Not "everything after the last id": sequence order is not commit order, and such a
 * cursor loses rows.
 */
export function takeWaiting(tx: WorkerTx, types: string[], limit: number): Promise<OutboxEvent[]> {
  return tx.rows(sql`SELECT ${COLUMNS} FROM platform.outbox WHERE relayed_at IS NULL AND type = ANY (${types}::text[])
    ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED`);
}

export async function markRelayed(tx: WorkerTx, ids: string[]): Promise<void> {
  await tx.rows(sql`UPDATE platform.outbox SET relayed_at = clock_timestamp() WHERE id = ANY (${ids}::bigint[])`);
}

export function eventById(tx: WorkerTx, id: string): Promise<OutboxEvent | undefined> {
  return tx.row(sql`SELECT ${COLUMNS} FROM platform.outbox WHERE id = ${id}::bigint`);
}

/** One audit entry by the worker itself, in its transaction. */
export function appendAudit(
  tx: WorkerTx,
  entry: { event: string; recordIds: string[]; detail: Record<string, unknown> },
): Promise<unknown> {
  const append = sql`SELECT audit.append(${JSON.stringify([{ ...entry, outcome: 'allowed' }])}::jsonb)`;
  return tx.rows(append);
}
