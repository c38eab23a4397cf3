import { ASSESSMENT_WORDS, codeLine, gradeOf, SOURCE_WORDS } from '@clin/grading';
import { gradingChoices, type Fields } from '@clin/grading/form';
import type { Area } from '@clin/identity';
import { STATUS_WORDS, type OwnerItem, type OwnerReport } from '@clin/intelligence';
import { excerptOf, personLine, returnedView, STATUS_COLOURS } from '@clin/intelligence/report-pages';
import { dateUk } from '@clin/web-kit';
import { CATEGORIES, MARKING_CHOICES, SAFEGUARDING_CHOICES } from './choices.js';
import { itemIdOf, people, sectionOf, sectionOfItem, type Section } from './draft.form.js';

type Row = { label: string; text: string };
const row = (label: string, text: string | null | undefined): Row => ({ label, text: text || 'Not yet given' });

export const itemOf = (report: OwnerReport, section: Section): OwnerItem | undefined =>
  report.items.find(({ id }) => id === itemIdOf(section));
export const idsOf = (report: OwnerReport): string[] => report.items.map(({ id }) => id);

export const titleOf = (report: OwnerReport, section: Section): string =>
  section === 'report'
    ? 'About the report'
    : section === 'areas'
      ? 'Areas'
      : section === 'safety'
        ? 'Safeguarding and threat to life'
        : `Item ${idsOf(report).indexOf(itemIdOf(section) ?? '') + 1}`;

/** In the order of the task list. */
export const sectionsOf = (report: OwnerReport): Section[] => [
  'report',
  'areas',
  'safety',
  ...idsOf(report).map(sectionOfItem),
];

/** What stands on every page of a draft. */
export function frameOf(report: OwnerReport) {
  const { id, reference, version, status } = report;
  return {
    id,
    reference,
    version,
    marking: report.marking,
    handling: report.items.map(codeLine),
    threatToLife: report.threatToLife,
    state: { text: STATUS_WORDS[status], colour: STATUS_COLOURS[status] },
    private: status === 'draft',
    returned: status === 'returned' && report.returned ? returnedView(report.returned) : undefined,
  };
}

export const crumbs = (report: OwnerReport, last?: string) => [
  { text: 'Reports', href: '/reports' },
  ...(last
    ? [{ text: report.reference, href: `/reports/${report.id}/edit` }, { text: last }]
    : [{ text: report.reference }]),
];

/** The values of a section's form, as the form's own fields name them. */
export function valuesOf(report: OwnerReport, section: Section): Record<string, unknown> {
  const item = itemOf(report, section);
  if (item) return { ...item, sourceRef: undefined };
  return { ...report, threatToLife: report.threatToLife ? 'yes' : '' };
}

/** Template, choices and rows of one section; `values` are what the form shows, stored or posted. */
export function sectionPage(
  report: OwnerReport,
  section: Section,
  areas: readonly Area[],
  values: Record<string, unknown>,
  blankPeople: number,
) {
  const shared = { section, areas: areas.map(({ code, name }) => [code, name]) };
  if (section === 'report') return { template: 'draft-report.njk', data: { ...shared, markings: MARKING_CHOICES } };
  if (section === 'areas') return { template: 'draft-areas.njk', data: shared };
  if (section === 'safety')
    return { template: 'draft-safety.njk', data: { ...shared, safeguarding: SAFEGUARDING_CHOICES } };
  const item = itemOf(report, section);
  const { handling: handlingCodes, ...scales } = gradingChoices(areas);
  const data = {
    ...shared,
    ...scales,
    handlingCodes,
    categories: CATEGORIES,
    people: [...people(values), ...Array.from({ length: blankPeople }, () => ({}))],
    source: { recorded: item?.hasSource ?? false, text: item?.sourceRef },
  };
  return { template: 'draft-item.njk', data };
}

