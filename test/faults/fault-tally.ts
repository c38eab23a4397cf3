import type { Answer } from './an-asker.js';
import type { FaultWorld } from './a-fault-world.js';

export interface Tally {
  tried: number;
  /** Answered with what was asked for. */
  answered: number;
  /** 503 with Retry-After, and a problem document or a page in plain words. */
  refused: number;
  /** Anything else: a 500, a broken connection, a 503 that does not say what to do. */
  wrong: string[];
  /** Answers that have no row in the audit log. */
  unaudited: number;
  /** Refusals that hold something of a record. */
  leaked: number;
  slowestMs: number;
}

/** What became of everything that was asked, held against the audit log. */
export async function tally({ admin }: FaultWorld, answers: readonly Answer[]): Promise<Tally> {
  const given = answers.filter(({ status }) => status >= 200 && status < 400);
  const refusals = answers.filter((answer) => answer.status === 503);
  const clean = refusals.filter(saysWhatToDo);
  const wrong = answers.filter((answer) => !given.includes(answer) && !clean.includes(answer));
  const { rows } = await admin.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM unnest($1::text[]) asked WHERE NOT EXISTS (SELECT FROM audit.entry e WHERE e.request_id = asked)`,
    [given.map(({ requestId }) => requestId)],
  );
  return {
    tried: answers.length,
    answered: given.length,
    refused: clean.length,
    wrong: wrong.map(({ status, body, headers }) => `${status} ${headers['content-type'] ?? ''} ${body.slice(0, 120)}`),
    unaudited: rows[0]!.n,
    leaked: refusals.filter(({ body }) => body.includes('canary-of-faults')).length,
    slowestMs: Math.round(Math.max(0, ...answers.map(({ ms }) => ms))),
  };
}

function saysWhatToDo({ headers, body }: Answer): boolean {
  if (!/^\d+$/.test(headers['retry-after'] ?? '')) return false;
  const type = String(headers['content-type']);
  if (type.startsWith('text/html')) return /<h1[^>]*>\s*Sorry, the service is unavailable/.test(body);
  return type.startsWith('application/problem+json') && (JSON.parse(body) as { status: number }).status === 503;
}

export function say(fault: string, how: string, { wrong, ...counted }: Partial<Tally>, more: object = {}): void {
  const words = Object.entries({ ...counted, wrong: wrong?.length, ...more }).map(
    ([name, value]) => `${name} ${value}`,
  );
  process.stdout.write(`${fault} (${how}): ${words.join(', ')}\n`);
}
