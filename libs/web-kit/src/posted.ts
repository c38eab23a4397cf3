import { InvalidInput, type Actor } from '@clin/platform';
import { foldDates } from './form-dates.js';

export type Posted = Record<string, unknown>;
export type Errors = Readonly<Record<string, string>>;

export const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
export const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : text(value) ? [text(value)] : [];

/** The named fields of a posted form, its dates folded; throws InvalidInput for a date that is none. Blank fields are left out. */
export function folded(body: Posted, fields: readonly string[], dates: Record<string, string> = {}): Posted {
  const { input, errors } = foldDates(body, dates);
  if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
  const given = [...fields, ...Object.keys(dates)].map((name) => [name, text((input as Posted)[name])] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

export const may = (actor: Actor, permission: string): boolean => actor.permissions.has(permission);
