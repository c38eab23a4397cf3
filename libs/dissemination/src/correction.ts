import { blankToNull, type Report, type ReportItem } from '@clin/intelligence';
import { InvalidInput } from '@clin/platform';
import type { CorrectionInput } from './correction.input.js';

/** An item as it should have been, whole. */
export interface CorrectedItem {
  id: string;
  withdrawn: boolean;
  sanitised: string | null;
  sourceEvaluation: number | null;
  intelligenceAssessment: string | null;
  handlingCode: string | null;
  actionCode: string | null;
  sanitisationCode: string | null;
  instructions: string | null;
  usage: string | null;
  reason: string | null;
  areas: string[];
}

export interface CorrectedContent {
  sanitisedTitle: string | null;
  eventDate: string | null;
  /** Only those that change. */
  items: CorrectedItem[];
  changed: boolean;
}

/** Writes the correction into the loaded report, which is checked and never saved, and answers what would change. */
export function contentOf(report: Report, input: CorrectionInput): CorrectedContent {
  const head = (): string => JSON.stringify([report.sanitisedTitle, report.eventDate]);
  const before = head();
  if (input.sanitisedTitle !== undefined) report.sanitisedTitle = blankToNull(input.sanitisedTitle);
  if (input.eventDate !== undefined) report.eventDate = input.eventDate ?? null;
  const items = (input.items ?? []).flatMap((given, index) => {
    const item = report.items.find(({ id }) => id === given.id?.toLowerCase());
    if (!item) throw new InvalidInput({ [`items.${index}.id`]: 'Names no item of this report.' });
    const was = JSON.stringify(wholeOf(item, false));
    item.assess(given);
    const now = wholeOf(item, given.withdrawn === true);
    return JSON.stringify(now) === was ? [] : [now];
  });
  const { sanitisedTitle, eventDate } = report;
  return { sanitisedTitle, eventDate, items, changed: items.length > 0 || head() !== before };
}

const wholeOf = (item: ReportItem, withdrawn: boolean): CorrectedItem => ({
  id: item.id,
  withdrawn,
  sanitised: item.sanitised,
  sourceEvaluation: item.sourceEvaluation,
  intelligenceAssessment: item.intelligenceAssessment,
  handlingCode: item.handlingCode,
  actionCode: item.actionCode,
  sanitisationCode: item.sanitisationCode,
  instructions: item.instructions,
  usage: item.usage,
  reason: item.original.reason,
  areas: [...item.areas].sort(),
});
