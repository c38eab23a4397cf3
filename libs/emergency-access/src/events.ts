import { declareNotification } from '@clin/notifications';
import { CHIEFS } from './permissions.js';

/** Events of an emergency access. Payloads hold ids: {emergencyId}. The actor is whoever used it, who is never told of their own. */
export const EMERGENCY_EVENTS = {
  /** Written by the database, as what it tells of is. */
  opened: 'emergency.opened.v1',
  /** Both written by the database when the clock runs. */
  due: 'emergency.review-due.v1',
  overdue: 'emergency.review-overdue.v1',
  /** Both about no record: whoever opened it hears of its review, and auditors of a month that is over. */
  reviewed: 'emergency.reviewed.v1',
  monthEnded: 'emergency.month-ended.v1',
} as const;

const page = '/emergency-access';
const owner = { scope: 'owner', roles: CHIEFS } as const;
const auditors = { scope: 'everywhere', roles: ['auditor'] } as const;

declareNotification({
  kind: 'emergency-opened',
  eventType: EMERGENCY_EVENTS.opened,
  audience: owner,
  title: 'A record of your agency was opened in an emergency: review it within 24 hours',
  href: () => page,
  urgent: true,
  mandatory: true,
});
declareNotification({
  kind: 'emergency-opened-auditor',
  eventType: EMERGENCY_EVENTS.opened,
  audience: auditors,
  title: 'A record was opened in an emergency',
  page,
  mandatory: true,
});
declareNotification({
  kind: 'emergency-review-due',
  eventType: EMERGENCY_EVENTS.due,
  audience: owner,
  title: 'An emergency access has waited 12 hours for its review',
  href: () => page,
  mandatory: true,
});
declareNotification({
  kind: 'emergency-review-overdue',
  eventType: EMERGENCY_EVENTS.overdue,
  audience: owner,
  title: 'An emergency access was not reviewed within 24 hours: review it now',
  href: () => page,
  urgent: true,
  mandatory: true,
});
declareNotification({
  kind: 'emergency-review-overdue-auditor',
  eventType: EMERGENCY_EVENTS.overdue,
  audience: auditors,
  title: 'An emergency access was not reviewed within 24 hours',
  page,
  mandatory: true,
});
declareNotification({
  kind: 'emergency-reviewed',
  eventType: EMERGENCY_EVENTS.reviewed,
  audience: { scope: 'named-person', roles: CHIEFS },
  title: 'An emergency access of yours was reviewed',
  page,
});
declareNotification({
  kind: 'emergency-month-ended',
  eventType: EMERGENCY_EVENTS.monthEnded,
  audience: auditors,
  title: 'A month with emergency access is over: read its report',
  page: '/emergency-access/report',
});
