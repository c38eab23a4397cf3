/** The state of one form: what was posted, and what is wrong with it, keyed by dotted path (`items.0.original`). */
export type FieldErrors = Record<string, string>;

export interface ErrorEntry {
  text: string;
  href: string;
}

export interface FormState {
  values: Record<string, unknown>;
  errors: FieldErrors;
  errorList: ErrorEntry[];
  /** What the page asked for under each id, as its fields say it while they are rendered. */
  labels: Record<string, string>;
}

/** `items.0.original` → `items-0-original`: the id that the field macros give, and that the error summary links to. */
export const fieldId = (path: string): string => path.replace(/[^A-Za-z0-9]+/g, '-');

/** `items.0.original` → `items[0][original]`: the name that parseForm folds back. */
export const fieldName = (path: string): string => {
  const [first, ...rest] = path.split('.');
  return first + rest.map((part) => `[${part}]`).join('');
};

/** Reads `items.0.original` out of nested values; own properties only. */
export function valueAt(values: unknown, path: string): unknown {
  let at: unknown = values;
  for (const key of path.split('.')) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** The field map of `InvalidInput` as template context; a list of messages keeps the first. */
export function formErrors(
  fields: Record<string, string | readonly string[]> = {},
): Pick<FormState, 'errors' | 'errorList'> {
  const errors: FieldErrors = {};
  for (const [path, message] of Object.entries(fields)) {
    const text = typeof message === 'string' ? message : message[0];
    if (text) errors[path.replace(/\[(\w+)\]/g, '.$1')] = text;
  }
  const errorList = Object.entries(errors).map(([path, text]) => ({ text, href: `#${fieldId(path)}` }));
  return { errors, errorList };
}

/** `form(body)` for a form as posted or as stored; `form(body, error.fields)` after a refusal: the input is kept. */
export function form(values: object = {}, fields?: Record<string, string | readonly string[]>): FormState {
  return { values: values as Record<string, unknown>, ...formErrors(fields), labels: {} };
}

/** The label of a field, which its form remembers for the error summary. */
export function asked(form: Partial<FormState> | undefined, path: string, label: string): string {
  if (form?.labels) form.labels[fieldId(path)] = label;
  return label;
}

/** Beside its field a message needs no subject; in the summary above the page it is read alone. */
const NEEDS_SUBJECT = /^(Must|Contains) /;

/** The summary of a form whose fields were rendered: “Why?” must be 2,000 characters or fewer. */
export const errorSummaryOf = ({ errorList, labels }: Pick<FormState, 'errorList' | 'labels'>): ErrorEntry[] =>
  errorList.map(({ text, href }) => {
    const label = NEEDS_SUBJECT.test(text) && labels?.[href.slice(1)];
    return { href, text: label ? `“${label}” ${text.charAt(0).toLowerCase()}${text.slice(1)}` : text };
  });

/** Options for a select, radios or checkboxes: `[['A', 'Known directly'], …]` or strings. */
export type Choice = string | readonly [value: string, text: string] | { value: string; text: string; hint?: string };

export interface ChoiceItem {
  value: string;
  text: string;
  hint?: { text: string };
  selected: boolean;
  checked: boolean;
  conditional?: { html: unknown };
}

/** @param conditional HTML (a SafeString) revealed under the choice of that value. */
export function choiceItems(
  choices: readonly Choice[],
  chosen: unknown,
  conditional: Record<string, unknown> = {},
): ChoiceItem[] {
  const held = new Set(
    (Array.isArray(chosen) ? chosen : [chosen]).filter((one) => one !== undefined && one !== null).map(String),
  );
  return choices.map((choice) => {
    const { value, text, hint } = normal(choice);
    const selected = held.has(value);
    const revealed = conditional[value];
    return {
      value,
      text,
      selected,
      checked: selected,
      ...(hint ? { hint: { text: hint } } : {}),
      ...(revealed ? { conditional: { html: revealed } } : {}),
    };
  });
}

function normal(choice: Choice): { value: string; text: string; hint?: string } {
  if (typeof choice === 'string') return { value: choice, text: choice };
  if ('value' in choice) return choice;
  return { value: choice[0], text: choice[1] };
}

/** A posted body as hidden fields of another form, for nothing typed to be lost; without its version and its button. */
export function hiddenFields(posted: unknown, path = ''): { name: string; value: string }[] {
  if (typeof posted === 'string')
    return ['version', 'then', '_csrf'].includes(path) ? [] : [{ name: fieldName(path), value: posted }];
  if (posted === null || typeof posted !== 'object') return [];
  return Object.entries(posted).flatMap(([key, inner]) => hiddenFields(inner, path ? `${path}.${key}` : key));
}
