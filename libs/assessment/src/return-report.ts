import { Injectable } from '@nestjs/common';
import { RequiredDay, RequiredText } from '@clin/grading/fields';
import { addTransition, lockOwned, REPORT_EVENTS, updateReport, Versioned, type Moved } from '@clin/intelligence';
import { checkInput, Clock, InvalidInput, Work, type Actor } from '@clin/platform';
import { londonDay } from '@clin/platform/working-time';

export class ReturnInput extends Versioned {
  @RequiredText(2000, 'Say what the author must correct.') public reason!: string;
  @RequiredDay('Give the date by which the correction is due.') public dueBy!: string;
}

/** A supervisor gives a report back to its author, with a reason and a date. */
@Injectable()
export class ReturnReport {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  public async execute(actor: Actor, id: string, received: unknown): Promise<Moved> {
    const { version, reason, dueBy } = checkInput(ReturnInput, received);
    const now = this.clock.now();
    if (dueBy < londonDay(now)) throw new InvalidInput({ dueBy: 'The date must be today or in the future.' });
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      const from = report.status;
      const status = report.advance('return', actor, version, now);
      report.original.returnReason = reason;
      report.original.returnDueBy = dueBy;
      await updateReport(tx, report);
      await addTransition(tx, actor, { report, action: 'return', from, at: now, reason, dueBy });
      await tx.emit({
        type: REPORT_EVENTS.returned,
        recordId: id,
        payload: { personId: report.original.authorId, dueBy },
      });
      await tx.record({ event: 'report.return', recordIds: [id] });
      return { id, version: report.version, status };
    });
  }
}
