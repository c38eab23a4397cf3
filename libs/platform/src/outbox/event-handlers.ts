import type { WorkerTx } from './worker-database.js';

/** A committed event as the worker reads it: ids and facts, never intelligence text. */
export interface OutboxEvent {
  id: string;
  type: string;
  recordId: string;
  actorId: string;
  agencyId: number;
  payload: Record<string, unknown>;
  occurredAt: Date;
}

/** Something to send because of a handled event, added to its queue after the handler's commit; the same id is added once. */
export interface FollowUp {
  /** The mail queue unless told. */
  queue?: 'mail' | 'webhooks';
  jobName: string;
  /** Deterministic; letters, digits, dots and hyphens. */
  jobId: string;
  data: Record<string, string>;
  /** Goes before all that is not. */
  urgent?: boolean;
}

const URGENT = { priority: 1 };
const ORDINARY = { priority: 10 };

export const priorityOf = (urgent: boolean): { priority: number } => (urgent ? URGENT : ORDINARY);

export const isUrgent = (job: { opts?: { priority?: number } }): boolean => job.opts?.priority === URGENT.priority;

export function toJob({ jobName, jobId, data, urgent = false }: FollowUp): {
  name: string;
  data: Record<string, string>;
  opts: { jobId: string; priority: number };
} {
  return { name: jobName, data, opts: { jobId, ...priorityOf(urgent) } };
}

/**
 * What the worker does about one type of event. A room declares its handlers in its jobs/ entry and apps/worker composes them.
 * `handle` runs in one transaction and may run again after a crash: it must be idempotent in PostgreSQL.
 */
export interface EventHandler {
  eventType: string;
  /** Imperative, and unique among the handlers of the event. */
  jobName: string;
  /** Whose sight the job uses: each person it tells, or nobody's because it reads no record. */
  boundary: 'each-person' | 'no-record';
  /** The audit event it appends, or why it needs none. */
  audit: string;
  /** Jumps the queue when true, for instance for a threat to life. */
  urgent?(event: OutboxEvent): boolean;
  handle(event: OutboxEvent, tx: WorkerTx): Promise<FollowUp[] | void>;
}

const declared = new Set<string>();

/** A room names the events it emits (events.ts); the worker refuses to boot while one of them has no handler. */
export function declareEvents(...types: string[]): void {
  for (const type of types) {
    if (!/^[a-z-]+\.[a-z-]+\.v\d+$/.test(type)) throw new Error(`Event ${type} is not named like report.submitted.v1`);
    declared.add(type);
  }
}

/** The handlers of every event. Duplicate, missing and misnamed ones fail the boot. */
export class EventHandlers {
  private readonly byType = new Map<string, EventHandler[]>();

  public constructor(handlers: readonly EventHandler[], events: Iterable<string> = declared) {
    for (const handler of handlers) {
      const siblings = this.byType.get(handler.eventType) ?? [];
      if (!/^[a-z][a-z-]*$/.test(handler.jobName))
        throw new Error(`Job name ${handler.jobName} is not imperative kebab-case`);
      if (siblings.some((sibling) => sibling.jobName === handler.jobName)) {
        throw new Error(`Two handlers named ${handler.jobName} for ${handler.eventType}`);
      }
      if (!handler.boundary || !handler.audit)
        throw new Error(`Handler ${handler.jobName} declares no boundary or audit event`);
      this.byType.set(handler.eventType, [...siblings, handler]);
    }
    const unheard = [...events].filter((type) => !this.byType.has(type));
    if (unheard.length > 0) throw new Error(`No handler for ${unheard.join(', ')}`);
  }

  public types(): string[] {
    return [...this.byType.keys()];
  }

  public of(eventType: string): readonly EventHandler[] {
    return this.byType.get(eventType) ?? [];
  }

  public find(eventType: string, jobName: string): EventHandler | undefined {
    return this.of(eventType).find((handler) => handler.jobName === jobName);
  }
}
