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

/** Events given to the queue so long ago that they should be done, and are not: the queue may have lost them. Locked against other workers. */
export function takeUndone(tx: WorkerTx, types: string[], afterMs: number, limit: number): Promise<OutboxEvent[]> {
  return tx.rows(sql`SELECT ${COLUMNS} FROM platform.outbox WHERE done_at IS NULL AND relayed_at < clock_timestamp() - ${afterMs}::int * interval '1 millisecond'
    AND type = ANY (${types}::text[]) ORDER BY relayed_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`);
}

/** The handlers, as `event job`, that have done their part of these events or have failed for good. */
export async function settledJobs(tx: WorkerTx, ids: string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ eventId: string; jobName: string }>(
    sql`SELECT event_id::text AS "eventId", job_name AS "jobName" FROM platform.event_job WHERE event_id = ANY (${ids}::bigint[])`,
  );
  return new Set(rows.map(({ eventId, jobName }) => `${eventId} ${jobName}`));
}

/** In the handler's own transaction: its part is done, and the event with its last part. */
export async function markDone(tx: WorkerTx, id: string, jobName: string, all: readonly string[]): Promise<void> {
  if (all.length > 1) {
    await tx.rows(sql`INSERT INTO platform.event_job (event_id, job_name, state, attempts) VALUES (${id}::bigint, ${jobName}, 'done', 1)
      ON CONFLICT (event_id, job_name) DO UPDATE SET state = 'done', error_class = NULL`);
    // Two handlers that end together: the second waits here, and then sees the first one's row.
    await tx.rows(sql`SELECT FROM platform.outbox WHERE id = ${id}::bigint FOR NO KEY UPDATE`);
  }
  await tx.rows(sql`UPDATE platform.outbox o SET done_at = clock_timestamp() WHERE o.id = ${id}::bigint AND o.done_at IS NULL AND (
    ${all.length}::int = 1 OR (SELECT count(*) FROM platform.event_job j WHERE j.event_id = o.id AND j.state = 'done' AND j.job_name = ANY (${[...all]}::text[])) = ${all.length}::int)`);
}

/** After its last attempt; never over a part that was done. */
export async function markFailed(
  tx: WorkerTx,
  failed: { id: string; jobName: string; attempts: number; errorClass: string },
): Promise<void> {
  await tx.rows(sql`INSERT INTO platform.event_job AS j (event_id, job_name, state, attempts, error_class)
    SELECT o.id, ${failed.jobName}, 'failed', ${failed.attempts}::smallint, ${failed.errorClass} FROM platform.outbox o
      WHERE o.id = ${failed.id}::bigint AND o.done_at IS NULL
    ON CONFLICT (event_id, job_name) DO UPDATE SET attempts = excluded.attempts, error_class = excluded.error_class, at = clock_timestamp()
      WHERE j.state = 'failed'`);
}

export function eventById(tx: WorkerTx, id: string): Promise<OutboxEvent | undefined> {
  return tx.row(sql`SELECT ${COLUMNS} FROM platform.outbox WHERE id = ${id}::bigint`);
}

/** One audit entry by the worker itself, in its transaction, and what of it that was. */
export function appendAudit(
  tx: WorkerTx,
  entry: { event: string; recordIds: string[]; detail: Record<string, unknown> },
): Promise<unknown> {
  const detail = tx.by ? { ...entry.detail, by: tx.by } : entry.detail;
  const append = sql`SELECT audit.append(${JSON.stringify([{ ...entry, detail, outcome: 'allowed' }])}::jsonb)`;
  return tx.rows(append);
}
