import type { Fields } from '@clin/grading/form';
import type { Area } from '@clin/identity';
import type { OwnerReport } from '@clin/intelligence';
import { form, page, type Page } from '@clin/web-kit';
import { people, sectionOfItem } from './draft.form.js';
import { crumbs, frameOf, sectionPage } from './draft.view.js';

interface Typed {
  body: Record<string, unknown>;
  errors?: Fields;
  blankPeople?: number;
}

/** The item of this form was removed meanwhile: what was typed stands in the form, which now adds it as a new item. */
export function goneItemPage(report: OwnerReport, areas: readonly Area[], typed: Typed): Page {
  const { body, errors, blankPeople = 0 } = typed;
  const values = { ...body, ...(body['dataSubjects'] ? { dataSubjects: people(body) } : {}) };
  const { data } = sectionPage(report, sectionOfItem(''), areas, values, blankPeople);
  const heading = 'This item was removed since you opened it';
  return page(
    'draft-item-gone.njk',
    { ...frameOf(report), ...data, heading, breadcrumbs: crumbs(report, 'Removed item'), form: form(values, errors) },
    { status: errors ? 422 : 409 },
  );
}
