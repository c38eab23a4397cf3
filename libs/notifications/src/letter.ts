import { sql } from '@clin/platform';
import type { WorkerTx } from '@clin/platform/events';
import { settle, waitForQuietEnd, type Claimed } from './delivery.store.js';
import { kindNamed } from './notification-kinds.js';
import { addressOf, maySee } from './notification.store.js';

/** An e-mail that may be sent now: to whom, under which id, and for the daily one how many notifications wait. */
export interface Letter {
  to: string;
  id: string;
  waiting?: number;
}

/**
 * Decides once more, as the person, whether the e-mail may be sent; what may not is settled, what must wait is put off, and nothing is
 * answered.
 */
export async function letterOf(tx: WorkerTx, id: string, claimed: Claimed): Promise<Letter | undefined> {
  const { userId, eventId } = claimed;
  await tx.actFor(userId, eventId);
  const to = await addressOf(tx, userId);
  const letter = to && (claimed.channel === 'digest' ? await daily(tx, id, to) : await single(tx, claimed, to));
  if (!letter) {
    await settle(tx, id, claimed.attempts, 'suppressed');
    return undefined;
  }
  const urgent = kindNamed(claimed.kind)?.urgent === true;
  return !urgent && (await waitForQuietEnd(tx, id, userId)) ? undefined : letter;
}

async function single(tx: WorkerTx, { notificationId, kind }: Claimed, to: string): Promise<Letter | undefined> {
  const row = await tx.row<{ recordId: string; needsRecord: boolean }>(
    sql`SELECT record_id AS "recordId", needs_record AS "needsRecord" FROM notifications.notification WHERE id = ${notificationId}::uuid`,
  );
  return row && (await maySee(tx, kindNamed(kind), row)) ? { to, id: notificationId! } : undefined;
}

/** Counts what the person may see now, and has neither read nor taken out of the inbox. */
async function daily(tx: WorkerTx, id: string, to: string): Promise<Letter | undefined> {
  const row = await tx.row<{ waiting: number }>(sql`SELECT count(*)::int AS waiting FROM notifications.notification n
    WHERE n.state = 'digest' AND n.read_at IS NULL AND n.in_inbox AND (NOT n.needs_record
      OR (SELECT true FROM access.record_visibility v WHERE v.record_id = n.record_id LIMIT 1))`);
  return row && row.waiting > 0 ? { to, id, waiting: row.waiting } : undefined;
}