/** The task list: each section's state follows from the same check that submission makes. */
export function taskList(report: OwnerReport, missing: Fields) {
  const wrong = new Set(Object.keys(missing).map((path) => sectionOf(path, idsOf(report))));
  const started = (section: Section) => {
    const item = itemOf(report, section);
    return item
      ? Boolean(item.original || item.sanitised || item.handlingCode)
      : section === 'report' && Boolean(report.title || report.provenance);
  };
  const status = (section: Section) => (wrong.has(section) ? (started(section) ? 'part' : 'todo') : 'done');
  const task = (section: Section, hint?: string) => ({
    text: titleOf(report, section),
    href: `/reports/${report.id}/edit/${section}`,
    status: status(section),
    hint,
  });
  const sections = [
    {
      title: 'The report',
      items: [
        task('report'),
        { ...task('areas'), status: report.areas.length > 0 ? 'done' : 'todo' },
        { ...task('safety', safetyOf(report)), status: asked(report) ? 'done' : 'todo' },
      ],
    },
    {
      title: 'Items of intelligence',
      items: report.items.map((item) => task(sectionOfItem(item.id), excerptOf(item))),
    },
  ];
  const tasks = sections.flatMap(({ items }) => items);
  const check = { text: 'Check your answers and submit', href: `/reports/${report.id}/check`, status: 'todo' };
  return {
    sections,
    finish: [{ title: 'Check and submit', items: [check] }],
    done: tasks.filter((one) => one.status === 'done').length,
    total: tasks.length,
  };
}

const SAFEGUARD: Record<string, string> = { child: 'Child', adult: 'Adult at risk' };
/** Nobody has said anything about harm yet: not the same as having said that there is none. */
const asked = ({ safeguarding, threatToLife }: OwnerReport): boolean => safeguarding.length > 0 || threatToLife;
const safetyOf = ({ safeguarding, threatToLife }: OwnerReport): string =>
  [...safeguarding.map((who) => SAFEGUARD[who]), threatToLife ? 'Threat to life' : ''].filter(Boolean).join(', ') ||
  'Nothing recorded. Record a child or adult at risk, or a threat to life, if there is one.';

const source = (item: OwnerItem): string =>
  item.sourceEvaluation ? `${item.sourceEvaluation} – ${SOURCE_WORDS[item.sourceEvaluation as 1]}` : '';
const assessment = (item: OwnerItem): string =>
  item.intelligenceAssessment
    ? `${item.intelligenceAssessment} – ${ASSESSMENT_WORDS[item.intelligenceAssessment as 'A']}`
    : '';

function itemRows(item: OwnerItem, names: (codes: readonly string[]) => string): Row[] {
  const conditional = item.handlingCode === 'C';
  return [
    row('Original text', item.original),
    row('Sanitised text', item.sanitised),
    row('Grade', gradeOf(item) ? `${gradeOf(item)}: source ${source(item)}; intelligence ${assessment(item)}` : ''),
    row('Handling', item.handlingCode ?? ''),
    ...(conditional ? [row('Action code', item.actionCode), row('Sanitisation code', item.sanitisationCode)] : []),
    ...(item.reason ? [row('Reason', item.reason)] : []),
    ...(conditional ? [row('Instructions', item.instructions)] : []),
    ...(conditional && item.usage ? [row('How it may be used', item.usage)] : []),
    row('Source reference', item.sourceRef ?? (item.hasSource ? 'Recorded' : 'None')),
    ...(item.riskToSource
      ? [row('Risk to the source', item.riskToSource.why), row('Risk reduced by', item.riskToSource.reducedBy)]
      : []),
    ...(item.dataSubjects.length ? [row('People', item.dataSubjects.map(personLine).join('\n'))] : []),
    row('Areas', names(item.areas)),
  ];
}

/** Check your answers: one card for each section. */
export function checkCards(report: OwnerReport, areas: readonly Area[]) {
  const names = (codes: readonly string[]) =>
    codes.map((code) => areas.find((area) => area.code === code)?.name ?? code).join(', ');
  const about = [
    row('Title', report.title),
    row('Sanitised title', report.sanitisedTitle),
    row('Event date', dateUk(report.eventDate)),
    row('Where it comes from', report.provenance),
    row('Marking', report.marking),
  ];
  return sectionsOf(report).map((section) => {
    const item = itemOf(report, section);
    const rows = item
      ? itemRows(item, names)
      : section === 'report'
        ? about
        : section === 'areas'
          ? [row('Areas', names(report.areas))]
          : [row('Concerns', safetyOf(report))];
    return { section, title: titleOf(report, section), rows };
  });
}
