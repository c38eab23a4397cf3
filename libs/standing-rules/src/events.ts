import { declareNotification } from '@clin/notifications';

/** `recordId` is the agreement's; payload {recipientAgencyId}. */
export const RULE_EVENTS = { applied: 'agreement.rule-applied.v1' } as const;

/** Everybody there who sees any of it, once for all of it. */
declareNotification({
  kind: 'agreement-rule-applied',
  eventType: RULE_EVENTS.applied,
  audience: {
    scope: 'shared-under',
    roles: ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact'],
  },
  title: 'Earlier records were shared with your organisation by a standing rule',
  page: '/shared/with-us',
});
