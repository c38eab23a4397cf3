/**
 * Cases as plain tables, written from the issue, house.md and boundary.md, without a look at the code that they judge: who may try each door, and
 * what a lead of the owner inside the operation and a lead of a joint agency with two shared parts are answered. To everybody else with the role
 * the case is absent, byte for byte.
 */
const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'];
const WRITERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'];
const LEADS = ['lead'];

export const CASE_STATES = { open: 2, suspended: 3, closed: 4 } as const;

export interface CaseRule {
  roles: readonly string[];
  /** A lead of the owner and one of a joint agency, both inside; nothing is changed by what is sent. */
  owner: number;
  joint: number;
  body?: object;
  form?: string;
}

const read = { roles: READERS, owner: 200, joint: 200 };
const api = (roles: readonly string[], owner: number, body: object): CaseRule => ({ roles, owner, joint: 403, body });
/** A form that reads well is refused to a joint agency as a step; its pages, and what leads back to them, are not there for it. */
const page = (
  roles: readonly string[],
  owner: number,
  form?: string,
  joint = form === undefined ? 404 : 403,
): CaseRule => ({
  roles,
  owner,
  joint,
  ...(form === undefined ? {} : { form }),
});
/** Nothing in it: refused by its fields before anybody is asked whose case it is. */
const EMPTY = { owner: 422, joint: 422, body: {} };
const NO_ID = '00000000-0000-4000-8000-000000000000';

/** Every door with a case's id. `:entry` and `:link` name none that exists, `:what` a decision and `:step` a suspension. */
export const CASE_ROUTES: Record<string, CaseRule> = {
  'GET /api/v1/cases/:id': read,
  'PATCH /api/v1/cases/:id': api(WRITERS, 409, { version: 9999, summary: 'x' }),
  'POST /api/v1/cases/:id/decisions': { roles: WRITERS, ...EMPTY },
  'POST /api/v1/cases/:id/risks': { roles: WRITERS, ...EMPTY },
  'POST /api/v1/cases/:id/results': { roles: WRITERS, ...EMPTY },
  'POST /api/v1/cases/:id/results/:entry/strike': api(WRITERS, 404, { reason: 'x' }),
  'POST /api/v1/cases/:id/links': { roles: WRITERS, ...EMPTY },
  'POST /api/v1/cases/:id/links/:link/removal': api(WRITERS, 404, { reason: 'x' }),
  'POST /api/v1/cases/:id/links/:link/copies': api(WRITERS, 404, { item: NO_ID }),
  'POST /api/v1/cases/:id/sharing': { roles: LEADS, ...EMPTY },
  'POST /api/v1/cases/:id/sharing/end': api(LEADS, 409, { agency: 'NOWHERE', part: 'plan', reason: 'x' }),
  'POST /api/v1/cases/:id/suspension': api(LEADS, 409, { version: 9999, reason: 'x' }),
  'POST /api/v1/cases/:id/resumption': api(LEADS, 409, { version: 9999, reason: 'x' }),
  'POST /api/v1/cases/:id/closure': api(LEADS, 409, { version: 9999, reason: 'x', outcome: 'x' }),
  'POST /api/v1/cases/:id/reopening': api(LEADS, 409, { version: 9999, reason: 'x' }),
  'GET /cases/:id': read,
  'GET /cases/:id/timeline': read,
  'GET /cases/:id/edit': page(WRITERS, 200),
  'POST /cases/:id/edit': page(WRITERS, 409, 'version=9999&name=x'),
  'GET /cases/:id/add/:what': page(WRITERS, 200),
  'POST /cases/:id/add/:what': page(WRITERS, 422, 'decision=', 404),
  'GET /cases/:id/results/:entry/strike': page(WRITERS, 404),
  'POST /cases/:id/results/:entry/strike': page(WRITERS, 404, 'reason=x'),
  'GET /cases/:id/links/:link/copy': page(WRITERS, 404),
  'POST /cases/:id/links/:link/copy': page(WRITERS, 404, `item=${NO_ID}`),
  'GET /cases/:id/links/:link/removal': page(WRITERS, 404),
  'POST /cases/:id/links/:link/removal': page(WRITERS, 404, 'reason=x'),
  'GET /cases/:id/steps/:step': page(LEADS, 200),
  'POST /cases/:id/steps/:step': page(LEADS, 409, 'version=9999&reason=x'),
  'GET /cases/:id/sharing': page(LEADS, 200),
  'POST /cases/:id/sharing': page(LEADS, 422, 'agency=', 404),
  'POST /cases/:id/sharing/end': page(LEADS, 422, 'agency=', 404),
};
