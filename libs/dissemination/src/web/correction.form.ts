import { codeLine, gradeOf } from '@clin/grading';
import { foldGraded, gradingChoices, versionOf, type Fields } from '@clin/grading/form';
import type { Area } from '@clin/identity';
import type { OwnerItem, OwnerReport } from '@clin/intelligence';
import { form, page, type Page } from '@clin/web-kit';
import type { CorrectedItem } from '../correction.js';
import type { OpenCorrection } from '../report-correction.query.js';

type Posted = Record<string, unknown>;
interface Again {
  body: Posted;
  errors: Fields;
}

/** The form as the verb's input; items go by the ids of the report itself. */
export function foldCorrection(report: OwnerReport, body: Posted): Record<string, unknown> {
  const posted = Array.isArray(body['items']) ? (body['items'] as Posted[]) : [];
  const items = report.items.map(({ id }, index) => {
    const { withdrawn, ...item } = posted[index] ?? {};
    return {
      id,
      ...foldGraded(item),
      withdrawn: withdrawn === 'yes' || (Array.isArray(withdrawn) && withdrawn.includes('yes')),
    };
  });
  const { reason, sanitisedTitle, eventDate } = body;
  return { version: versionOf(body), reason, sanitisedTitle, eventDate, items };
}

const headOf = (report: OwnerReport, crumb: string) => ({
  id: report.id,
  reference: report.reference,
  version: report.version,
  marking: report.marking,
  handling: report.items.map(codeLine),
  title: report.title,
  breadcrumbs: [
    { text: 'Reports', href: '/reports' },
    { text: report.reference, href: `/reports/${report.id}` },
    { text: crumb },
  ],
});

const namesOf = (areas: readonly Area[], codes: readonly string[]): string =>
  codes.map((code) => areas.find((area) => area.code === code)?.name ?? code).join(', ');

export function correctionPage(report: OwnerReport, areas: readonly Area[], again?: Again): Page {
  const items = report.items.map((item) => ({ areas: namesOf(areas, item.areas) }));
  const data = {
    items,
    choices: gradingChoices(areas),
    form: form(again?.body ?? { ...report, reason: '' }, again?.errors),
  };
  const heading = 'Correct what was shared';
  return page('report-correct.njk', { ...headOf(report, 'Correct'), ...data, heading }, again ? { status: 422 } : {});
}

/** Before and after, beside each other, of what would change and nothing else. */
export function decisionPage(report: OwnerReport, open: OpenCorrection, areas: readonly Area[], again?: Again): Page {
  const { content } = open;
  const head = [
    ['Sanitised title', report.sanitisedTitle, content.sanitisedTitle],
    ['Date of the event', report.eventDate, content.eventDate],
  ] as const;
  const items = content.items.flatMap((after) => {
    const at = report.items.findIndex(({ id }) => id === after.id);
    const before = report.items[at];
    return before
      ? [
          {
            number: at + 1,
            withdrawn: after.withdrawn,
            lines: differing(linesOf(before, areas), linesOf(after, areas)),
          },
        ]
      : [];
  });
  const data = {
    head: differing(
      head.map(([what, was]) => [what, was ?? '']),
      head.map(([what, , now]) => [what, now ?? '']),
    ),
    items,
  };
  const heading = 'Decide on this correction';
  return page(
    'report-correction-decision.njk',
    {
      ...headOf(report, 'Decide'),
      ...data,
      heading,
      reason: open.reason,
      by: open.by.name,
      at: open.proposedAt,
      form: form(again?.body, again?.errors),
    },
    again ? { status: 422 } : {},
  );
}

type Line = [what: string, words: string];

const linesOf = (item: OwnerItem | CorrectedItem, areas: readonly Area[]): Line[] => [
  ['Sanitised text', item.sanitised ?? ''],
  ['Grade', gradeOf(item)],
  ['Handling', codeLine(item)],
  ['Instructions', item.instructions ?? ''],
  ['How it may be used', item.usage ?? ''],
  ['Reason', item.reason ?? ''],
  ['Areas', namesOf(areas, [...item.areas].sort())],
];

const differing = (before: readonly (readonly [string, string])[], after: readonly (readonly [string, string])[]) =>
  before.flatMap(([what, was], at) => (after[at]![1] === was ? [] : [{ what, was, now: after[at]![1] }]));

export function withdrawalPage(report: OwnerReport, again?: Again): Page {
  const told = [...new Set(report.disclosures.map(({ agencyName }) => agencyName))].sort();
  const data = { heading: 'Withdraw this report', told, form: form(again?.body, again?.errors) };
  return page('report-withdraw.njk', { ...headOf(report, 'Withdraw'), ...data }, again ? { status: 422 } : {});
}
