import type { Agency, Area } from '@clin/identity';
import { askedIn, dateUk, foldDates } from '@clin/web-kit';
import { STATUS_WORDS, type ReportStatus } from '../report.states.js';
import { GRADES, STATUS_COLOURS, STATUSES } from './choices.js';

type Filters = Record<string, string>;

const NAMES = ['status', 'grade', 'handling', 'area', 'from', 'to', 'owner', 'shared', 'cursor'] as const;
const LABELS: Record<string, string> = {
  status: 'Status',
  grade: 'Grade',
  handling: 'Handling',
  area: 'Area',
  from: 'Event from',
  to: 'Event to',
  owner: 'Owner',
  shared: 'Sharing',
};

/** The address as the query's input: empty boxes of the filter form are left out, date parts folded. */
export function foldFilters(query: Record<string, unknown>): { filters: Filters; errors: Record<string, string> } {
  const { given, errors } = askedIn(query, NAMES);
  const folded = foldDates(given as Filters, { from: 'Event from', to: 'Event to' });
  return { filters: folded.input, errors: { ...folded.errors, ...errors } };
}

export function listOf(areas: readonly Area[], agencies: readonly Agency[]) {
  return {
    statuses: STATUSES,
    statusWords: STATUS_WORDS,
    statusColours: STATUS_COLOURS,
    confidenceColours: { high: 'green', medium: 'yellow', low: 'orange', ungraded: 'grey' },
    grades: GRADES,
    handlings: [
      ['P', 'P – sharing permitted'],
      ['C', 'C – conditions'],
    ],
    areas: areas.map(({ code, name }) => [code, name]),
    owners: agencies
      .filter(({ kind }) => kind !== 'network' && kind !== 'funder')
      .map(({ code, name }) => [code, name]),
  };
}

/** One removable tag for each filter in the address. */
export function selectedOf(filters: Filters, areas: readonly Area[], agencies: readonly Agency[]) {
  const words: Record<string, (value: string) => string> = {
    status: (value) => STATUS_WORDS[value as ReportStatus] ?? value,
    area: (value) => areas.find(({ code }) => code === value)?.name ?? value,
    owner: (value) => agencies.find(({ code }) => code === value)?.name ?? value,
    from: dateUk,
    to: dateUk,
    shared: () => 'Shared with us',
  };
  return Object.entries(filters)
    .filter(([name]) => name !== 'cursor')
    .map(([name, value]) => ({ label: LABELS[name], name, value, text: (words[name] ?? String)(value) }));
}
