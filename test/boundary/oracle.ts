import { draftOpens, otherwise, REFERRAL_ROUTES, REFERRAL_STATES, type ReferralState } from './referral-oracle.js';

/**
 * The boundary as plain tables, written from boundary.md, domain.md and the issue, without a look at the code that it judges.
 * Nothing here imports a permission, a policy or a state table of the software.
 */
export const ROLES = [
  'analyst',
  'supervisor',
  'lead',
  'officer',
  'coordinator',
  'source-handler',
  'contact',
  'administrator',
  'auditor',
  'reader',
] as const;
export type RoleName = (typeof ROLES)[number];

/** Reports by state, as the visibility tables number them. */
export const STATES = {
  draft: 1,
  submitted: 2,
  returned: 3,
  assessed: 4,
  disseminated: 5,
  closed: 6,
  withdrawn: 7,
} as const;
export type State = keyof typeof STATES;
export type Kind = 'report' | 'referral';
export type AnyState = State | ReferralState;
/** The states of every kind of record. */
export const KIND_STATES: Record<Kind, Partial<Record<AnyState, number>>> = {
  report: STATES,
  referral: REFERRAL_STATES,
};

export type Sight = 'everything' | 'disclosed' | 'conditions' | 'nothing';

/** What a person sees of another's draft and of a report that has left its author, by what their agency is to it. */
const SIGHT = {
  author: { draft: 'everything', later: 'everything' },
  colleague: { draft: 'nothing', later: 'everything' },
  'uncleared colleague': { draft: 'nothing', later: 'nothing' },
  recipient: { draft: 'nothing', later: 'disclosed' },
  'uncleared recipient': { draft: 'nothing', later: 'nothing' },
  // Shared with them under conditions that a person wrote, which none of them has accepted yet.
  asked: { draft: 'nothing', later: 'conditions' },
  'not yet': { draft: 'nothing', later: 'nothing' },
  expired: { draft: 'nothing', later: 'nothing' },
  revoked: { draft: 'nothing', later: 'nothing' },
  suspended: { draft: 'nothing', later: 'nothing' },
  stranger: { draft: 'nothing', later: 'nothing' },
} as const satisfies Record<string, Record<'draft' | 'later', Sight>>;
export type Relation = keyof typeof SIGHT;
export const RELATIONS = Object.keys(SIGHT) as Relation[];

const OWN_SIDE: readonly Relation[] = ['author', 'colleague', 'uncleared colleague'];

/** What was withdrawn is its owner's again. */
export const sightOf = (relation: Relation, state: AnyState): Sight =>
  state === 'withdrawn' && !OWN_SIDE.includes(relation)
    ? 'nothing'
    : SIGHT[relation][state === 'draft' ? 'draft' : 'later'];

const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'];
const AUTHORS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'];
const CHIEFS = ['supervisor', 'lead'];
export const ASKERS = [...AUTHORS, 'contact'];

export interface RouteRule {
  roles: readonly string[];
  does: 'read' | 'write' | 'page' | 'own';
  /** Asked behind the "?", where the door wants it. */
  query?: string;
  /**
   * The id is a disclosure's: one that was revoked, the first recipient's, or the one to the asker's own agency; or that of a request for
   * permission which the first recipient has withdrawn. Drafts have none.
   */
  ofDisclosure?: 'revoked' | 'first' | 'theirs' | 'request';
  /** What those are answered for whom it exists, where the kind of route does not say. */
  answers?: Partial<Record<Sight, number | ((role: RoleName, state: AnyState) => number)>>;
  body?: (about: { item: string }) => object;
  form?: string | undefined;
}

