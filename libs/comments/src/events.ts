import { declareNotification } from '@clin/notifications';

/** Written for another agency; payload {recipientAgencyId}. What one's own agency says to itself tells nobody. */
export const COMMENT_EVENTS = { written: 'comment.written.v1' } as const;

declareNotification({
  kind: 'comment-written',
  eventType: COMMENT_EVENTS.written,
  audience: { scope: 'recipient', roles: ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact'] },
  title: 'Another organisation has commented on a record for yours',
  href: (recordId) => `/records/${recordId}/comments`,
});
