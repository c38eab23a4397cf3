/**
 * Who may do what with an agreement, written from boundary.md, domain.md and the issue, without a look at the code that it judges.
 * Nothing here imports a permission, a policy or a state table of the software.
 */
export const RELATIONS = ['owner', 'party', 'invited', 'left', 'stranger'] as const;
export type Relation = (typeof RELATIONS)[number];
export const STATES = ['draft', 'proposed', 'active', 'suspended', 'lapsed'] as const;
export type State = (typeof STATES)[number];

/** A draft is its owner's; a proposal and what comes of it are known to those it names, until they leave. */
export const knows = (relation: Relation, state: State): boolean =>
  relation === 'owner' || (state !== 'draft' && (relation === 'party' || relation === 'invited'));

const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact', 'auditor'];
const DRAFTERS = ['supervisor', 'lead', 'coordinator'];
const APPROVERS = ['lead', 'coordinator', 'contact'];
const CHIEFS = ['lead', 'coordinator'];

interface RouteRule {
  roles: readonly string[];
  /** `rule`: of the standing rule that each agreement has once it was in force. */
  does: 'read' | 'write' | 'page' | 'rule';
  /** Well formed and without effect, whatever the state: an unheard-of revision, a version that is none, no reason. */
  body?: object;
  form?: string;
  query?: string;
}
const read: RouteRule = { roles: READERS, does: 'read' };
const steps = (roles: readonly string[], body: object): RouteRule => ({ roles, does: 'write', body });
const page = (roles: readonly string[], form?: string): RouteRule => ({
  roles,
  does: 'page',
  ...(form === undefined ? {} : { form }),
});
const nothing = { reason: ' ' };
/** Sharing by a rule is for whoever may share a report of their agency; to somebody whom the rule does not name, nothing. */
const ruled = (body?: object, form?: string): RouteRule => ({
  roles: ['supervisor', 'lead'],
  does: 'rule',
  ...(body ? { body } : {}),
  ...(form === undefined ? {} : { form }),
});

/** Every route with an agreement's id. */
export const AGREEMENT_ROUTES: Record<string, RouteRule> = {
  'GET /api/v1/agreements/:id': read,
  'PATCH /api/v1/agreements/:id': steps(DRAFTERS, { title: '' }),
  'POST /api/v1/agreements/:id/versions': steps(DRAFTERS, { title: '' }),
  'POST /api/v1/agreements/:id/rules/preview': { ...read, body: {} },
  'GET /api/v1/agreements/:id/effect': { ...read, query: 'decision=suspend' },
  'GET /api/v1/agreements/:id/rules/:rule/reach': ruled(),
  'POST /api/v1/agreements/:id/rules/:rule/application': ruled({ agencies: ['T903'] }),
  'GET /agreements/:id/rules/:rule/apply': ruled(),
  'POST /agreements/:id/rules/:rule/apply': ruled(undefined, 'agencies=T903'),
  'POST /api/v1/agreements/:id/proposal': steps(DRAFTERS, { revision: 9999 }),
  'POST /api/v1/agreements/:id/approval': steps(APPROVERS, { version: 9999, revision: 9999 }),
  'POST /api/v1/agreements/:id/revision': steps(DRAFTERS, nothing),
  'POST /api/v1/agreements/:id/discard': steps(DRAFTERS, nothing),
  'POST /api/v1/agreements/:id/suspension': steps(CHIEFS, nothing),
  'POST /api/v1/agreements/:id/reinstatement': steps(CHIEFS, nothing),
  'POST /api/v1/agreements/:id/end': steps(CHIEFS, nothing),
  'POST /api/v1/agreements/:id/withdrawal': steps(APPROVERS, nothing),
  'POST /api/v1/agreements/:id/review': steps(CHIEFS, nothing),
  'GET /agreements/:id': read,
  'GET /agreements/:id/preview': read,
  'GET /agreements/:id/edit': page(DRAFTERS),
  'POST /agreements/:id/edit': page(DRAFTERS, 'revision=9999&title='),
  'GET /agreements/:id/versions/new': page(DRAFTERS),
  'POST /agreements/:id/versions/new': page(DRAFTERS, 'title='),
  'GET /agreements/:id/propose': page(DRAFTERS),
  'POST /agreements/:id/propose': page(DRAFTERS, 'revision=9999'),
  'GET /agreements/:id/approve': page(APPROVERS),
  'POST /agreements/:id/approve': page(APPROVERS, 'version=9999&revision=9999'),
  'GET /agreements/:id/proposal/:decision': page(DRAFTERS),
  'POST /agreements/:id/proposal/:decision': page(DRAFTERS, 'reason='),
  'GET /agreements/:id/decision/:decision': page(CHIEFS),
  'POST /agreements/:id/decision/:decision': page(CHIEFS, 'reason='),
  'GET /agreements/:id/withdraw': page(APPROVERS),
  'POST /agreements/:id/withdraw': page(APPROVERS, 'reason='),
};

/** Refusals of what was sent come before the agreement is looked at, alike for everybody; the rest as for the record that it is. */
export function rightStatuses(route: string, role: string, relation: Relation, state: State): number[] {
  const { roles, does, body } = AGREEMENT_ROUTES[route]!;
  if (!roles.includes(role)) return [403];
  const unread = does === 'write' && (body === nothing || (body as { title?: string }).title === '');
  if (unread) return [422];
  if (!knows(relation, state)) return [404];
  if (does === 'read') return [200];
  if (does === 'rule') {
    const gives = state === 'active' && (relation === 'owner' || relation === 'party');
    // A draft and a proposal have no rule yet.
    if (state === 'draft' || state === 'proposed') return [404];
    return [gives ? (route.startsWith('GET') ? 200 : 422) : 409];
  }
  return does === 'write' ? [403, 409, 422] : [200, 403, 409, 422];
}