const sharing = ({ item }: { item: string }): object => ({
  agency: 'T904', items: [item], purpose: 'Testing', legalBasis: 'Test basis', agreement: 'NO-SUCH-ISA', expires: '2027-01-01',
}); // prettier-ignore
const stale = (): object => ({ version: 9999 });
/** The proof of a disclosure: the owner's always, the recipient's while it lives and once its conditions are accepted. */
const receipt: RouteRule = {
  roles: READERS,
  does: 'read',
  ofDisclosure: 'theirs',
  answers: { everything: 200, disclosed: 200, conditions: 409 },
};
const read = { roles: READERS, does: 'read' } as const;
/** A request for permission is its two sides' alone. */
const bothSides: RouteRule = {
  roles: READERS,
  does: 'read',
  ofDisclosure: 'request',
  answers: { everything: 200, disclosed: 200 },
};
/** The originator's steps; the request was withdrawn before. To the asker such a step does not exist. */
const ownerAlone = (roles: readonly string[]): RouteRule => ({
  roles,
  does: 'write',
  ofDisclosure: 'request',
  answers: { everything: 409 },
});
/** What only the owner's agency may ask of a record that it sees; it changes nothing. */
const own = { roles: READERS, does: 'own' } as const;
const OTHER = 'agency=T902&role=analyst';
const NO_ID = '00000000-0000-4000-8000-000000000000';
/** Need to know is decided by supervisors and leads of the owner; to everybody else's the record is absent, whatever they see of it. */
const restricting = (everything: number, body?: object, form?: string): RouteRule => ({
  roles: CHIEFS,
  does: form === undefined && body === undefined ? 'own' : 'write',
  answers: { everything, disclosed: 404, conditions: 404 },
  ...(body ? { body: () => body } : {}),
  ...(form === undefined ? {} : { form }),
});

