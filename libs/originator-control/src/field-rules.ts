import { applyDecorators } from '@nestjs/common';
import { IsOptional, ValidateBy } from 'class-validator';

/** Refuses control characters, halves of characters and the invisible ones that turn the direction of text. */
const PRINTABLE =
  /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]*$/u;

/** The first problem that applies, as a sentence. */
const ruled = (name: string, problem: (value: unknown) => string | undefined): PropertyDecorator =>
  ValidateBy({
    name,
    validator: {
      validate: (value) => problem(value) === undefined,
      defaultMessage: (args) => problem(args?.value) ?? '',
    },
  });

function textProblem(value: unknown, label: string, max: number): string | undefined {
  if (typeof value !== 'string') return `${label} must be text.`;
  if (value.length > max) return `${label} must be ${max.toLocaleString('en-GB')} characters or fewer.`;
  return PRINTABLE.test(value) ? undefined : `${label} contains control characters. Remove them and try again.`;
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

export const RequiredText = (label: string, max: number, missing: string): PropertyDecorator =>
  ruled('requiredText', (value) => (isBlank(value) ? missing : textProblem(value, label, max)));

export const OptionalText = (label: string, max: number): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    ruled('text', (value) => textProblem(value, label, max)),
  );

/** A calendar day such as 2026-10-12; "2026-02-30" is refused. */
export const OptionalDay = (label: string): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    ruled('day', (value) => (isDay(value) ? undefined : `${label} must be a real date, such as 2026-10-12.`)),
  );

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T12:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
