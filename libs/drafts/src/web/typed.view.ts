import { FIELD_WORDS } from '@clin/grading';
import type { Area } from '@clin/identity';
import type { DataSubject } from '@clin/intelligence';
import { personLine } from '@clin/intelligence/report-pages';
import { dateUk } from '@clin/web-kit';
import { SAFEGUARDING_CHOICES } from './choices.js';

export interface TypedRow {
  label: string;
  text: string;
}

type Values = Readonly<Record<string, unknown>>;

const LABELS: Readonly<Record<string, string>> = { ...FIELD_WORDS, sourceRef: 'Source reference' };
export const FIELDS = Object.keys(LABELS);

/** What a person gave or the draft holds, as a table of a page says it: names and words, no codes of areas. */
export function typedRow(key: string, values: Values, areas: readonly Area[]): TypedRow {
  const text = key in IN_WORDS ? IN_WORDS[key]!(values[key], areas, values) : plain(values[key]);
  return { label: LABELS[key] ?? key, text };
}

const plain = (value: unknown): string =>
  value === true ? 'Yes' : typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const each = <T>(value: unknown, words: (one: T) => string | undefined): string =>
  Array.isArray(value) ? value.map((one: T) => words(one) ?? String(one)).join('\n') : '';

const IN_WORDS: Record<string, (value: unknown, areas: readonly Area[], values: Values) => string> = {
  areas: (value, areas) => each<string>(value, (code) => areas.find((area) => area.code === code)?.name),
  eventDate: (value) => dateUk(value as string),
  safeguarding: (value) => each<string>(value, (who) => SAFEGUARDING_WORDS.get(who)),
  dataSubjects: (value) => each<DataSubject>(value, personLine),
  riskToSource: (value) => {
    const { why, reducedBy } = (value ?? {}) as { why?: string | null; reducedBy?: string | null };
    return [why, reducedBy ? `Reduced by: ${reducedBy}` : ''].filter(Boolean).join('\n');
  },
  sourceRef: (value, _areas, { hasSource }) => plain(value) || (hasSource ? 'Recorded' : ''),
};

const SAFEGUARDING_WORDS = new Map(SAFEGUARDING_CHOICES.map((choice) => choice as [string, string]));
