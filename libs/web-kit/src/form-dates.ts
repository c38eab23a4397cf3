/** GOV.UK date parts, `eventDate[day]`, `eventDate[month]`, `eventDate[year]`, folded into "2026-10-12". */
import { valueAt, type FieldErrors } from './forms.js';

export interface DateParts {
  day: string;
  month: string;
  year: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export function isDateParts(value: unknown): value is DateParts {
  return value !== null && typeof value === 'object' && ['day', 'month', 'year'].some((part) => part in value);
}

/** Parts for the three boxes from an ISO date, or the parts as posted. */
export function dateParts(value: unknown): DateParts {
  const text = (part: unknown) => (typeof part === 'string' ? part : '');
  if (isDateParts(value)) return { day: text(value.day), month: text(value.month), year: text(value.year) };
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(value instanceof Date ? value.toISOString() : text(value));
  return iso
    ? { day: String(Number(iso[3])), month: String(Number(iso[2])), year: iso[1] }
    : { day: '', month: '', year: '' };
}

/**
 * `{iso}`, `{}` for three empty boxes, or `{error}` in GOV.UK wording. Months may be written as words.
 * @param label starts the message: "Event date must include a month".
 */
export function foldDate(value: unknown, label: string): { iso?: string; error?: string } {
  if (value === undefined || value === null || value === '') return {};
  if (typeof value === 'string') return fromPicker(value.trim());
  const parts = dateParts(value);
  const [day, month, year] = [parts.day.trim(), monthNumber(parts.month.trim()), parts.year.trim()];
  const missing = Object.entries({ day, month, year }).filter(([, part]) => part === '');
  if (missing.length === 3) return {};
  if (missing.length > 0) return { error: `${label} must include a ${missing.map(([name]) => name).join(' and ')}` };
  if (!/^\d{4}$/.test(year)) return { error: `${label} must have a year with 4 numbers` };
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isRealDate(iso) ? { iso } : { error: `${label} must be a real date` };
}

/**
 * Folds every named path of a posted body: `foldDates(body, {'eventDate': 'Event date', 'items.0.seen': 'Date seen'})`.
 * The body is not changed, so that the form can be shown again as it was posted; errors go beside those of `InvalidInput`.
 */
export function foldDates<T extends object>(
  body: T,
  labels: Record<string, string>,
): { input: T; errors: FieldErrors } {
  const input = structuredClone(body);
  const errors: FieldErrors = {};
  for (const [path, label] of Object.entries(labels)) {
    const { iso, error } = foldDate(valueAt(body, path), label);
    if (error) errors[path] = error;
    put(input, path.split('.'), iso);
  }
  return { input, errors };
}

/** The MoJ date picker posts 12/10/2026; anything else is left to the verb's own check. */
function fromPicker(text: string): { iso?: string; error?: string } {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  return { iso: match ? `${match[3]}-${match[2].padStart(2, '0')}-${match[1].padStart(2, '0')}` : text };
}

function put(target: object, path: string[], value: string | undefined): void {
  const last = path.at(-1) as string;
  const holder = path.length === 1 ? target : valueAt(target, path.slice(0, -1).join('.'));
  if (holder === null || typeof holder !== 'object') return;
  const held = holder as Record<string, unknown>;
  if (value === undefined) delete held[last];
  else held[last] = value;
}

function monthNumber(text: string): string {
  const named = MONTHS.indexOf(text.slice(0, 3).toLowerCase());
  return named >= 0 && /^[a-z]{3,9}$/i.test(text) ? String(named + 1) : text;
}

function isRealDate(iso: string): boolean {
  const date = new Date(`${iso}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}
