import { declareNotification } from '@clin/notifications';

/** Events of an agreement; `recordId` is the agreement's. Payloads hold facts and no text of an agreement. */
export const AGREEMENT_EVENTS = {
  proposed: 'agreement.proposed.v1',
  enacted: 'agreement.enacted.v1',
  suspended: 'agreement.suspended.v1',
  reinstated: 'agreement.reinstated.v1',
  ended: 'agreement.ended.v1',
  left: 'agreement.left.v1',
  reviewDue: 'agreement.review-due.v1',
} as const;

const DECIDERS = ['lead', 'coordinator', 'contact'];
const TOLD: [kind: string, eventType: string, title: string, when?: (payload: Record<string, unknown>) => boolean][] = [
  ['agreement-proposed', AGREEMENT_EVENTS.proposed, 'A sharing agreement waits for your organisation’s approval'],
  ['agreement-enacted', AGREEMENT_EVENTS.enacted, 'A sharing agreement of your organisation has been approved'],
  ['agreement-suspended', AGREEMENT_EVENTS.suspended, 'A sharing agreement of your organisation has been suspended'],
  ['agreement-reinstated', AGREEMENT_EVENTS.reinstated, 'A sharing agreement of your organisation is in force again'],
  ['agreement-ended', AGREEMENT_EVENTS.ended, 'A sharing agreement of your organisation has ended'],
  ['agreement-left', AGREEMENT_EVENTS.left, 'A party has withdrawn from a sharing agreement of your organisation'],
  [
    'agreement-review-ahead',
    AGREEMENT_EVENTS.reviewDue,
    'A sharing agreement of your organisation is to be reviewed within 28 days',
    (payload) => payload['stage'] === 'ahead',
  ],
  [
    'agreement-review-due',
    AGREEMENT_EVENTS.reviewDue,
    'The review of a sharing agreement of your organisation is due',
    (payload) => payload['stage'] === 'due',
  ],
];

for (const [kind, eventType, title, when] of TOLD) {
  declareNotification({
    kind,
    eventType,
    audience: { scope: 'parties', roles: DECIDERS },
    title,
    page: '/agreements',
    ...(when ? { when } : {}),
  });
}