/** Every route with a record's id: who may try, and a body that is well formed but changes nothing, whatever the state. */
export const RECORD_ROUTES: Record<string, RouteRule> = {
  'GET /api/v1/reports/:id': read,
  'GET /api/v1/records/:id/explanation': read,
  'GET /api/v1/records/:id/sight': { ...own, query: OTHER },
  'GET /api/v1/records/:id/view-as': { ...own, query: OTHER },
  'POST /api/v1/records/:id/preview': { ...own, body: () => ({ change: 'labels', sensitivity: 3 }) },
  'PATCH /api/v1/reports/:id': { roles: AUTHORS, does: 'write', body: () => ({ version: 9999, title: 'Taken over' }) },
  'POST /api/v1/reports/:id/submission': { roles: AUTHORS, does: 'write', body: stale },
  'POST /api/v1/reports/:id/return': {
    roles: ['supervisor'],
    does: 'write',
    body: () => ({ version: 9999, reason: 'x', dueBy: '2030-01-01' }),
  },
  'POST /api/v1/reports/:id/assessment': { roles: ['supervisor'], does: 'write', body: stale },
  'POST /api/v1/reports/:id/dissemination': {
    roles: ['supervisor'],
    does: 'write',
    body: () => ({ version: 9999, to: [] }),
  },
  'POST /api/v1/reports/:id/closure': { roles: CHIEFS, does: 'write', body: stale },
  // None waits: absent for the owner as well.
  'GET /api/v1/reports/:id/correction': { roles: AUTHORS, does: 'page' },
  'POST /api/v1/reports/:id/correction': {
    roles: AUTHORS,
    does: 'write',
    body: () => ({ version: 9999, reason: 'x', items: [] }),
  },
  'POST /api/v1/reports/:id/correction/decision': {
    roles: ['supervisor'],
    does: 'write',
    body: () => ({ version: 9999, decision: 'approve' }),
  },
  'POST /api/v1/reports/:id/correction/withdrawal': { roles: AUTHORS, does: 'write', body: stale },
  'POST /api/v1/reports/:id/withdrawal': { roles: CHIEFS, does: 'write', body: () => ({ version: 9999, reason: 'x' }) },
  'POST /api/v1/reports/:id/consents': {
    roles: ['source-handler'],
    does: 'write',
    body: ({ item }) => ({ item, agency: 'T902', statement: 'x' }),
  },
  'POST /api/v1/records/:id/disclosures': { roles: CHIEFS, does: 'write', body: sharing },
  'POST /api/v1/disclosures/:id/revocation': {
    roles: CHIEFS,
    does: 'write',
    ofDisclosure: 'revoked',
    answers: { everything: 409 },
    body: () => ({ reason: 'x' }),
  },
  'POST /api/v1/disclosures/:id/extension': {
    roles: CHIEFS,
    does: 'write',
    ofDisclosure: 'revoked',
    answers: { everything: 409 },
    body: () => ({ expires: '2027-06-30', reason: 'x' }),
  },
  // The first recipient's has no conditions: there is nothing to accept, and nobody else learns that it exists.
  'POST /api/v1/disclosures/:id/acknowledgement': {
    roles: READERS,
    does: 'write',
    ofDisclosure: 'first',
    answers: { disclosed: 409 },
    body: () => ({}),
  },
  'GET /api/v1/disclosures/:id/receipt': receipt,
  // Of an item under P there is nothing to ask; an owner asks nobody, and before conditions are accepted there is nothing to ask about.
  'GET /api/v1/records/:id/restriction': restricting(200),
  'POST /api/v1/records/:id/restriction': restricting(409, { version: 9999, sensitivity: 3, reason: 'x' }),
  'POST /api/v1/records/:id/restriction/lifting-request': restricting(404, { restriction: NO_ID, reason: 'x' }),
  'POST /api/v1/records/:id/restriction/lifting': restricting(404, { restriction: NO_ID }),
  'POST /api/v1/records/:id/discovery': restricting(409, { version: 9999, setting: 'named' }),
  // A comment on what one reads; an audience that is not offered is refused, whoever it is.
  'GET /api/v1/records/:id/comments': { ...read, answers: { everything: 200, disclosed: 200, conditions: 404 } },
  'POST /api/v1/records/:id/comments': {
    roles: READERS,
    does: 'write',
    answers: { everything: 422, disclosed: 422, conditions: 404 },
    body: () => ({ text: 'x', audience: 'NOWHERE' }),
  },
  // About what one reads; an agency that does not exist is given nothing, whoever asks. A report's actions are each agency's own.
  'GET /api/v1/records/:id/actions': { ...read, answers: { everything: 200, disclosed: 200, conditions: 404 } },
  'GET /api/v1/records/:id/cases': { ...read, answers: { everything: 200, disclosed: 200, conditions: 404 } },
  'POST /api/v1/records/:id/actions': {
    roles: AUTHORS,
    does: 'write',
    answers: { everything: 422, disclosed: 422, conditions: 404 },
    body: () => ({
      what: 'x',
      why: 'x',
      outcomeNeeded: 'x',
      priority: 2,
      to: 'agency',
      agency: 'NOWHERE',
      dueOn: '2030-01-01',
    }),
  },
  'POST /api/v1/records/:id/permission-requests': {
    roles: ASKERS,
    does: 'write',
    answers: { everything: 409, disclosed: 422, conditions: 404 },
    body: ({ item }) => ({ items: [item], use: 'act', purpose: 'x' }),
  },
  'GET /api/v1/permission-requests/:id': bothSides,
  'POST /api/v1/permission-requests/:id/answer': {
    ...ownerAlone(CHIEFS),
    body: () => ({ decision: 'refused', reason: 'x' }),
  },
  'POST /api/v1/permission-requests/:id/handler-statement': {
    ...ownerAlone(['source-handler']),
    body: () => ({ consents: true, statement: 'x' }),
  },
  'POST /api/v1/permission-requests/:id/withdrawal': {
    roles: ASKERS,
    does: 'write',
    ofDisclosure: 'request',
    answers: { everything: (role) => (CHIEFS.includes(role) ? 409 : 403), disclosed: 409 },
    body: () => ({ reason: 'x' }),
  },
};

