import type { Fields } from '@clin/grading/form';
import { foldDates } from '@clin/web-kit';
import type { DisclosureInput } from '../disclosure.input.js';

type Posted = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : text(value) ? [text(value)] : [];

/** One posted disclosure as the verb's input; what is missing stays empty, and the input class says so. */
export function foldDisclosure(body: Posted, path = ''): { input: DisclosureInput; errors: Fields } {
  const { input, errors } = foldDates(body, { expires: 'The date' });
  const disclosure: DisclosureInput = {
    agency: text(body['agency']),
    items: list(body['items']),
    purpose: text(body['purpose']),
    legalBasis: text(body['legalBasis']),
    agreement: text(body['agreement']),
    conditions: text(body['conditions']) || null,
    expires: text(input['expires']),
  };
  const named = Object.fromEntries(Object.entries(errors).map(([field, message]) => [path + field, message]));
  return { input: disclosure, errors: named };
}

/** The rows of the dissemination's form, those too that nobody has filled in. */
export const rowsOf = (body: Posted): Posted[] => (Array.isArray(body['to']) ? (body['to'] as Posted[]) : []);

/** A row with nothing but what it began with, its legal basis and its date, says nothing: whoever left it is asked for an agency or to remove it. */
function blankRows(body: Posted): Fields {
  const asked = ['agency', 'purpose', 'agreement', 'conditions'] as const;
  const blank = (row: Posted): boolean => !asked.some((field) => text(row[field])) && list(row['items']).length === 0;
  return Object.fromEntries(
    rowsOf(body).flatMap((row, index) =>
      blank(row)
        ? [[`to.${index}.agency`, `Agency ${index + 1} is not filled in: choose an agency, or remove it.`]]
        : [],
    ),
  );
}

/** "remove-0" is the button under the first row: the form as posted, without that row. */
export function withoutRow(body: Posted): Posted {
  const [, at] = /^remove-(\d+)$/.exec(text(body['then'])) ?? [];
  return at === undefined ? body : { ...body, to: rowsOf(body).filter((_row, index) => index !== Number(at)) };
}

export function foldDissemination(body: Posted): { to: DisclosureInput[]; errors: Fields } {
  const folded = rowsOf(body).map((row, index) => foldDisclosure(row, `to.${index}.`));
  return {
    to: folded.map(({ input }) => input),
    errors: Object.assign({}, ...folded.map(({ errors }) => errors), blankRows(body)) as Fields,
  };
}

/** Every posted field but the buttons, to travel hidden through the interruption card. */
export function hiddenFields(value: unknown, path = ''): { name: string; value: string }[] {
  if (typeof value === 'string') return ['then', 'version'].includes(path) ? [] : [{ name: path, value }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => hiddenFields(inner, path ? `${path}[${key}]` : key));
}
