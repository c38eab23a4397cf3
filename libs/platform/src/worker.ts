/** What the worker builds on, besides `events`. The server never loads it, nor a queue. */
export { EVENTS_QUEUE, MAIL_QUEUE, WEBHOOK_QUEUE, queueModule } from './queue/queue.module.js';
export { openQueueBackend, queueBackendOf, WORKER_OPTIONS, type QueueBackend } from './queue/queue-backend.js';
export { startFaults } from './start-checks.js';
export { Heartbeat } from './queue/heartbeat.js';
export { RelayOutbox } from './outbox/relay-outbox.js';
export { HandleEvents } from './outbox/handle-events.js';
export { ReconcileOutbox } from './outbox/reconcile-outbox.js';
export { ScheduledRun } from './queue/scheduled-run.js';
export { isUrgent } from './outbox/event-handlers.js';
export { FollowUps } from './queue/follow-ups.js';
