import { declareNotification } from '@clin/notifications';
import { DUTY, RAISERS } from './permissions.js';

/** Under the record's id; payloads hold ids: {alertId, recipientAgencyId}, of an acceptance besides who raised it, where they are of that agency, and of a hand-over {alertId, personId}. The database writes the first four. */
export const THREAT_EVENTS = {
  raised: 'threat.raised.v1',
  reminded: 'threat.reminded.v1',
  late: 'threat.late.v1',
  escalated: 'threat.escalated.v1',
  accepted: 'threat.accepted.v1',
  handedOver: 'threat.handed-over.v1',
} as const;

const href = (): string => '/threats';
const shouts = { href, urgent: true, mandatory: true } as const;
const duty = { scope: 'recipient', roles: DUTY } as const;

declareNotification({
  kind: 'threat-raised',
  eventType: THREAT_EVENTS.raised,
  audience: duty,
  title: 'Threat to life: your agency has sent a referral, accept your part of it now',
  ...shouts,
});
declareNotification({
  kind: 'threat-reminded',
  eventType: THREAT_EVENTS.reminded,
  audience: duty,
  title: 'Threat to life: nobody has accepted it yet, telephone and accept it now',
  ...shouts,
});
declareNotification({
  kind: 'threat-late',
  eventType: THREAT_EVENTS.late,
  audience: { scope: 'recipient', roles: ['lead', 'coordinator', 'contact'] },
  title: 'Threat to life: it is overdue and no supervisor has accepted it, see to it now',
  ...shouts,
});
declareNotification({
  kind: 'threat-escalated',
  eventType: THREAT_EVENTS.escalated,
  audience: { scope: 'holders', roles: ['coordinator'] },
  title: 'Threat to life: an agency has not accepted it in time, telephone them now',
  ...shouts,
  // The alert is another agency's: this opens what the co-ordinator sees of the record.
  href: (recordId) => `/records/${recordId}/access`,
});
declareNotification({
  kind: 'threat-accepted',
  eventType: THREAT_EVENTS.accepted,
  audience: duty,
  title: 'Threat to life: a colleague has accepted it',
  href,
});
/** Whoever raised it is not on duty, as a rule, and has no page of alerts. */
declareNotification({
  kind: 'threat-raised-accepted',
  eventType: THREAT_EVENTS.accepted,
  audience: { scope: 'person', roles: RAISERS },
  title: 'Threat to life: a colleague on duty has accepted what you raised',
  href: (recordId) => `/records/${recordId}/access`,
  when: ({ personId }) => personId !== undefined,
});
declareNotification({
  kind: 'threat-handed-over',
  eventType: THREAT_EVENTS.handedOver,
  audience: { scope: 'person', roles: DUTY },
  title: 'Threat to life: it was handed over to you, and you hold it now',
  ...shouts,
});
