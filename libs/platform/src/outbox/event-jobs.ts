import { priorityOf, type EventHandlers, type OutboxEvent } from './event-handlers.js';

export interface EventJob {
  name: string;
  data: { eventId: string };
  opts: { jobId: string; priority: number };
}

/** One job for each handler of each event, under an id that is the same however often it is made. */
export function jobsOf(
  events: readonly OutboxEvent[],
  handlers: EventHandlers,
  settled: ReadonlySet<string> = new Set(),
): EventJob[] {
  return events.flatMap((event) =>
    handlers
      .of(event.type)
      .filter(({ jobName }) => !settled.has(`${event.id} ${jobName}`))
      .map((handler) => ({
        name: handler.jobName,
        data: { eventId: event.id },
        opts: {
          jobId: `${event.type}-${handler.jobName}-${event.id}`,
          ...priorityOf(handler.urgent?.(event) ?? false),
        },
      })),
  );
}
