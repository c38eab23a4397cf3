import { applyDecorators } from '@nestjs/common';
import { Transform, Type, type ClassConstructor } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { fieldWords } from './field-words.js';

/** Refuses control characters, halves of characters (stored as something else) and the invisible ones that turn the direction of text. */
const PRINTABLE_LINES =
  /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]*$/u;
const PRINTABLE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]*$/u;

/** A message that stands in a list of all errors too, so it starts with the field's name. */
const said =
  (problem: string) =>
  ({ property }: { property: string }): string =>
    `${fieldWords(property)} ${problem}`;

/** One rule after another, so that the person reads one message: the first that applies. A capital begins a sentence of its own. */
function ruled(name: string, rule: (value: unknown) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value) => rule(value) === undefined,
      defaultMessage: (args) => {
        const problem = rule(args?.value) ?? '';
        return args && /^[a-z]/.test(problem) ? said(problem)(args) : problem;
      },
    },
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
  if (typeof value !== 'string') return 'must be text.';
  if (value.length > max) return `must be ${max.toLocaleString('en-GB')} characters or fewer.`;
  if (!allowed.test(value)) return 'contains control characters. Remove them and try again.';
  return undefined;
}

export const Choice = (values: readonly (string | number)[]): PropertyDecorator =>
  applyDecorators(IsOptional(), IsIn([...values], { message: said(`must be one of ${values.join(', ')}.`) }));

export const Choices = (values: readonly string[]): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    IsIn([...values], { each: true, message: said(`may only hold ${values.join(', ')}.`) }),
    ArrayMaxSize(20, { message: said('has too many entries.') }),
    IsArray({ message: said('must be a list.') }),
  );

export const UNKNOWN_AREA = 'include one that is not known.';

/** Codes of areas; whether they exist is checked against the reference data. */
export const Areas = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    MaxLength(20, { each: true, message: said(UNKNOWN_AREA) }),
    IsString({ each: true, message: said('must be a list of area codes.') }),
    ArrayMaxSize(60, { message: said('has too many entries.') }),
    IsArray({ message: said('must be a list of area codes.') }),
  );

/** A calendar day; "2026-02-30" is refused. */
export const Day = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    ruled('day', (value) => (isDay(value) ? undefined : 'must be a real date, such as 2026-10-12.')),
  );
export const RequiredDay = (missing: string): PropertyDecorator =>
  ruled('requiredDay', (value) =>
    isBlank(value) ? missing : isDay(value) ? undefined : 'must be a real date, such as 2026-10-12.',
  );

export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T12:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value;
}

export const Id = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, { message: said('names nothing of this report.') }),
  );

/** Objects of one class; a list, null or text among them is refused as `items.0`, not read as an empty one. */
export const ListOf = <T>(type: () => ClassConstructor<T>, max: number, tooMany: string): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    ValidateNested({ each: true }),
    ArrayMaxSize(max, { message: tooMany }),
    IsArray({ message: said('must be a list.') }),
    Type(type),
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(madeBy(type)) : value)),
  );
export const OneOf = <T>(type: () => ClassConstructor<T>): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    ValidateNested(),
    Type(type),
    Transform(({ value }: { value: unknown }) => (value === null || value === undefined ? value : madeBy(type)(value))),
  );

/** What did not become an object of the class becomes what ValidateNested refuses. */
const madeBy =
  <T>(type: () => ClassConstructor<T>) =>
  (value: unknown): unknown =>
    value instanceof type() ? value : false;
