import { declareNotification } from '@clin/notifications';

/** Events of a case; payload {recipientAgencyId}. What is in a case travels in none of them. */
export const CASE_EVENTS = {
  shared: 'case.shared.v1',
  kept: 'case.kept.v1',
} as const;

const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact'];

declareNotification({
  kind: 'case-shared',
  eventType: CASE_EVENTS.shared,
  audience: { scope: 'recipient', roles: READERS },
  title: 'Part of a case of a joint operation was shared with your organisation',
  href: (recordId) => `/cases/${recordId}`,
});
declareNotification({
  kind: 'case-kept',
  eventType: CASE_EVENTS.kept,
  audience: { scope: 'recalled', roles: READERS },
  title: 'Part of a case that was shared with your organisation has been recalled: stop using it and remove copies',
  page: '/shared/notices',
  mandatory: true,
});
