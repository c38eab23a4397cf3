import type { Area } from '@clin/identity';
import { STATUS_WORDS, type OwnerReport, type ReportChange } from '@clin/intelligence';
import { hiddenFields, page, type Page } from '@clin/web-kit';
import { crumbs, frameOf, itemOf, titleOf } from './draft.view.js';
import { foldItem, itemIdOf, type Section } from './draft.form.js';
import { FIELDS, typedRow } from './typed.view.js';

type Values = Readonly<Record<string, unknown>>;

/** What one section's form said, unsaved. */
export interface Unsaved {
  section: Section;
  change: ReportChange;
  body: Values;
}

const given = ({ section, change, body }: Unsaved): Values => ({ ...(itemIdOf(section) ? foldItem(body) : change) });

/** Somebody, or another window, saved since this form was opened: both versions, nothing lost, the person decides. */
export function conflictPage(report: OwnerReport, unsaved: Unsaved, areas: readonly Area[]): Page {
  const { section, body } = unsaved;
  const data = {
    ...frameOf(report),
    heading: 'This was changed somewhere else since you opened it',
    section,
    current: report.version,
    breadcrumbs: crumbs(report, titleOf(report, section)),
    versions: versionsOf({ ...(itemOf(report, section) ?? report) }, given(unsaved), areas, body),
  };
  return page('draft-conflict.njk', data, { status: 409 });
}

/** Both versions where they differ; the posted fields travel whole in the second form, so that nothing typed is lost. */
function versionsOf(stored: Values, mine: Values, areas: readonly Area[], body: Values) {
  const rows = FIELDS.filter((key) => key in mine)
    .map((key) => [typedRow(key, stored, areas), typedRow(key, mine, areas)] as const)
    .filter(([theirs, own]) => theirs.text !== own.text);
  return [
    { title: 'Stored now', rows: rows.map(([theirs]) => theirs) },
    { title: 'Yours, not saved', rows: rows.map(([, own]) => own), fields: hiddenFields(body) },
  ];
}

/** The report was submitted, or otherwise moved on, while this form was open: nothing can be saved, and nothing typed is lost. */
export function lockedPage(report: OwnerReport, unsaved: Unsaved, areas: readonly Area[]): Page {
  const mine = given(unsaved);
  const rows = FIELDS.filter((key) => key in mine).map((key) => typedRow(key, mine, areas));
  const data = {
    ...frameOf(report),
    heading: 'This report can no longer be changed',
    status: STATUS_WORDS[report.status],
    breadcrumbs: [
      { text: 'Reports', href: '/reports' },
      { text: report.reference, href: `/reports/${report.id}` },
      { text: 'Not saved' },
    ],
    rows: rows.filter(({ text }) => text !== ''),
  };
  return page('draft-locked.njk', data, { status: 409 });
}
