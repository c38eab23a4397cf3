import { sql } from '@clin/platform';
import type { FollowUp, WorkerTx } from '@clin/platform/events';

/** Attempts of one e-mail; after the last it has failed, and an administrator may let it be tried again. */
export const MOST_ATTEMPTS = 6;
const FIRST_PAUSE_SECONDS = 10;
/** Longer than the mail server is waited for: whoever holds a delivery has either settled it by then or is gone. */
export const HOLD_SECONDS = 60;
/** Provided where a worker is to hold for less. */
export const DELIVERY_HOLD = Symbol('seconds for which a worker holds a delivery');

/** 10 s, 40 s, 160 s, 11 minutes, 43 minutes: an hour's outage of the mail server loses nothing. */
export const pauseSeconds = (attempt: number): number => FIRST_PAUSE_SECONDS * 4 ** Math.max(attempt - 1, 0);

export interface Claimed {
  channel: 'email' | 'digest' | 'webhook';
  /** Of an e-mail about one notification. */
  notificationId: string | null;
  /** Nobody, for a webhook. */
  userId: string;
  eventId: string;
  kind: string;
  attempts: number;
}

export type Outcome = 'sent' | 'failed' | 'suppressed';

/** The job of one delivery, under the same id however often it is made. */
export const mailJob = (deliveryId: string, urgent = false): FollowUp => ({
  jobName: 'send-mail',
  jobId: `mail-${deliveryId}`,
  data: { deliveryId },
  urgent,
});

export const hookJob = (deliveryId: string): FollowUp => ({
  queue: 'webhooks',
  jobName: 'call-webhook',
  jobId: `hook-${deliveryId}`,
  data: { deliveryId },
});

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Which delivery a job is about, if it is about one: whatever stands in a queue may have been put there by somebody else. */
export function deliveryIdOf(data: unknown): string | undefined {
  const id = (data as { deliveryId?: unknown } | null | undefined)?.deliveryId;
  return typeof id === 'string' && UUID.test(id) ? id : undefined;
}

export const MAILS = ['email', 'digest'] as const;
export const HOOKS = ['webhook'] as const;

/** Nothing when it is settled, not yet due, another channel's or in another worker's hands. */
export function claim(
  tx: WorkerTx,
  id: string,
  channels: readonly Claimed['channel'][],
  holdSeconds: number,
): Promise<Claimed | undefined> {
  return tx.row(sql`SELECT channel, notification_id AS "notificationId", user_id AS "userId", event_id::text AS "eventId", kind, attempts
    FROM notifications.claim(${id}::uuid, ${[...channels]}::text[], ${holdSeconds}::int * interval '1 second')`);
}

/** Answers the state it has from now on; a failure before the last attempt leaves it queued, for later. */
export async function settle(
  tx: WorkerTx,
  id: string,
  attempt: number,
  outcome: Outcome,
  errorClass?: string,
): Promise<string | undefined> {
  const row = await tx.row<{ state: string }>(sql`SELECT notifications.settle(${id}::uuid, ${attempt}::int, ${outcome},
    ${errorClass ?? null}::text, ${pauseSeconds(attempt)}::int * interval '1 second', ${MOST_ATTEMPTS}::int) AS state`);
  return row?.state;
}

/** Until the quiet hours of the person the transaction acts for are over. Answers whether it had to wait. */
export async function waitForQuietEnd(tx: WorkerTx, id: string, userId: string): Promise<boolean> {
  const waiting = await tx.row(sql`SELECT notifications.postpone(${id}::uuid, q.until) FROM notifications.time_choice t,
    LATERAL (SELECT notifications.quiet_end(t.quiet_from, t.quiet_until, clock_timestamp()) AS until) q
    WHERE t.user_id = ${userId}::uuid AND q.until IS NOT NULL`);
  return waiting !== undefined;
}

/** What should have been heard of by now; each is looked at again two minutes later. */
export async function takeDue(tx: WorkerTx, most: number): Promise<FollowUp[]> {
  const rows = await tx.rows<{ id: string; channel: Claimed['channel'] }>(
    sql`SELECT id, channel FROM notifications.take_due(${most}::int)`,
  );
  return rows.map(({ id, channel }) => (channel === 'webhook' ? hookJob(id) : mailJob(id)));
}

/** The deliveries to the systems of the agencies whose people were told of the event. */
export async function hooksOf(tx: WorkerTx, eventId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`SELECT id FROM notifications.hook(${eventId}::bigint) AS hook (id)`);
  return rows.map(({ id }) => id);
}

export async function makeDigests(tx: WorkerTx, most: number): Promise<number> {
  const row = await tx.row<{ made: number }>(sql`SELECT notifications.make_digests(${most}::int) AS made`);
  return row?.made ?? 0;
}
