import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidInput, NotPermitted, NotVisible, Stale, Unavailable, WrongState } from './errors.js';
import { fromPostgres } from './postgres-errors.js';
import type { Trail } from './trail.js';
import './request.js';

type Outcome = Pick<Trail, 'outcome' | 'reason'>;

/** What the audit log says about a failure. Values that somebody sent stay out of it. */
export function outcomeOf(thrown: unknown): Outcome {
  const error = fromPostgres(thrown);
  if (error instanceof NotVisible || error instanceof NotPermitted) return { outcome: 'denied', reason: error.reason };
  if (error instanceof InvalidInput) return { outcome: 'invalid', reason: fieldNames(error) };
  if (error instanceof Stale) return { outcome: 'invalid', reason: 'stale' };
  if (error instanceof WrongState) return { outcome: 'invalid', reason: 'wrong-state' };
  if (error instanceof Unavailable) return { outcome: 'failed', reason: 'unavailable' };
  return ofStatus(
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number } | undefined)?.statusCode,
  );
}

const DENIED: Record<number, string> = {
  401: 'signed-out',
  403: 'not-permitted',
  404: 'absent',
  429: 'too-many-requests',
};

function ofStatus(status = 500): Outcome {
  if (DENIED[status]) return { outcome: 'denied', reason: DENIED[status] };
  return status < 500 ? { outcome: 'invalid', reason: `status ${status}` } : { outcome: 'failed', reason: 'failure' };
}

const fieldNames = ({ fields }: InvalidInput): string => {
  const names = Object.keys(fields).slice(0, 10);
  return `fields ${names.map((name) => (/^[\w.-]{1,60}$/.test(name) ? name : '?')).join(' ')}`;
};

/** The exception filter calls it first: the request's audit row says what became of it. A reason noted before is more exact. */
export function noteRefusal({ trail }: FastifyRequest, thrown: unknown): void {
  if (!trail) return;
  const { outcome, reason } = outcomeOf(thrown);
  trail.outcome = outcome;
  trail.reason ??= reason;
}
