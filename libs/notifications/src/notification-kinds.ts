import { declareEvents } from '@clin/platform/events';

/**
 * Who hears of an event; the database's `notifications.audience` answers each scope, the actor excluded. `person` is payload.personId while they
 * work at payload.recipientAgencyId, or without one at the agency of the event. `parties` is for the event of a
 * sharing agreement, and `notifications.parties` answers it. The rest are for facts beside records, which the roles of an office hear of:
 * `everywhere`, `named-agency` (payload.recipientAgencyId), `named-person` (payload.personId) and `operation` (members of the one that the
 * event is about); `notifications.audience_beside` answers them. `shared-under` is one notice for many records that were shared with
 * payload.recipientAgencyId under the agreement that the event names: for those of its people who see any of them.
 */
export type Scope = 'holders' | 'recipients' | 'owner' | 'recipient' | 'recalled' | 'person' | 'parties' | Beside;
export type Beside = 'everywhere' | 'named-agency' | 'named-person' | 'operation' | 'shared-under';
export const BESIDE: readonly Scope[] = [
  'everywhere',
  'named-agency',
  'named-person',
  'operation',
  'shared-under',
] satisfies Beside[];
/** Scopes of notices that name no record. */
export const UNNAMED: readonly Scope[] = ['recalled', 'parties', ...BESIDE];

/** One reason to tell people. The room that emits the event declares it, so this room knows no other room's events. */
export interface NotificationKind {
  kind: string;
  eventType: string;
  audience: { scope: Scope; roles: readonly string[] };
  /** The whole text people see; it names no record and quotes nothing. */
  title: string;
  /** Where the record opens; none for a recall, which must not point at what is gone. */
  href?(recordId: string): string;
  /** A page that is the same for everybody, where a recall leads. */
  page?: string;
  /** Only for events whose facts say so. */
  when?(payload: Record<string, unknown>): boolean;
  /** Told before every other kind, and the only kind a person gets when several fit the event. Its e-mail does not wait for quiet hours to end. */
  urgent?: boolean;
  /** Nobody can turn it off or have it once a day: a danger to somebody, an emergency, something that must no longer be used. */
  mandatory?: boolean;
  /** What the page of choices calls it, where the title alone would not tell it from another kind's. */
  choice?: string;
}

const kinds = new Map<string, NotificationKind>();

/** Throws at load when two rooms take the same name. */
export function declareNotification(kind: NotificationKind): void {
  if (kinds.has(kind.kind)) throw new Error(`Notification kind ${kind.kind} is declared twice`);
  declareEvents(kind.eventType);
  kinds.set(kind.kind, kind);
}

/** The kinds of an event, urgent first. */
export function kindsOf(eventType: string): NotificationKind[] {
  const ofEvent = [...kinds.values()].filter((kind) => kind.eventType === eventType);
  return ofEvent.sort((a, b) => Number(b.urgent ?? false) - Number(a.urgent ?? false));
}

export function announcedEvents(): string[] {
  return [...new Set([...kinds.values()].map((kind) => kind.eventType))];
}

/** The kinds that somebody with these roles may be told of, by their words. */
export function kindsFor(roles: readonly string[]): NotificationKind[] {
  const told = [...kinds.values()].filter(
    ({ audience }) => audience.roles.length === 0 || audience.roles.some((role) => roles.includes(role)),
  );
  return told.sort((a, b) => wordsOf(a).localeCompare(wordsOf(b), 'en-GB'));
}

export const wordsOf = ({ choice, title }: NotificationKind): string => choice ?? title;

export function kindNamed(name: string): NotificationKind | undefined {
  return kinds.get(name);
}
