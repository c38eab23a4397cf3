import { sql } from '@clin/platform';
import type { OutboxEvent, WorkerTx } from '@clin/platform/events';
import { BESIDE, UNNAMED, type NotificationKind } from './notification-kinds.js';

export type MailState = 'off' | 'queued' | 'sent' | 'failed' | 'suppressed';

export async function audienceOf(tx: WorkerTx, event: OutboxEvent, kind: NotificationKind): Promise<string[]> {
  const { scope, roles } = kind.audience;
  if (BESIDE.includes(scope)) {
    const beside = scope === 'shared-under' ? 'named-agency' : scope;
    const found = await tx.rows<{ userId: string }>(
      sql`SELECT user_id AS "userId" FROM notifications.audience_beside(${event.id}::bigint, ${beside}, ${[...roles]}::text[])`,
    );
    return found.map((row) => row.userId);
  }
  const rows = await tx.rows<{ userId: string }>(
    scope === 'parties'
      ? sql`SELECT user_id AS "userId" FROM notifications.parties(${event.id}::bigint, ${[...roles]}::text[])`
      : sql`SELECT user_id AS "userId" FROM notifications.audience(${event.id}::bigint, ${scope}, ${[...roles]}::text[])`,
  );
  return rows.map((row) => row.userId);
}

/** Row-level security's answer, now, for the person the transaction acts for. */
export async function seesRecord(tx: WorkerTx, recordId: string): Promise<boolean> {
  const row = await tx.row(
    sql`SELECT true FROM access.record_visibility v WHERE v.record_id = ${recordId}::uuid LIMIT 1`,
  );
  return row !== undefined;
}

/** Whether the person the transaction acts for knows the agreement now: as its owner, a party or somebody invited. One that left keeps the row's name only. */
export async function knowsAgreement(tx: WorkerTx, agreementId: string): Promise<boolean> {
  const row = await tx.row(sql`SELECT true FROM sharing.agreement g WHERE g.uid = ${agreementId}::uuid
    AND g.id = ANY (ARRAY(SELECT ctx.known_agreements())) LIMIT 1`);
  return row !== undefined;
}

/** Something that was shared under the agreement with the agency of the person the transaction acts for, and that they see now. */
export async function seesSharedUnder(tx: WorkerTx, agreementId: string): Promise<boolean> {
  const row =
    await tx.row(sql`SELECT true FROM access.record_visibility v JOIN sharing.agreement g ON g.id = v.agreement_id
    WHERE g.uid = ${agreementId}::uuid AND v.disclosure_id IS NOT NULL LIMIT 1`);
  return row !== undefined;
}

/** What every delivery asks, once when it is announced and again before its e-mail goes: may this person know of it now? */
export function maySee(
  tx: WorkerTx,
  kind: NotificationKind | undefined,
  { recordId, needsRecord }: { recordId: string; needsRecord: boolean },
): Promise<boolean> | boolean {
  if (kind?.audience.scope === 'parties') return knowsAgreement(tx, recordId);
  if (kind?.audience.scope === 'shared-under') return seesSharedUnder(tx, recordId);
  return !needsRecord || seesRecord(tx, recordId);
}

/** A recall, a notice about an agreement and what is beside records name no record, and are shown without one. */
export const namesRecord = ({ audience }: NotificationKind): boolean => !UNNAMED.includes(audience.scope);

/** One row for a person and an event, whatever runs twice. Answers whether it is new. */
export async function addNotification(
  tx: WorkerTx,
  row: { userId: string; event: OutboxEvent; kind: NotificationKind; state: MailState },
): Promise<boolean> {
  const added =
    await tx.rows(sql`INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
    VALUES (${row.userId}::uuid, ${row.event.id}::bigint, ${row.kind.kind}, ${row.event.recordId}::uuid, ${namesRecord(row.kind)},
      ${row.state}) ON CONFLICT (event_id, user_id) DO NOTHING RETURNING id`);
  return added.length > 0;
}

export interface Waiting {
  id: string;
  kind: string;
  state: MailState;
  recordId: string;
  needsRecord: boolean;
}

export function notificationOf(tx: WorkerTx, userId: string, eventId: string): Promise<Waiting | undefined> {
  return tx.row<Waiting>(sql`SELECT id, kind, state, record_id AS "recordId", needs_record AS "needsRecord" FROM notifications.notification
    WHERE user_id = ${userId}::uuid AND event_id = ${eventId}::bigint`);
}

export async function setState(tx: WorkerTx, id: string, state: MailState): Promise<void> {
  await tx.rows(sql`UPDATE notifications.notification SET state = ${state} WHERE id = ${id}::uuid`);
}

/** The address of the person the transaction acts for, from their own account. */
export async function addressOf(tx: WorkerTx, userId: string): Promise<string | undefined> {
  const row = await tx.row<{ email: string }>(
    sql`SELECT email FROM identity.user_account WHERE id = ${userId}::uuid AND left_at IS NULL`,
  );
  return row?.email;
}
