import { declareNotification } from '@clin/notifications';
import { ASKERS } from './permissions.js';

/** Events of a request for permission. Payloads hold ids and facts: {requestId, recipientAgencyId}, the agency that asked. */
export const PERMISSION_EVENTS = {
  asked: 'permission.asked.v1',
  answered: 'permission.answered.v1',
  withdrawn: 'permission.withdrawn.v1',
  takenBack: 'permission.taken-back.v1',
  sharedOn: 'permission.shared-on.v1',
  reminded: 'permission.reminded.v1',
  overdue: 'permission.overdue.v1',
} as const;

const ANSWERERS = ['supervisor', 'lead'];
const href = (recordId: string): string => `/records/${recordId}/permissions`;

declareNotification({
  kind: 'permission-asked-urgently',
  eventType: PERMISSION_EVENTS.asked,
  audience: { scope: 'owner', roles: ANSWERERS },
  title: 'Another agency asks your permission and needs the answer within 4 hours',
  href,
  when: (payload) => payload['urgent'] === true,
  urgent: true,
});
declareNotification({
  kind: 'permission-asked',
  eventType: PERMISSION_EVENTS.asked,
  audience: { scope: 'owner', roles: ANSWERERS },
  title: 'Another agency asks your permission',
  href,
});
// Every restricted item is told to the source handlers: whether it has a source is not for the asker's own transaction to know.
declareNotification({
  kind: 'permission-asked-of-handler',
  eventType: PERMISSION_EVENTS.asked,
  audience: { scope: 'owner', roles: ['source-handler'] },
  title: 'Another agency asks permission for an item under A1 or S2',
  href,
  when: (payload) => payload['restricted'] === true,
});
declareNotification({
  kind: 'permission-answered',
  eventType: PERMISSION_EVENTS.answered,
  audience: { scope: 'recipient', roles: ASKERS },
  title: 'The originator has answered a request for permission of your agency',
  href,
});
declareNotification({
  kind: 'permission-withdrawn',
  eventType: PERMISSION_EVENTS.withdrawn,
  audience: { scope: 'owner', roles: ANSWERERS },
  title: 'A request for your permission was withdrawn',
  href,
});
declareNotification({
  kind: 'permission-taken-back',
  eventType: PERMISSION_EVENTS.takenBack,
  audience: { scope: 'recipient', roles: ASKERS },
  title: 'An originator has taken a permission back: stop the use that it allowed',
  href,
  urgent: true,
  mandatory: true,
});
declareNotification({
  kind: 'permission-shared-on',
  eventType: PERMISSION_EVENTS.sharedOn,
  audience: { scope: 'recipient', roles: ASKERS },
  title: 'The originator has shared what your agency asked it to share',
  href,
});
declareNotification({
  kind: 'permission-half-time',
  eventType: PERMISSION_EVENTS.reminded,
  audience: { scope: 'owner', roles: ['supervisor'] },
  title: 'Half the time to answer a request for permission is over',
  href,
});
declareNotification({
  kind: 'permission-overdue',
  eventType: PERMISSION_EVENTS.overdue,
  audience: { scope: 'owner', roles: ['lead'] },
  title: 'A request for permission was not answered in time: decide it now',
  href,
});
declareNotification({
  kind: 'permission-late',
  eventType: PERMISSION_EVENTS.overdue,
  audience: { scope: 'recipient', roles: ASKERS },
  title: 'The originator has not answered in time; its lead has been told',
  href,
});
