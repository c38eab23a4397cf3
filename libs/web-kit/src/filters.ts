import nunjucks, { type Environment } from 'nunjucks';
import { dateParts } from './form-dates.js';
import {
  asked,
  choiceItems,
  errorSummaryOf,
  fieldId,
  fieldName,
  valueAt,
  type Choice,
  type FormState,
} from './forms.js';
import { dateTimeUk, dateUk, daysLeft, monthUk, numberUk, timeUk } from './dates.js';
import { handlingWords, strictestHandling } from './handling.js';
import { sortLink, withoutFilter, withQuery } from './links.js';

type Summary = (form: FormState, note?: string) => unknown;

/** What a page asks, below the summary of what was wrong with it, which could be written only after it. */
const below = (rendered: string, summary: Summary, form?: FormState, note?: string) =>
  new nunjucks.runtime.SafeString(form ? `${String(summary(form, note))}${rendered}` : rendered);

/** Everything templates may call beyond Nunjucks' own; registered once. */
export function addFilters(env: Environment): void {
  const filters: Record<string, (...args: never[]) => unknown> = {
    dateUk,
    dateTimeUk,
    timeUk,
    monthUk,
    number: numberUk,
    daysLeft,
    handlingWords,
    fieldId,
    fieldName,
    asked,
    below,
    errorSummaryOf,
    dateParts,
    isoDate: (value: Date | string) => (value instanceof Date ? value.toISOString() : value),
    strictestHandling: (codes: string[]) => strictestHandling(codes),
    valueAt: (values: unknown, path: string) => valueAt(values, path),
    choices: (list: Choice[], chosen: unknown, conditional?: Record<string, unknown>) =>
      choiceItems(list ?? [], chosen, conditional),
  };
  for (const [name, filter] of Object.entries(filters)) env.addFilter(name, filter as (...args: unknown[]) => unknown);
  env.addGlobal('withQuery', withQuery);
  env.addGlobal('withoutFilter', withoutFilter);
  env.addGlobal('sortLink', sortLink);
}