const page = (roles: readonly string[], form?: string): RouteRule => ({ roles, does: 'page', form });
const CONSENT = ['source-handler'];

/** The pages, each with a form that changes nothing. What an owner is shown depends on the state; others are answered as by the API. */
export const PAGE_ROUTES: Record<string, RouteRule> = {
  'GET /reports/:id': read,
  'GET /records/:id/access': read,
  'GET /records/:id/view-as': { ...own, query: OTHER },
  'GET /reports/:id/check': page(AUTHORS),
  'POST /reports/:id/check': page(AUTHORS, 'version=9999'),
  'GET /reports/:id/assess': page(['supervisor']),
  'POST /reports/:id/assess': page(['supervisor'], 'version=9999'),
  'GET /reports/:id/return': page(['supervisor']),
  'POST /reports/:id/return': page(['supervisor'], 'version=9999&reason=x'),
  'GET /reports/:id/correction': page(AUTHORS),
  'POST /reports/:id/correction': page(AUTHORS, 'version=9999'),
  'GET /reports/:id/correction/decision': page(['supervisor']),
  'POST /reports/:id/correction/decision': page(['supervisor'], 'version=9999&decision=approve'),
  'POST /reports/:id/correction/withdrawal': page(AUTHORS, 'version=9999'),
  'GET /reports/:id/withdrawal': page(CHIEFS),
  'POST /reports/:id/withdrawal': page(CHIEFS, 'version=9999&reason='),
  'GET /reports/:id/close': page(CHIEFS),
  'POST /reports/:id/close': page(CHIEFS, 'version=9999'),
  'GET /reports/:id/edit': page(AUTHORS),
  'GET /reports/:id/edit/:section': page(AUTHORS),
  'POST /reports/:id/edit/:section': page(AUTHORS, 'version=9999&title=x'),
  'POST /reports/:id/edit/:section/autosave': page(AUTHORS, 'version=9999&title=x'),
  'POST /reports/:id/items': page(AUTHORS, 'version=9999'),
  'GET /reports/:id/edit/:section/removal': page(AUTHORS),
  'POST /reports/:id/edit/:section/removal': page(AUTHORS, 'version=9999'),
  'GET /reports/:id/consent/:item': page(CONSENT),
  'POST /reports/:id/consent/:item': page(CONSENT, 'agency=T902&statement='),
  'GET /reports/:id/disclosures/:disclosure/revocation': page(CHIEFS),
  'POST /reports/:id/disclosures/:disclosure/revocation': page(CHIEFS, 'reason='),
  'GET /shared/:id/receipt': receipt,
  'GET /shared/:id/extension': { ...page(CHIEFS), ofDisclosure: 'revoked', answers: { everything: 200 } },
  'POST /shared/:id/extension': { ...page(CHIEFS, 'reason='), ofDisclosure: 'revoked', answers: { everything: 422 } },
  'GET /records/:id/restriction': restricting(200),
  'POST /records/:id/restriction': restricting(422, undefined, 'reason='),
  'POST /records/:id/restriction/lifting-request': restricting(422, undefined, 'restriction='),
  'POST /records/:id/restriction/lifting': restricting(422, undefined, 'restriction='),
  'POST /records/:id/discovery': restricting(422, undefined, 'setting='),
  'GET /records/:id/comments': { ...read, answers: { everything: 200, disclosed: 200, conditions: 404 } },
  'POST /records/:id/comments': {
    ...page(READERS, 'text=x&audience=NOWHERE'),
    answers: { everything: 422, disclosed: 422, conditions: 404 },
  },
  'GET /records/:id/actions': { ...read, answers: { everything: 200, disclosed: 200, conditions: 404 } },
  'GET /records/:id/action': {
    roles: AUTHORS,
    does: 'page',
    answers: { everything: 200, disclosed: 200, conditions: 404 },
  },
  'POST /records/:id/action': {
    ...page(AUTHORS, 'what='),
    answers: { everything: 422, disclosed: 422, conditions: 404 },
  },
  'GET /records/:id/permissions': { ...read, answers: { everything: 200, disclosed: 200, conditions: 404 } },
  'GET /records/:id/permission-request': {
    ...page(ASKERS),
    answers: { everything: 403, disclosed: 200, conditions: 404 },
  },
  'POST /records/:id/permission-request': {
    ...page(ASKERS, 'use=act&purpose=x'),
    answers: { everything: 403, disclosed: 422, conditions: 404 },
  },
  'GET /permissions/:id': bothSides,
  'GET /permissions/:id/answer': ownerAlone(CHIEFS),
  'POST /permissions/:id/answer': { ...ownerAlone(CHIEFS), form: 'decision=refused&reason=x&then=confirm' },
  'GET /permissions/:id/statement': ownerAlone(['source-handler']),
  'POST /permissions/:id/statement': { ...ownerAlone(['source-handler']), form: 'consents=yes&statement=x' },
  'GET /permissions/:id/withdrawal': { ...ownerAlone(ASKERS), answers: { everything: 409, disclosed: 409 } },
  'POST /permissions/:id/withdrawal': {
    ...ownerAlone(ASKERS),
    form: 'reason=x',
    answers: { everything: 409, disclosed: 409 },
  },
  'POST /shared/:id/acknowledgement': { ...page(READERS, ''), ofDisclosure: 'first', answers: { disclosed: 409 } },
  'GET /reports/:id/disseminate': page(['supervisor']),
  'POST /reports/:id/disseminate': page(['supervisor'], 'version=9999'),
  'GET /reports/:id/disclose': page(CHIEFS),
  'POST /reports/:id/disclose': page(CHIEFS, 'agency=T904'),
};
export const ROUTES: Record<string, RouteRule> = { ...RECORD_ROUTES, ...PAGE_ROUTES, ...REFERRAL_ROUTES };

