import { Injectable } from '@nestjs/common';
import { AssessedItemInput, sourceExposure } from '@clin/grading';
import { Line, ListOf } from '@clin/grading/fields';
import {
  addTransition,
  blankToNull,
  knownAreas,
  lockOwned,
  missingFrom,
  REPORT_EVENTS,
  untrueIn,
  updateReport,
  Versioned,
  type Moved,
  type Report,
} from '@clin/intelligence';
import { checkInput, Clock, InvalidInput, Work, type Actor } from '@clin/platform';
import { londonDay } from '@clin/platform/working-time';

export class AssessmentInput extends Versioned {
  @Line(300) public sanitisedTitle?: string | null;
  @ListOf(() => AssessedItemInput, 50, 'A report holds at most 50 items.')
  public items?: AssessedItemInput[] | null;
}

export interface Assessed extends Moved {
  /** Which checks still warn, without a word of the text. */
  warnings: { item: string; kind: string }[];
}

/** Somebody other than the author grades and sanitises; what they leave out stays as the author wrote it. */
@Injectable()
export class AssessReport {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  public async execute(actor: Actor, id: string, received: unknown): Promise<Assessed> {
    const input = checkInput(AssessmentInput, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      const from = report.status;
      const status = report.advance('assess', actor, input.version, now);
      if (input.sanitisedTitle !== undefined) report.sanitisedTitle = blankToNull(input.sanitisedTitle);
      assessItems(report, input.items ?? []);
      const wrong = { ...missingFrom(report), ...untrueIn(report, londonDay(now), await knownAreas(tx)) };
      if (Object.keys(wrong).length > 0) throw new InvalidInput(wrong);
      report.original.assessorId = actor.userId;
      report.original.assessedAt = now;
      report.label();
      await updateReport(tx, report);
      await addTransition(tx, actor, { report, action: 'assess', from, at: now });
      await tx.emit({ type: REPORT_EVENTS.assessed, recordId: id, payload: { personId: report.original.authorId } });
      await tx.record({ event: 'report.assess', recordIds: [id] });
      return { id, version: report.version, status, warnings: warningsOf(report) };
    });
  }
}

/** By id; a list of all items in their order may leave the ids out. */
function assessItems(report: Report, inputs: readonly AssessedItemInput[]): void {
  const byPosition = inputs.length === report.items.length && inputs.every((input) => !input.id);
  inputs.forEach((input, index) => {
    const item = byPosition ? report.items[index] : report.items.find((held) => held.id === input.id);
    if (!item) throw new InvalidInput({ [`items.${index}.id`]: 'Names no item of this report.' });
    item.assess(input);
  });
}

function warningsOf(report: Report): Assessed['warnings'] {
  return report.items.flatMap((item) => {
    const { text, riskWhy, riskReducedBy } = item.original;
    return sourceExposure({ original: text, sanitised: item.sanitised, riskWhy, riskReducedBy }).map(({ kind }) => ({
      item: item.id,
      kind,
    }));
  });
}
