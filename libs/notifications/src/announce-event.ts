import { appendAudit, type EventHandler, type FollowUp, type OutboxEvent, type WorkerTx } from '@clin/platform/events';
import { announcedEvents, kindsOf } from './notification-kinds.js';
import { hookJob, hooksOf, mailJob } from './delivery.store.js';
import { audienceOf, maySee, namesRecord, tell } from './notification.store.js';

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
      const { isNew, delivery } = await tell(tx, { userId, event, kind, visible, mail });
      if (isNew && visible) told += 1;
      if (isNew && !visible) suppressed += 1;
      if (delivery) followUps.push(mailJob(delivery));
    }
  }
  if (told + suppressed > 0) {
    await appendAudit(tx, {
      event: 'notification.announce',
      recordIds: [event.recordId],
      detail: { of: event.type, eventId: event.id, told, suppressed },
    });
  }
  if (done.size > 0) followUps.push(...(await hooksOf(tx, event.id)).map(hookJob));
  return followUps;
}
