import { declareNotification } from '@clin/notifications';
import { ANSWERERS, SENDERS } from './permissions.js';
import type { ReferralAction } from './referral.states.js';

/** Payloads hold ids and facts: {recipientAgencyId, urgent}, the agency that the notice is for or about; of a clock {stage, late, centre} besides. */
export const REFERRAL_EVENTS = {
  sent: 'referral.sent.v1',
  acknowledged: 'referral.acknowledged.v1',
  accepted: 'referral.accepted.v1',
  rejected: 'referral.rejected.v1',
  asked: 'referral.information-asked.v1',
  informed: 'referral.informed.v1',
  progressed: 'referral.progressed.v1',
  outcome: 'referral.outcome-given.v1',
  closed: 'referral.closed.v1',
  reopened: 'referral.reopened.v1',
  withdrawn: 'referral.withdrawn.v1',
  warned: 'referral.warned.v1',
  overdue: 'referral.overdue.v1',
  escalated: 'referral.escalated.v1',
} as const;

/** What the other side is told of a step. A transfer is a withdrawal for one agency and a referral for the next; a note tells nobody. */
export const EVENT_OF: Partial<Record<ReferralAction, string>> = {
  send: REFERRAL_EVENTS.sent,
  acknowledge: REFERRAL_EVENTS.acknowledged,
  accept: REFERRAL_EVENTS.accepted,
  reject: REFERRAL_EVENTS.rejected,
  ask: REFERRAL_EVENTS.asked,
  inform: REFERRAL_EVENTS.informed,
  progress: REFERRAL_EVENTS.progressed,
  outcome: REFERRAL_EVENTS.outcome,
  close: REFERRAL_EVENTS.closed,
  reopen: REFERRAL_EVENTS.reopened,
};

type Payload = Record<string, unknown>;
const href = (recordId: string): string => `/referrals/${recordId}`;
const urgent = (payload: Payload): boolean => payload['urgent'] === true;
const late =
  (side: 'sender' | 'receiver') =>
  (payload: Payload): boolean =>
    payload['late'] === side;
const LEADS = ['supervisor', 'lead', 'contact'];

const toReceiver = (kind: string, eventType: string, title: string, more: object = {}): void =>
  declareNotification({ kind, eventType, title, href, audience: { scope: 'recipient', roles: ANSWERERS }, ...more });
const toSender = (kind: string, eventType: string, title: string, more: object = {}): void =>
  declareNotification({ kind, eventType, title, href, audience: { scope: 'owner', roles: SENDERS }, ...more });

toReceiver(
  'referral-sent-urgently',
  REFERRAL_EVENTS.sent,
  'An urgent referral was sent to your organisation: open it now',
  { when: urgent, urgent: true, mandatory: true },
);
toReceiver('referral-sent', REFERRAL_EVENTS.sent, 'A referral was sent to your organisation');
toReceiver('referral-informed', REFERRAL_EVENTS.informed, 'What you asked about a referral was answered');
toReceiver('referral-closed', REFERRAL_EVENTS.closed, 'A referral to your organisation was closed');
toReceiver('referral-reopened', REFERRAL_EVENTS.reopened, 'A referral to your organisation was reopened');
toSender('referral-acknowledged', REFERRAL_EVENTS.acknowledged, 'A referral of yours was acknowledged');
toSender('referral-accepted', REFERRAL_EVENTS.accepted, 'A referral of yours was accepted');
toSender('referral-rejected', REFERRAL_EVENTS.rejected, 'A referral of yours was rejected: decide what becomes of it');
toSender('referral-asked', REFERRAL_EVENTS.asked, 'A referral of yours waits for more information');
toSender('referral-progressed', REFERRAL_EVENTS.progressed, 'There is progress on a referral of yours');
toSender('referral-outcome', REFERRAL_EVENTS.outcome, 'A referral of yours has an outcome');
declareNotification({
  kind: 'referral-withdrawn',
  eventType: REFERRAL_EVENTS.withdrawn,
  audience: { scope: 'recalled', roles: ANSWERERS },
  title: 'A referral to your organisation was withdrawn',
  page: '/referrals',
  mandatory: true,
});

// The clock: whoever is waited for is warned and its leads told; then the sender, and co-ordinators of an agency that holds it where the kind says so.
toReceiver('referral-due-soon', REFERRAL_EVENTS.warned, 'A referral waits for your organisation and is due soon', {
  when: late('receiver'),
});
toSender(
  'referral-answer-due-soon',
  REFERRAL_EVENTS.warned,
  'A referral of yours waits for your information and is due soon',
  { when: late('sender') },
);
toReceiver('referral-overdue', REFERRAL_EVENTS.overdue, 'A referral to your organisation is overdue: decide it now', {
  when: late('receiver'),
  audience: { scope: 'recipient', roles: LEADS },
  urgent: true,
});
toSender(
  'referral-answer-overdue',
  REFERRAL_EVENTS.overdue,
  'Information that a referral of yours waits for is overdue',
  { when: late('sender'), audience: { scope: 'owner', roles: ['supervisor', 'lead', 'coordinator'] }, urgent: true },
);
toSender(
  'referral-escalated',
  REFERRAL_EVENTS.escalated,
  'A referral of yours is overdue and its receiver’s leads were told: telephone them',
);
declareNotification({
  kind: 'referral-escalated-to-centre',
  eventType: REFERRAL_EVENTS.escalated,
  audience: { scope: 'holders', roles: ['coordinator'] },
  title: 'A referral that your organisation holds is overdue',
  href,
  when: (payload) => payload['centre'] === true,
}); // prettier-ignore
