/** What each failure means to the outside: one mapping, used by pages and by the API. */
import { HttpException } from '@nestjs/common';
import { InvalidInput, NotPermitted, NotVisible, Stale, Unavailable, WrongState } from '@clin/platform';

/** RFC 9457, with `errors` by dotted field path, and `current` for a stale version. No `instance`: it would echo the address. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: Readonly<Record<string, string>>;
  current?: unknown;
  /** Seconds; sent as Retry-After. */
  retryAfter?: number;
}

const TITLES: Record<number, [slug: string, title: string]> = {
  400: ['bad-request', 'The request could not be read.'],
  401: ['signed-out', 'Sign in first.'],
  403: ['not-permitted', 'Not permitted.'],
  404: ['not-found', 'Not found.'],
  409: ['conflict', 'The record does not allow this now.'],
  413: ['too-large', 'The request is too large.'],
  415: ['unsupported-type', 'This kind of content is not accepted.'],
  422: ['invalid-input', 'The request has fields to correct.'],
  429: ['too-many-requests', 'Too many requests.'],
  500: ['internal', 'Something went wrong.'],
  503: ['unavailable', 'The service cannot answer now. Nothing was done.'],
};

function problem(status: number, more: Partial<Problem> = {}): Problem {
  const known = status in TITLES ? status : status < 500 ? 400 : 500;
  const [slug, title] = TITLES[known] as [string, string];
  return { type: `urn:clin:problem:${slug}`, title, status: known, ...more };
}

/** 401 to an attempt to sign in. One answer for every reason, so that it cannot tell an account that exists. */
export class SignInRefused extends HttpException {
  constructor() {
    super('The e-mail address or password is wrong, or you must wait after several wrong attempts.', 401);
  }
}

/** 403: a form without the token of this session. */
export class FormExpired extends HttpException {
  constructor() {
    super(
      'You have been signed out, or have signed in again, since you opened this page. Open it again and enter it anew.',
      403,
    );
  }
}

/** Anything unknown is a bug: 500 without detail. Reasons of denials never leave; they are in the audit log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof InvalidInput) return problem(422, { errors: error.fields });
  if (error instanceof NotVisible) return problem(404);
  if (error instanceof NotPermitted) {
    const change = error.reason === 'password-change-required';
    return problem(
      403,
      change ? { type: 'urn:clin:problem:password-change-required', detail: 'Change your password first.' } : {},
    );
  }
  if (error instanceof Stale) {
    return problem(409, { type: 'urn:clin:problem:stale', detail: error.message, current: error.current });
  }
  if (error instanceof WrongState) return problem(409, { detail: error.message });
  if (error instanceof Unavailable) return problem(503, { retryAfter: error.retryAfterSeconds });
  if (error instanceof SignInRefused)
    return problem(401, { type: 'urn:clin:problem:sign-in-refused', title: 'Not signed in.', detail: error.message });
  if (error instanceof FormExpired) return problem(403, { detail: error.message });
  return ofStatus(error instanceof HttpException ? error.getStatus() : fastifyStatus(error));
}

function ofStatus(status: number): Problem {
  return problem(status, status === 429 || status === 503 ? { retryAfter: 30 } : {});
}

/** Fastify's own refusals (body too large, unreadable JSON, CSRF) carry a status and a code of theirs. */
function fastifyStatus(error: unknown): number {
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  const ours = typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number';
  return ours && statusCode >= 400 && statusCode < 500 ? statusCode : 500;
}

/** What may be logged of a bug: its kind and where it happened, not its message, which may quote what people wrote. */
export function traceOf(error: unknown): { type: string; code?: string; at: string[] } {
  if (!(error instanceof Error)) return { type: typeof error, at: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    at: frames.slice(0, 12).map((line) => line.trim()),
  };
}
