import { page, type Page } from '@clin/web-kit';
import { crumbs, frameOf, titleOf } from './draft.view.js';
import { itemNumber, type Section } from './draft.form.js';
import { FIELD_WORDS } from '../field-words.js';
import type { OwnerReport } from '../report-detail.js';
import type { ReportChange } from '../report.input.js';

/** Somebody, or another window, saved since this form was opened: both versions, nothing lost, the person decides. */
export function conflictPage(
  report: OwnerReport,
  section: Section,
  change: ReportChange,
  body: Record<string, unknown>,
): Page {
  const number = itemNumber(section);
  const stored = number === undefined ? report : report.items[number - 1];
  const mine = number === undefined ? change : (change.items?.[number - 1] ?? {});
  const heading = 'This was changed somewhere else since you opened it';
  const versions = conflict({ ...stored }, mine, body);
  return page(
    'draft-conflict.njk',
    {
      ...frameOf(report),
      heading,
      section,
      current: report.version,
      breadcrumbs: crumbs(report, titleOf(section)),
      versions,
    },
    { status: 409 },
  );
}

const shown = (value: unknown): string => {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(shown).filter(Boolean).join('\n');
  if (typeof value === 'object') return Object.values(value).map(shown).filter(Boolean).join(', ');
  return value === true ? 'Yes' : String(value as string | number);
};

/** Both versions where they differ; the posted fields travel whole in the second form, so that nothing typed is lost. */
function conflict(stored: Record<string, unknown>, mine: object, body: Record<string, unknown>) {
  const given = mine as Record<string, unknown>;
  const differing = Object.keys(FIELD_WORDS).filter((key) => key in given && shown(stored[key]) !== shown(given[key]));
  const rows = (of: Record<string, unknown>) =>
    differing.map((key) => ({ label: FIELD_WORDS[key], text: shown(of[key]) }));
  return [
    { title: 'Stored now', rows: rows(stored) },
    { title: 'Yours, not saved', rows: rows(given), fields: flat(body) },
  ];
}

function flat(value: unknown, path = ''): { name: string; value: string }[] {
  if (typeof value === 'string')
    return path === 'version' || path === 'then' ? [] : [{ name: fieldNameOf(path), value }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, path ? `${path}.${key}` : key));
}

const fieldNameOf = (path: string): string => {
  const [first = '', ...rest] = path.split('.');
  return first + rest.map((part) => `[${part}]`).join('');
};
