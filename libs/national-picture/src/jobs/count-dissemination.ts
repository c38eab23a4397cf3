import { sql } from '@clin/platform';
import type { EventHandler } from '@clin/platform/events';

/** Adds a disseminated report to the figures, once. The database reads what to count from the event's own row. */
export function countDissemination(): EventHandler {
  return {
    eventType: 'report.disseminated.v1',
    jobName: 'count-dissemination',
    boundary: 'no-record',
    audit: 'none: it counts what the dissemination itself logged',
    handle: async (event, tx) => void (await tx.rows(sql`SELECT picture.count_event(${event.id}::bigint)`)),
  };
}
