import { declareNotification } from '@clin/notifications';
import { TEAM_ROLES } from './action.input.js';

/** Events of an action, under the record that it is about; payload {actionId, recipientAgencyId?, personId?, role?}. */
export const ACTION_EVENTS = {
  assigned: 'action.assigned.v1',
  teamAssigned: 'action.team-assigned.v1',
  requested: 'action.requested.v1',
  requestWithdrawn: 'action.request-withdrawn.v1',
  handedBack: 'action.handed-back.v1',
  done: 'action.done.v1',
  /** Written by the database: for its doer, and for whoever raised it. */
  overdue: 'action.overdue.v1',
  overdueRaised: 'action.overdue-raised.v1',
} as const;

const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact'];
const WORK = (): string => '/actions';

declareNotification({
  kind: 'action-assigned',
  eventType: ACTION_EVENTS.assigned,
  audience: { scope: 'person', roles: READERS },
  title: 'An action was assigned to you',
  href: WORK,
});
for (const role of TEAM_ROLES)
  declareNotification({
    kind: `action-for-${role}`,
    eventType: ACTION_EVENTS.teamAssigned,
    audience: { scope: 'recipient', roles: [role] },
    title: 'An action was assigned to your team',
    choice: `An action was assigned to your team (${role})`,
    href: WORK,
    when: (payload) => payload['role'] === role,
  });
declareNotification({
  kind: 'action-requested',
  eventType: ACTION_EVENTS.requested,
  audience: { scope: 'recipient', roles: READERS },
  title: 'Another organisation asks yours for an action',
  href: WORK,
});
declareNotification({
  kind: 'action-request-withdrawn',
  eventType: ACTION_EVENTS.requestWithdrawn,
  audience: { scope: 'recipient', roles: READERS },
  title: 'Another organisation no longer asks yours for an action: nothing more is to be done',
  href: WORK,
});
declareNotification({
  kind: 'action-handed-back',
  eventType: ACTION_EVENTS.handedBack,
  audience: { scope: 'person', roles: READERS },
  title: 'An action that you raised was handed back: assign it again',
  href: WORK,
});
declareNotification({
  kind: 'action-done',
  eventType: ACTION_EVENTS.done,
  audience: { scope: 'person', roles: READERS },
  title: 'An action that you raised was done: somebody else than who did it verifies it',
  href: WORK,
});
declareNotification({
  kind: 'action-overdue',
  eventType: ACTION_EVENTS.overdue,
  audience: { scope: 'person', roles: READERS },
  title: 'An action of yours is overdue',
  href: WORK,
  when: (payload) => payload['personId'] !== null,
});
declareNotification({
  kind: 'action-overdue-lead',
  eventType: ACTION_EVENTS.overdue,
  audience: { scope: 'recipient', roles: ['supervisor', 'lead', 'coordinator'] },
  title: 'An action of your organisation is overdue',
  href: () => '/team-board',
});
declareNotification({
  kind: 'action-overdue-raised',
  eventType: ACTION_EVENTS.overdueRaised,
  audience: { scope: 'person', roles: READERS },
  title: 'An action that you raised is overdue',
  href: WORK,
});
