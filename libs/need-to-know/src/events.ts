import { declareNotification } from '@clin/notifications';
import { READERS } from './permissions.js';

/** Events about who needs to know. Payloads hold ids: {restrictionId}, {questionId}, {recipientAgencyId}; the subject of operation's is its key. */
export const NEED_TO_KNOW_EVENTS = {
  liftingAsked: 'restriction.lifting-asked.v1',
  /** Written by the database, with the record's id that the asker never learns. */
  asked: 'discovery.asked.v1',
  /** These four are written by the database too. The asker's have the question for their subject and payload {personId, recipientAgencyId}. */
  answered: 'discovery.answered.v1',
  late: 'discovery.late.v1',
  reminded: 'discovery.reminded.v1',
  overdue: 'discovery.overdue.v1',
  joined: 'operation.agency-joined.v1',
  newLead: 'operation.lead-changed.v1',
  reopened: 'operation.reopened.v1',
  /** Written by the database when a lead is posted elsewhere or leaves. */
  leftWithoutLead: 'operation.left-without-lead.v1',
} as const;

declareNotification({
  kind: 'restriction-lifting-asked',
  eventType: NEED_TO_KNOW_EVENTS.liftingAsked,
  audience: { scope: 'owner', roles: ['supervisor', 'lead'] },
  title: 'Somebody asks that a restriction be lifted: another person decides',
  href: (recordId) => `/records/${recordId}/restriction`,
});
declareNotification({
  kind: 'discovery-asked',
  eventType: NEED_TO_KNOW_EVENTS.asked,
  audience: { scope: 'owner', roles: ['supervisor', 'lead', 'coordinator'] },
  title: 'Another agency asks about a record that you named: see Ask about a reference',
  href: () => '/discovery',
});
declareNotification({
  kind: 'discovery-half-time',
  eventType: NEED_TO_KNOW_EVENTS.reminded,
  audience: { scope: 'owner', roles: ['supervisor'] },
  title: 'Half the time to answer a question about a record is over',
  href: () => '/discovery',
});
declareNotification({
  kind: 'discovery-overdue',
  eventType: NEED_TO_KNOW_EVENTS.overdue,
  audience: { scope: 'owner', roles: ['lead'] },
  title: 'A question about a record was not answered in time: answer it now',
  href: () => '/discovery',
});
declareNotification({
  kind: 'discovery-answered',
  eventType: NEED_TO_KNOW_EVENTS.answered,
  audience: { scope: 'named-person', roles: READERS },
  title: 'An owner has answered a question that you asked about a reference',
  page: '/discovery',
});
declareNotification({
  kind: 'discovery-late',
  eventType: NEED_TO_KNOW_EVENTS.late,
  audience: { scope: 'named-person', roles: READERS },
  title: 'An owner has not answered your question in time; its leads have been told',
  page: '/discovery',
});
declareNotification({
  kind: 'operation-joined',
  eventType: NEED_TO_KNOW_EVENTS.joined,
  audience: { scope: 'named-agency', roles: ['lead'] },
  title: 'Your agency was named in an operation: nominate its members',
  page: '/operations',
});
declareNotification({
  kind: 'operation-lead-changed',
  eventType: NEED_TO_KNOW_EVENTS.newLead,
  audience: { scope: 'operation', roles: READERS },
  title: 'An operation that you are in has a new lead',
  page: '/operations',
});
declareNotification({
  kind: 'operation-reopened',
  eventType: NEED_TO_KNOW_EVENTS.reopened,
  audience: { scope: 'operation', roles: READERS },
  title: 'An operation that you are in was opened again',
  page: '/operations',
});
declareNotification({
  kind: 'operation-left-without-lead',
  eventType: NEED_TO_KNOW_EVENTS.leftWithoutLead,
  audience: { scope: 'named-agency', roles: ['lead'] },
  title: 'An operation of your agency has no lead left: one of its leads can take it over',
  page: '/operations',
});
