import { seenVersion, type Fields } from '@clin/grading/form';
import type { Area } from '@clin/identity';
import type { OwnerReport } from '@clin/intelligence';
import { form, page, type Page } from '@clin/web-kit';
import { people, type Section } from './draft.form.js';
import { crumbs, frameOf, sectionPage, titleOf, valuesOf } from './draft.view.js';

export interface Posted {
  body: Record<string, unknown>;
  errors: Fields;
}

/** One section's page: as stored, or as posted with what is wrong. A new page always offers one empty person to fill in, if asked for. */
export function showSection(
  report: OwnerReport,
  section: Section,
  areas: readonly Area[],
  options: { posted?: Posted; blankPeople?: number } = {},
): Page {
  const { posted } = options;
  const values = posted
    ? { ...posted.body, ...(posted.body['dataSubjects'] ? { dataSubjects: people(posted.body) } : {}) }
    : valuesOf(report, section);
  const { template, data } = sectionPage(report, section, areas, values, options.blankPeople ?? 0);
  const heading = titleOf(report, section);
  const shown = {
    ...frameOf(report),
    ...data,
    version: seenVersion(report, posted?.body),
    heading,
    breadcrumbs: crumbs(report, heading),
    form: form(values, posted?.errors),
  };
  return page(template, shown, posted ? { status: 422 } : {});
}
