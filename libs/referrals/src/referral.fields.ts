import { InvalidInput } from '@clin/platform';
import { dayProblem, textProblem } from '@clin/platform/fields';
import { isUuid } from '@clin/platform/server';
import { KIND_FIELDS, type FieldRule, type Fields, type ReferralKind } from './referral.kinds.js';

const MOST = { line: 300, text: 4000, day: 10, choice: 40, phone: 30, url: 1000 } as const;

/** A number shorter than that is not possible as a line’s; which numbers exist is not ours to know. */
const FEWEST_DIGITS = 7;

export const isId = isUuid;

function problemOf(rule: FieldRule, value: string, today: string): string | undefined {
  const { label, type, choices, past } = rule;
  const wrong =
    textProblem(value, MOST[type], `${label}:`) ?? (type === 'day' ? dayProblem(value, `${label}:`) : undefined);
  if (wrong) return wrong;
  // Only a text has lines.
  if (type !== 'text' && /[\r\n\t]/.test(value)) return `${label}: must be of one line.`;
  if (type === 'day' && past && value > today) return `${label}: must not lie in the future.`;
  if (type === 'choice' && !choices?.some(([one]) => one === value)) return `${label}: choose one that is offered.`;
  if (type === 'phone' && (!/^\+?[0-9][0-9 ()-]+$/.test(value) || value.replace(/\D/g, '').length < FEWEST_DIGITS))
    return `${label}: must be a telephone number.`;
  if (type === 'url' && !/^https?:\/\/[^\s]+$/i.test(value)) return `${label}: must begin with http:// or https://.`;
  return undefined;
}

/** The fields of a kind as a client sends them: what is blank is left out, what is unknown refused. Throws InvalidInput by `fields.<name>`. */
export function fieldsOf(kind: ReferralKind, received: unknown, today: string): Fields {
  if (received === undefined || received === null) return {};
  if (typeof received !== 'object' || Array.isArray(received)) throw new InvalidInput({ fields: 'Must be an object.' });
  const [fields, wrong]: [Fields, Fields] = [{}, {}];
  for (const [name, value] of Object.entries(received)) {
    const rule = KIND_FIELDS[kind].find((one) => one.name === name);
    if (!rule) wrong[`fields.${name}`] = 'Unknown field.';
    else if (value !== null && value !== undefined && typeof value !== 'string') wrong[`fields.${name}`] = `${rule.label}: must be text.`;
    else if (typeof value === 'string' && value.trim() !== '') {
      const problem = problemOf(rule, value.trim(), today);
      if (problem) wrong[`fields.${name}`] = problem;
      else fields[name] = value.trim();
    }
  }
  if (Object.keys(wrong).length > 0) throw new InvalidInput(wrong);
  return fields;
} // prettier-ignore

/** What a kind still lacks before it can be sent, and the deadlines that went by while it was a draft. */
export function missingFrom(kind: ReferralKind, fields: Fields, today: string): Record<string, string> {
  return Object.fromEntries(
    KIND_FIELDS[kind].flatMap(({ name, label, missing, ahead }) => {
      const words = typeof missing === 'function' ? missing(fields) : missing;
      const value = fields[name];
      if (!value) return words ? [[`fields.${name}`, words]] : [];
      return ahead && value < today ? [[`fields.${name}`, `${label}: give today or a later day.`]] : [];
    }),
  );
}
