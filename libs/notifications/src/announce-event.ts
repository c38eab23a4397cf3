import { appendAudit, type EventHandler, type FollowUp, type OutboxEvent, type WorkerTx } from '@clin/platform/events';
import { announcedEvents, kindsOf, type NotificationKind } from './notification-kinds.js';
import { hookJob, hooksOf, mailJob } from './delivery.store.js';
import { audienceOf, tell, type Told } from './notification.store.js';

/** People of one event whose statements are under way together. */
const TOGETHER = 100;

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
    const people = (await audienceOf(tx, event, kind)).filter((userId) => !done.has(userId));
    for (const userId of people) done.add(userId);
    for (let at = 0; at < people.length; at += TOGETHER) {
      for (const one of await tellAll(tx, people.slice(at, at + TOGETHER), { event, kind, mail })) {
        if (one.isNew && one.visible) told += 1;
        if (one.isNew && !one.visible) suppressed += 1;
        if (one.delivery) followUps.push(mailJob(one.delivery, kind.urgent));
      }
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

/** Sent one after the other without waiting for each answer; the connection answers in order, so each is told as themselves. */
async function tellAll(
  tx: WorkerTx,
  people: readonly string[],
  what: { event: OutboxEvent; kind: NotificationKind; mail: boolean },
): Promise<Told[]> {
  const answers = people.map((userId) =>
    Promise.all([tx.actFor(userId, what.event.id), tell(tx, { userId, ...what })]),
  );
  return (await Promise.all(answers)).map(([, told]) => told);
}