/** The kind whose own doors a route belongs to; none for the doors of every record. */
const kindOf = (route: string): Kind | undefined =>
  route.includes('/reports/') ? 'report' : route.includes('/referrals/') ? 'referral' : undefined;
/** Lists of one kind, walked to their end. */
export const KIND_LISTS: Record<string, Kind> = { '/api/v1/reports': 'report', '/api/v1/referrals': 'referral' };

/** Lists without an id that want to be asked for something. */
export const LISTS: Record<string, string[]> = {
  '/api/v1/disclosures': ['?direction=shared-by-us', '?direction=shared-with-us', '?direction=shared-by-us&state=ended', '?direction=shared-with-us&state=ended'],
  '/api/v1/permission-requests': ['?direction=asked-of-us', '?direction=asked-by-us&state=withdrawn', '?state=overdue'],
  '/referrals': ['?box=sent'],
  '/permissions': ['?direction=asked-of-us', '?direction=asked-by-us&state=withdrawn'],
  '/shared/by-us': ['?state=ended', '?state=ending-soon'],
}; // prettier-ignore

/** Who finds a record in the list of its kind. */
export const listed = (role: RoleName, relation: Relation, state: AnyState): boolean =>
  READERS.includes(role) && ['everything', 'disclosed'].includes(sightOf(relation, state));

