import { HttpException } from '@nestjs/common';
import { InvalidInput, NotPermitted, NotVisible, Stale, Unavailable, WrongState } from './errors.js';
import { fromPostgres } from './postgres-errors.js';

/** RFC 9457. Titles and details of one status never vary with what was refused. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: Readonly<Record<string, string>>;
  current?: unknown;
}

export interface Refusal {
  problem: Problem;
  outcome: 'denied' | 'invalid' | 'failed';
  /** For the audit log only. */
  reason: string;
  retryAfterSeconds?: number;
}

const KNOWN: Record<number, [type: string, title: string, detail: string]> = {
  400: ['bad-request', 'Bad request', 'The request could not be read.'],
  401: ['signed-out', 'Not signed in', 'Sign in, then send the request again.'],
  403: ['not-permitted', 'Not permitted', 'Your role does not permit this.'],
  404: ['not-found', 'Not found', 'There is nothing here, or nothing that you can see.'],
  405: ['method-not-allowed', 'Method not allowed', 'This address does not take that method.'],
  409: ['conflict', 'Conflict', 'The state of the record does not allow this.'],
  413: ['too-large', 'Too large', 'The request is larger than 1 MB.'],
  415: ['media-type', 'Unsupported media type', 'Send application/json.'],
  422: ['invalid-input', 'Fields to correct', 'Some fields need correcting. Nothing was saved.'],
  429: ['too-many', 'Too many requests', 'Wait, then try again.'],
  500: ['failure', 'Something went wrong', 'The request was not completed.'],
  503: ['unavailable', 'Unavailable', 'The service cannot answer now. Nothing was done. Try again soon.'],
};

export function problemOf(status: number, more: Partial<Problem> = {}): Problem {
  const [type, title, detail] = KNOWN[status] ?? KNOWN[status < 500 ? 400 : 500];
  return { type: `urn:problem:${type}`, title, status, detail, ...more };
}

/** The one mapping from what was thrown to what is answered. */
export function refusalOf(thrown: unknown): Refusal {
  const error = fromPostgres(thrown);
  if (error instanceof InvalidInput)
    return { problem: problemOf(422, { errors: error.fields }), outcome: 'invalid', reason: fieldNames(error) };
  if (error instanceof NotVisible) return { problem: problemOf(404), outcome: 'denied', reason: error.reason };
  if (error instanceof NotPermitted)
    return { problem: problemOf(403, forbiddenDetail(error)), outcome: 'denied', reason: error.reason };
  if (error instanceof Stale) {
    const more = {
      type: 'urn:problem:stale',
      title: 'Changed by somebody else',
      detail: error.message,
      current: error.current,
    };
    return { problem: problemOf(409, more), outcome: 'invalid', reason: 'stale' };
  }
  if (error instanceof WrongState)
    return { problem: problemOf(409, { detail: error.message }), outcome: 'invalid', reason: 'wrong-state' };
  if (error instanceof Unavailable) {
    return {
      problem: problemOf(503),
      outcome: 'failed',
      reason: 'unavailable',
      retryAfterSeconds: error.retryAfterSeconds,
    };
  }
  return foreign(error);
}

/** The one 403 whose cause the person must know, to be able to go on. */
function forbiddenDetail({ reason }: NotPermitted): Partial<Problem> {
  return reason === 'password-change-required'
    ? { type: 'urn:problem:password-change-required', detail: 'Change your password first.' }
    : {};
}

/** Nest's and Fastify's own errors carry a status; anything else is a bug. Their messages can quote the request, so none is passed on. */
function foreign(error: unknown): Refusal {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : Number((error as { statusCode?: number } | undefined)?.statusCode ?? 500);
  if (!(status >= 400 && status < 500)) return { problem: problemOf(500), outcome: 'failed', reason: 'failure' };
  const known = KNOWN[status] ? status : 400;
  const denied = status === 401 || status === 403 || status === 404 || status === 429;
  const retryAfterSeconds = status === 429 ? 60 : undefined;
  return {
    problem: problemOf(known),
    outcome: denied ? 'denied' : 'invalid',
    reason: KNOWN[known][0],
    retryAfterSeconds,
  };
}

/** Names of fields only: their values, and keys that somebody invented, stay out of the log. */
const fieldNames = ({ fields }: InvalidInput): string =>
  `fields ${Object.keys(fields)
    .map((name) => (/^[\w.-]{1,60}$/.test(name) ? name : '?'))
    .slice(0, 10)
    .join(' ')}`;
