import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, ValidateBy } from 'class-validator';

/** No control characters, halves of characters or invisible ones that turn the direction of text. */
const PRINTABLE =
  /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]*$/u;

function ruled(rule: (value: unknown) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name: 'said',
    validator: { validate: (value) => rule(value) === undefined, defaultMessage: (args) => rule(args?.value) ?? '' },
  });
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

function textProblem(value: unknown, max: number): string | undefined {
  if (typeof value !== 'string') return 'Must be text.';
  if (value.length > max) return `Must be ${max.toLocaleString('en-GB')} characters or fewer.`;
  return PRINTABLE.test(value) ? undefined : 'Contains control characters. Remove them and try again.';
}

/** Text that must be there, at most `max` characters. */
export const Said = (max: number, missing: string): PropertyDecorator =>
  ruled((value) => (isBlank(value) ? missing : textProblem(value, max)));
export const MayBeSaid = (max: number): PropertyDecorator =>
  ruled((value) => (isBlank(value) ? undefined : textProblem(value, max)));

/** A calendar day such as 2026-10-12; "2026-02-30" is refused. */
export const RequiredDay = (missing: string): PropertyDecorator =>
  ruled((value) => (isBlank(value) ? missing : dayProblem(value)));
export const Day = (): PropertyDecorator => ruled((value) => (isBlank(value) ? undefined : dayProblem(value)));

function dayProblem(value: unknown): string | undefined {
  const text = typeof value === 'string' && /^(19|20)\d\d-\d\d-\d\d$/.test(value) ? value : '';
  const date = new Date(`${text}T12:00:00Z`);
  const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return real ? undefined : 'Must be a real date, such as 2026-10-12.';
}

/** One or more of these; a list without any is refused, because an empty scope means nothing. */
export const SomeOf = (values: readonly string[], missing: string): PropertyDecorator =>
  applyDecorators(
    IsIn([...values], { each: true, message: `Each must be one of ${values.join(', ')}.` }),
    ruled((value) => (Array.isArray(value) && value.length > 0 ? undefined : missing)),
    ArrayMaxSize(20, { message: 'Too many entries.' }),
  );
export const OneOf = (values: readonly unknown[], message: string): PropertyDecorator => IsIn([...values], { message });

export const Codes = (max: number, message: string): PropertyDecorator =>
  ruled((value) =>
    Array.isArray(value) &&
    value.length <= max &&
    value.every((code) => typeof code === 'string' && /^[\w-]{1,40}$/.test(code))
      ? undefined
      : message,
  );
/** One or more codes; an empty list means nobody, and is refused. */
export const SomeCodes = (max: number, message: string): PropertyDecorator =>
  applyDecorators(Codes(max, message), ArrayMinSize(1, { message }));
export const MayBeCodes = (max: number, message: string): PropertyDecorator =>
  applyDecorators(IsOptional(), Codes(max, message));

export const ListOf = (max: number, message: string): PropertyDecorator =>
  applyDecorators(ArrayMaxSize(max, { message }), IsArray({ message }));
