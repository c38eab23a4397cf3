import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength, ValidateBy } from 'class-validator';

/** Refuses control characters, halves of characters (stored as something else) and the invisible ones that turn the direction of text. */
const PRINTABLE_LINES =
  /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]*$/u;
const PRINTABLE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]*$/u;

/** One rule after another, so that the person reads one message: the first that applies. */
function ruled(name: string, rule: (value: unknown) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name,
    validator: { validate: (value) => rule(value) === undefined, defaultMessage: (args) => rule(args?.value) ?? '' },
  });
}

/** Text of several lines, at most `max` characters. */
export const Text = (max: number): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    ruled('text', (value) => textProblem(value, max, PRINTABLE_LINES)),
  );
/** Text of one line. */
export const Line = (max: number): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    ruled('line', (value) => textProblem(value, max, PRINTABLE_LINE)),
  );
/** As Line, and must be there. */
export const RequiredLine = (max: number, missing: string): PropertyDecorator =>
  ruled('requiredLine', (value) => (isBlank(value) ? missing : textProblem(value, max, PRINTABLE_LINE)));
export const RequiredText = (max: number, missing: string): PropertyDecorator =>
  ruled('requiredText', (value) => (isBlank(value) ? missing : textProblem(value, max, PRINTABLE_LINES)));

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

function textProblem(value: unknown, max: number, allowed: RegExp): string | undefined {
  if (typeof value !== 'string') return 'Must be text.';
  if (value.length > max) return `Must be ${max.toLocaleString('en-GB')} characters or fewer.`;
  if (!allowed.test(value)) return 'Contains control characters. Remove them and try again.';
  return undefined;
}

export const Choice = (values: readonly (string | number)[]): PropertyDecorator =>
  applyDecorators(IsOptional(), IsIn([...values], { message: `Must be one of ${values.join(', ')}.` }));

export const Choices = (values: readonly string[]): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    IsIn([...values], { each: true, message: `Each must be one of ${values.join(', ')}.` }),
    ArrayMaxSize(20, { message: 'Too many entries.' }),
    IsArray({ message: 'Must be a list.' }),
  );

/** Codes of areas; whether they exist is checked against the reference data. */
export const Areas = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    MaxLength(20, { each: true, message: 'Names an area that is not known.' }),
    IsString({ each: true, message: 'Must be a list of area codes.' }),
    ArrayMaxSize(60, { message: 'Names too many areas.' }),
    IsArray({ message: 'Must be a list of area codes.' }),
  );

/** A calendar day; "2026-02-30" is refused. */
export const Day = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    ruled('day', (value) => (isDay(value) ? undefined : 'Must be a real date, such as 2026-10-12.')),
  );
export const RequiredDay = (missing: string): PropertyDecorator =>
  ruled('requiredDay', (value) =>
    isBlank(value) ? missing : isDay(value) ? undefined : 'Must be a real date, such as 2026-10-12.',
  );

export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T12:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value;
}

export const Id = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, { message: 'Names nothing of this report.' }),
  );
