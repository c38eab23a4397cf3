import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { InvalidInput } from './errors.js';
import { readReference } from './reference.js';

/** No control characters, no halves of characters, nothing that turns the direction of text. */
const PRINTABLE =
  /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]*$/u;

/** One rule after another, so that the person reads one message: the first that applies. */
export function ruled(rule: (value: unknown) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name: 'said',
    validator: { validate: (value) => rule(value) === undefined, defaultMessage: (args) => rule(args?.value) ?? '' },
  });
}

export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** As a form leaves out what nobody filled in. Blanks are something. */
const isLeftOut = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Text that must be there: `missing` is said when there is less than `least` characters of it, too. */
export const Said = (max: number, missing: string, least = 1): PropertyDecorator =>
  ruled((value) => {
    if (isBlank(value)) return missing;
    if (typeof value !== 'string') return 'Must be text.';
    return value.trim().length < least ? missing : textProblem(value, max);
  });

/** Text that may be left out. */
export const MaySay = (max: number): PropertyDecorator =>
  ruled((value) => (isLeftOut(value) ? undefined : textProblem(value, max)));

/** What is wrong with a text, as a sentence; its subject is the field where no label stands beside it. */
export function textProblem(value: unknown, max: number, subject?: string): string | undefined {
  if (typeof value !== 'string') return sentence(subject, 'must be text.');
  if (value.length > max) return sentence(subject, `must be ${max.toLocaleString('en-GB')} characters or fewer.`);
  return PRINTABLE.test(value)
    ? undefined
    : sentence(subject, 'contains control characters. Remove them and try again.');
}

const sentence = (subject: string | undefined, words: string): string =>
  subject === undefined ? words.charAt(0).toUpperCase() + words.slice(1) : `${subject} ${words}`;

/** A calendar day such as 2026-10-12; "2026-02-30" is refused. */
export const RequiredDay = (missing: string): PropertyDecorator =>
  ruled((value) => (isBlank(value) ? missing : dayProblem(value)));
export const Day = (): PropertyDecorator => ruled((value) => (isLeftOut(value) ? undefined : dayProblem(value)));

export function dayProblem(value: unknown, subject?: string): string | undefined {
  const text = typeof value === 'string' && /^(19|20)\d\d-\d\d-\d\d$/.test(value) ? value : '';
  const date = new Date(`${text}T12:00:00Z`);
  const real = text !== '' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return real ? undefined : sentence(subject, 'must be a real date, such as 2026-10-12.');
}

/** The largest whole number that the database's columns of versions hold. */
const MOST = 2_147_483_647;

/** The version that somebody saw of what they change: `words` say what to send. 0 where nothing need have been saved before. */
export const Version = (words: string, least: 0 | 1 = 1): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: Number }),
    Max(MOST, { message: words }),
    Min(least, { message: words }),
    IsInt({ message: words }),
  );

const LIMIT = 'Limit must be a whole number, 1 to 100.';
const NEXT = 'Cursor must be the “next” of an earlier page.';

/** Where a list goes on: the `next` of the page before. Each list reads its own, and refuses what is none of its own in the same words. */
export const Cursor = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, required: false }),
    ruled((value) => (isBlank(value) || textProblem(value, 400) === undefined ? undefined : NEXT)),
  );
/** How much of a list makes a page. */
export const Limit = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: Number, required: false, default: 25 }),
    IsOptional(),
    Max(100, { message: LIMIT }),
    Min(1, { message: LIMIT }),
    IsInt({ message: LIMIT }),
    Type(() => Number),
  );

/** For a list whose pages are of one size. */
export class CursorInput {
  @Cursor() public cursor?: string;
}

export class PageInput extends CursorInput {
  @Limit() public limit = 25;
}

/** Says that a cursor is none of a list's own. */
export const foreignCursor = (): InvalidInput => new InvalidInput({ cursor: NEXT });

/** A reference as people say it, tidied. Throws InvalidInput when its check character does not fit, which says nothing of what exists. */
export function referenceOf(typed: unknown): string {
  const read = typeof typed === 'string' && typed.length <= 40 ? readReference(typed) : undefined;
  if (!read) throw new InvalidInput({ reference: 'Check the reference: it looks like IR-7K3M-9Q2X-C.' });
  return read;
}