/** The statuses that are right for this cell; the first is the one to expect, others depend on state and authorship. */
export function rightStatuses(
  route: string,
  role: RoleName,
  relation: Relation,
  { kind, state }: { kind: Kind; state: AnyState },
): number[] {
  const { roles, does, ofDisclosure, answers } = ROUTES[route]!;
  if (!roles.includes(role)) return [403];
  const sight = sightOf(relation, state);
  const its = kindOf(route);
  // The id of a record of another kind leads nowhere: whoever sees that record may be told that this is not theirs to do, and never more.
  if (its && its !== kind) return sight === 'nothing' ? [404] : [403, 404, 409, 422];
  const answer = (kind === 'referral' ? otherwise(route, sight) : undefined) ?? answers?.[sight];
  const given = typeof answer === 'function' ? answer(role, state) : answer;
  if (ofDisclosure) return [(state !== 'draft' && given) || 404];
  if (sight === 'nothing') return [404];
  if (given !== undefined) return [given];
  // The page of a draft is its author's task list; the API reads it where it is.
  if (route === 'GET /reports/:id' && state === 'draft') return [303];
  if (route === 'GET /referrals/:id' && state === 'draft') return [draftOpens(role)];
  if (does === 'read') return [200];
  if (does === 'own') return sight === 'everything' ? [200] : [404];
  if (sight === 'disclosed' || sight === 'conditions') return [403, 404];
  return does === 'page' ? [200, 302, 303, 403, 404, 409, 422] : [409, 403, 422];
}

/** What was said about each report: [part, the agency that said it, the agency that it is for besides]. 901 owns; 902 and 908 hold it, the rest did. */
export const COMMENTS: readonly (readonly [part: string, from: number, to: number | null])[] = [
  ['comment of the owner', 901, null],
  ['comment to 902', 901, 902],
  ['comment to 908', 901, 908],
  ['comment to 905', 901, 905],
  ['comment to 906', 901, 906],
  ['comment to 907', 901, 907],
  ['comment from 902', 902, 901],
  ['comment within 902', 902, null],
  ['comment within 906', 906, null],
  ['comment from a stranger to itself', 903, null],
];
/** The owner reads what its people said and what was said to it; 902 alone has the report to read what was said to it. */
const TO_OWNER = ['comment of the owner', 'comment to 902', 'comment to 908', 'comment to 905', 'comment to 906', 'comment to 907', 'comment from 902']; // prettier-ignore
const OF_RECIPIENT = ['comment to 902', 'comment from 902', 'comment within 902'];

const TO_RECIPIENT = [
  'title',
  'item 0',
  'said to 902',
  'id',
  'reference',
  'id of item 0',
  'disclosure to 902',
  ...OF_RECIPIENT,
];
/** The audit log names records by id, and never by a word of theirs. */
const TO_AUDITOR = [
  'id',
  'id of item 0',
  'id of item 1',
  'author',
  'disclosure to 902',
  'disclosure to 908',
  'disclosure to others',
];
/** Before conditions are accepted: that it is shared, and what to accept. */
const TO_ASKED = ['id', 'reference', 'disclosure to 908'];
/** What is left of what was recalled. */
const TO_RECALLED = ['reference'];
/** Everybody who was ever given it, and is cleared to know. */
const TOLD: readonly Relation[] = ['recipient', 'asked', 'expired', 'revoked', 'suspended'];

/** Which tell-tales of a record may appear in an answer to this person. A source is for the owner's source handlers alone. */
export function maySee(part: string, role: RoleName, relation: Relation, state: AnyState): boolean {
  // What the receiver of a referral says to itself is nobody else's, its sender's included.
  if (part === 'note of 902')
    return READERS.includes(role) && relation === 'recipient' && sightOf(relation, state) === 'disclosed';
  if (part === 'author' && (role === 'administrator' || OWN_SIDE.includes(relation))) return true;
  if (role === 'auditor') return TO_AUDITOR.includes(part);
  if (!READERS.includes(role)) return false;
  const sight = sightOf(relation, state);
  if (sight === 'everything' && part.startsWith('comment')) return TO_OWNER.includes(part);
  if (sight === 'everything') return part !== 'source' || role === 'source-handler';
  if (sight === 'conditions') return TO_ASKED.includes(part);
  if (state === 'withdrawn' && TOLD.includes(relation)) return TO_RECALLED.includes(part);
  if (relation === 'revoked' && state !== 'draft') return TO_RECALLED.includes(part);
  return sight === 'disclosed' && TO_RECIPIENT.includes(part);
}
