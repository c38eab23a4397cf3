import { codeLine, gradeOf, sourceExposure } from '@clin/grading';
import { foldGraded, gradingChoices, seenVersion, versionOf, type Fields } from '@clin/grading/form';
import type { Area } from '@clin/identity';
import type { OwnerReport } from '@clin/intelligence';
import { higherMarkings, personLine, safeguardingTags } from '@clin/intelligence/report-pages';
import { form, page, type Page } from '@clin/web-kit';
import type { AssessmentInput } from '../assess-report.js';

type Posted = Record<string, unknown>;

/** The assessor's form as the verb's input; items go by the ids of the report itself. */
export function foldAssessment(report: OwnerReport, body: Posted): AssessmentInput {
  const posted = Array.isArray(body['items']) ? (body['items'] as Posted[]) : [];
  const items = report.items.map(({ id }, index) => ({ id, ...foldGraded(posted[index] ?? {}) }));
  const title = typeof body['sanitisedTitle'] === 'string' ? body['sanitisedTitle'] : null;
  return { version: versionOf(body), sanitisedTitle: title, items };
}

/** The warnings that the texts give as they would be saved. */
export function exposuresOf(report: OwnerReport, input?: AssessmentInput): { item: number; message: string }[] {
  return report.items.flatMap(({ id, original, sanitised, riskToSource }, item) => {
    const text = input ? (input.items?.find((one) => one.id === id)?.sanitised ?? null) : sanitised;
    const found = sourceExposure({
      original,
      sanitised: text,
      riskWhy: riskToSource?.why ?? null,
      riskReducedBy: riskToSource?.reducedBy ?? null,
    });
    return found.map(({ message }) => ({ item, message }));
  });
}

/** Original and sanitised text side by side, with what to check. */
export function assessmentPage(
  report: OwnerReport,
  areas: readonly Area[],
  posted?: { body: Posted; errors: Fields },
): Page {
  const { id, reference, marking } = report;
  const exposures = exposuresOf(report, posted && foldAssessment(report, posted.body));
  const items = report.items.map((item, index) => ({
    original: item.original,
    originalGrade: gradeOf(item.originalGrading),
    risk: item.riskToSource,
    sourceRecorded: item.hasSource,
    warnings: exposures.filter((one) => one.item === index).map(({ message }) => message),
    people: item.dataSubjects.map(personLine),
    areas: item.areas.map((code) => areas.find((area) => area.code === code)?.name ?? code).join(', '),
  }));
  const data = {
    id,
    reference,
    version: seenVersion(report, posted?.body),
    marking,
    handling: report.items.map(codeLine),
    heading: 'Assess this report',
    breadcrumbs: [
      { text: 'Reports', href: '/reports' },
      { text: reference, href: `/reports/${id}` },
      { text: 'Assess' },
    ],
    title: report.title,
    provenance: report.provenance,
    eventDate: report.eventDate,
    author: report.author.name,
    threatToLife: report.threatToLife,
    safeguarding: safeguardingTags(report.safeguarding),
    items,
    markings: higherMarkings(report),
    warned: exposures.length,
    choices: gradingChoices(areas),
    form: form(posted?.body ?? report, posted?.errors),
  };
  return page('report-assess.njk', data, posted ? { status: 422 } : {});
}
