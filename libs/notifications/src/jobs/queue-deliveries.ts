import type { Schedule } from '@clin/platform/events';
import { takeDue } from '../delivery.store.js';

const BATCH = 500;

/**
 * Queues what is due: what failed and may be tried again, that waited for quiet hours to end, and whatever the queue has lost. The
 * id of a job is that of its delivery, so what still stands in the queue is not added twice.
 */
export function queueDeliveries(): Schedule {
  return {
    name: 'queue-deliveries',
    everyMs: 5_000,
    boundary: 'no-record',
    audit: 'none: it sends nothing; whether each may be sent is decided when it is',
    execute: (database) =>
      database.run(async (tx) => {
        const due = await takeDue(tx, BATCH);
        return { more: due.length === BATCH, followUps: due };
      }),
  };
}
