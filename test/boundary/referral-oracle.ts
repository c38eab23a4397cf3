import type { RoleName, RouteRule, Sight } from './oracle.js';

/** Referrals by state, as the visibility tables number them. Written from the brief, without a look at the code that it judges. */
export const REFERRAL_STATES = {
  draft: 1,
  sent: 2,
  acknowledged: 3,
  'information-asked': 4,
  accepted: 5,
  'in-progress': 6,
  rejected: 7,
  outcome: 8,
  closed: 9,
  withdrawn: 10,
} as const;
export type ReferralState = keyof typeof REFERRAL_STATES;

const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'];
const SENDERS = ['supervisor', 'lead', 'officer', 'coordinator'];
const ANSWERERS = [...SENDERS, 'contact'];
const NOTERS = ['analyst', ...ANSWERERS];

const stale = (): object => ({ version: 9999 });
const said = (): object => ({ version: 9999, text: 'x' });
/** A step of the sender: of another version, or not open in this state. To the receiver it is the other side's. */
const ofSender = (body: () => object): RouteRule => ({
  roles: SENDERS,
  does: 'write',
  body,
  answers: { everything: 409, disclosed: 403, conditions: 404 },
});
/** A step of the receiver, which whoever shares under conditions takes once they are accepted. */
const ofReceiver = (roles: readonly string[], body: () => object): RouteRule => ({
  roles,
  does: 'write',
  body,
  answers: { everything: 403, disclosed: 409, conditions: 404 },
});
const draftPage = (form?: string): RouteRule => ({ roles: SENDERS, does: 'page', form });

export const REFERRAL_ROUTES: Record<string, RouteRule> = {
  'GET /api/v1/referrals/:id': { roles: READERS, does: 'read' },
  'PATCH /api/v1/referrals/:id': { ...ofSender(() => ({ version: 9999, title: 'Taken over' })) },
  'POST /api/v1/referrals/:id/sending': ofSender(stale),
  'POST /api/v1/referrals/:id/acknowledgement': ofReceiver(NOTERS, stale),
  'POST /api/v1/referrals/:id/acceptance': ofReceiver(ANSWERERS, said),
  'POST /api/v1/referrals/:id/rejection': ofReceiver(ANSWERERS, said),
  'POST /api/v1/referrals/:id/information-request': ofReceiver(ANSWERERS, said),
  'POST /api/v1/referrals/:id/information': ofSender(said),
  'POST /api/v1/referrals/:id/progress': ofReceiver(NOTERS, said),
  'POST /api/v1/referrals/:id/outcome': ofReceiver(ANSWERERS, () => ({ version: 9999, text: 'x', result: 'adopted' })),
  'POST /api/v1/referrals/:id/closure': ofSender(stale),
  'POST /api/v1/referrals/:id/transfer': ofSender(() => ({ version: 9999, text: 'x', receiver: 'T904' })),
  'POST /api/v1/referrals/:id/withdrawal': ofSender(said),
  'POST /api/v1/referrals/:id/reopening': ofSender(said),
  'GET /referrals/:id': { roles: READERS, does: 'read' },
  'GET /referrals/:id/edit': draftPage(),
  'POST /referrals/:id/edit': draftPage('version=9999&title=x&then=save'),
  'POST /referrals/:id/edit/autosave': draftPage('version=9999&title=x'),
  'GET /referrals/:id/check': draftPage(),
  'POST /referrals/:id/check': draftPage('version=9999'),
  // Asked for the acknowledgement, which is the receiver's while the referral is sent.
  'GET /referrals/:id/steps/:step': {
    roles: NOTERS,
    does: 'page',
    answers: { everything: 409, disclosed: (_role, state) => (state === 'sent' ? 200 : 409), conditions: 404 },
  },
  'POST /referrals/:id/steps/:step': {
    roles: NOTERS,
    does: 'page',
    form: 'version=9999',
    answers: { everything: 409, disclosed: 409, conditions: 404 },
  },
};

/** Where a referral is answered otherwise than a report by the doors of every record. */
const OTHERWISE: Record<string, Partial<Record<Sight, number>>> = {
  // Sent by its own verb, to one agency; this door is of reports.
  'POST /api/v1/records/:id/disclosures': { everything: 404 },
};
export const otherwise = (route: string, sight: Sight): number | undefined => OTHERWISE[route]?.[sight];

/** Of a draft, its author alone; to those who may write one, its page is the form. */
export const draftOpens = (role: RoleName): number => (SENDERS.includes(role) ? 303 : 200);
