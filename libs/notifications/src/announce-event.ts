import { appendAudit, type EventHandler, type FollowUp, type OutboxEvent, type WorkerTx } from '@clin/platform/events';
import { announcedEvents, kindsOf } from './notification-kinds.js';
import { addNotification, audienceOf, maySee, namesRecord, notificationOf } from './notification.store.js';

export const SEND_JOB = 'send-mail';

/** One handler for every event that some room declared notifications for. */
export function announceHandlers(options: { mail: boolean }): EventHandler[] {
  return announcedEvents().map((eventType) => ({
    eventType,
    jobName: 'announce',
    boundary: 'each-person',
    audit: 'notification.announce',
    urgent: (event) => kindsOf(event.type).some((kind) => kind.urgent === true && (kind.when?.(event.payload) ?? true)),
    handle: (event, tx) => announce(event, tx, options.mail),
  }));
}

/**
 * Tells everyone concerned. Whether a person may see the record is decided again now, as that person: what was revoked, suspended or
 * reclassified since the event was written reaches nobody.
 */
async function announce(event: OutboxEvent, tx: WorkerTx, mail: boolean): Promise<FollowUp[]> {
  const followUps: FollowUp[] = [];
  const done = new Set<string>();
  let [told, suppressed] = [0, 0];
  for (const kind of kindsOf(event.type)) {
    if (kind.when && !kind.when(event.payload)) continue;
    for (const userId of await audienceOf(tx, event, kind)) {
      if (done.has(userId)) continue;
      done.add(userId);
      await tx.actFor(userId, event.id);
      const visible = await maySee(tx, kind, { recordId: event.recordId, needsRecord: namesRecord(kind) });
      const state = visible ? (mail ? 'queued' : 'off') : 'suppressed';
      const added = await addNotification(tx, { userId, event, kind, state });
      if (added && visible) told += 1;
      if (added && !visible) suppressed += 1;
      if ((await notificationOf(tx, userId, event.id))?.state === 'queued') followUps.push(mailJob(userId, event.id));
    }
  }
  if (told + suppressed > 0) {
    await appendAudit(tx, {
      event: 'notification.announce',
      recordIds: [event.recordId],
      detail: { of: event.type, eventId: event.id, told, suppressed },
    });
  }
  return followUps;
}

function mailJob(userId: string, eventId: string): FollowUp {
  return { jobName: SEND_JOB, jobId: `mail-${eventId}-${userId}`, data: { userId, eventId } };
}
