import { declareNotification } from '@clin/notifications';

/** Events about who needs to know. Payloads hold ids: {restrictionId}, {questionId}, {recipientAgencyId}; the subject of operation's is its key. */
export const NEED_TO_KNOW_EVENTS = {
  liftingAsked: 'restriction.lifting-asked.v1',
  /** Written by the database, with the record's id that the asker never learns. */
  asked: 'discovery.asked.v1',
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
  kind: 'operation-joined',
  eventType: NEED_TO_KNOW_EVENTS.joined,
  audience: { scope: 'named-agency', roles: ['lead'] },
  title: 'Your agency was named in an operation: nominate its members',
  page: '/operations',
});
const MEMBERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'] as const;
declareNotification({
  kind: 'operation-lead-changed',
  eventType: NEED_TO_KNOW_EVENTS.newLead,
  audience: { scope: 'operation', roles: MEMBERS },
  title: 'An operation that you are in has a new lead',
  page: '/operations',
});
declareNotification({
  kind: 'operation-reopened',
  eventType: NEED_TO_KNOW_EVENTS.reopened,
  audience: { scope: 'operation', roles: MEMBERS },
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
