import type { AssessedItemInput } from '../graded-item.input.js';

type Posted = Record<string, unknown>;
export type Fields = Record<string, string>;

export const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;
export const list = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string' && one !== '')
    : text(value)
      ? [value as string]
      : [];
export const whole = (value: unknown): number | null => {
  const typed = text(value)?.trim();
  return typed === undefined ? null : Number(typed);
};

/** The hidden version of a form; NaN is refused by the input class, never taken for a version. */
export const versionOf = (body: Posted): number => whole(body['version']) ?? Number.NaN;

/** For a form shown again with its errors: the version that the person saw, or a later save of somebody else would be overwritten unseen. */
export const seenVersion = (stored: { version: number }, body?: Posted): unknown => body?.['version'] ?? stored.version;

/** What an author and an assessor both write. Under P there are no conditions: what the hidden boxes still hold is not sent. */
export function foldGraded(body: Posted): Omit<AssessedItemInput, 'id'> {
  const conditional = body['handlingCode'] === 'C';
  return {
    sanitised: text(body['sanitised']),
    sourceEvaluation: whole(body['sourceEvaluation']),
    intelligenceAssessment: text(body['intelligenceAssessment']),
    handlingCode: text(body['handlingCode']),
    reason: text(body['reason']),
    actionCode: conditional ? text(body['actionCode']) : null,
    sanitisationCode: conditional ? text(body['sanitisationCode']) : null,
    instructions: conditional ? text(body['instructions']) : null,
    usage: conditional ? text(body['usage']) : null,
    areas: list(body['areas']),
  };
}
