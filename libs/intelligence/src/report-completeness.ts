import { UNKNOWN_AREA } from '@clin/grading/fields';
import type { Report } from './report.js';
import type { ReportItem } from './report-item.js';

type Fields = Record<string, string>;

/** Every rule of 3x5x2 that a report must meet to leave its author or assessor, by dotted field. */
export function missingFrom(report: Report): Fields {
  const fields: Fields = {};
  if (!report.original.title) fields['title'] = 'Enter a title.';
  if (!report.sanitisedTitle)
    fields['sanitisedTitle'] = 'Enter a sanitised title: it is all that other agencies see of the title.';
  if (!report.eventDate) fields['eventDate'] = 'Enter the date of the event.';
  if (!report.original.provenance) fields['provenance'] = 'Say where the information comes from.';
  if (report.items.length === 0) fields['items'] = 'Add at least one item of intelligence.';
  report.items.forEach((item, index) => {
    for (const [field, message] of Object.entries(missingFromItem(item))) fields[`items.${index}.${field}`] = message;
  });
  return fields;
}

function missingFromItem(item: ReportItem): Fields {
  const fields: Fields = {};
  const { original } = item;
  if (!original.text) fields['original'] = 'Enter the original text.';
  if (!item.sanitised) fields['sanitised'] = 'Enter the sanitised text.';
  if (!item.sourceEvaluation) fields['sourceEvaluation'] = 'Grade the source: 1, 2 or 3.';
  if (!item.intelligenceAssessment) fields['intelligenceAssessment'] = 'Grade the intelligence: A to E.';
  if (!item.handlingCode) fields['handlingCode'] = 'Choose a handling code: P or C.';
  if (item.areas.length === 0) fields['areas'] = 'Choose at least one force area.';
  if (!original.reason) {
    const why = reasonsNeeded(item);
    if (why.length > 0)
      fields['reason'] = `Give a reason: ${why.join(' and ')} ${why.length > 1 ? 'each need' : 'needs'} one.`;
  }
  Object.assign(fields, conditionsProblem(item));
  if (original.riskReducedBy && !original.riskWhy) fields['riskToSource.why'] = 'Say why the source is at risk.';
  if (original.riskWhy && !original.riskReducedBy)
    fields['riskToSource.reducedBy'] = 'Say how the risk to the source is reduced.';
  return fields;
}

function reasonsNeeded(item: ReportItem): string[] {
  const why: string[] = [];
  if (item.sourceEvaluation === 3) why.push('source evaluation 3 (not reliable)');
  if (item.intelligenceAssessment === 'E') why.push('intelligence assessment E (suspected to be false)');
  if (item.handlingCode === 'C') why.push('handling code C (conditions)');
  return why;
}

/** Codes exist only under C, and C exists only with both codes and instructions. */
function conditionsProblem(item: ReportItem): Fields {
  const fields: Fields = {};
  if (item.handlingCode === 'C') {
    if (!item.actionCode) fields['actionCode'] = 'Handling code C needs an action code: A1, A2 or A3.';
    if (!item.sanitisationCode) fields['sanitisationCode'] = 'Handling code C needs a sanitisation code: S1 or S2.';
    if (!item.instructions) fields['instructions'] = 'Handling code C needs instructions.';
    if (item.actionCode === 'A3' && !item.usage)
      fields['usage'] = 'Action code A3 needs a statement of how the intelligence may be used.';
  } else if (item.handlingCode === 'P') {
    if (item.actionCode) fields['actionCode'] = 'Action codes are only used with handling code C.';
    if (item.sanitisationCode) fields['sanitisationCode'] = 'Sanitisation codes are only used with handling code C.';
  }
  return fields;
}

/** What is given must be true of the world: an event that has happened, in areas that exist. */
export function untrueIn(report: Report, today: string, knownAreas: ReadonlySet<string>): Fields {
  const fields: Fields = {};
  if (report.eventDate && report.eventDate > today)
    fields['eventDate'] = 'The date of the event must be today or in the past.';
  const unknown = (areas: readonly string[]) => areas.some((area) => !knownAreas.has(area));
  if (unknown(report.original.areas)) fields['areas'] = `Areas ${UNKNOWN_AREA}`;
  report.items.forEach((item, index) => {
    if (unknown(item.areas)) fields[`items.${index}.areas`] = `Areas ${UNKNOWN_AREA}`;
  });
  return fields;
}
