/** For rooms that emit or handle events. Light: it loads no queue. */
export {
  EventHandlers,
  declareEvents,
  type EventHandler,
  type FollowUp,
  type OutboxEvent,
} from './outbox/event-handlers.js';
export { WorkerDatabase, type WorkerTx } from './outbox/worker-database.js';
export type { Schedule, ScheduleOutcome } from './queue/schedule.js';
export { appendAudit } from './outbox/outbox.store.js';
