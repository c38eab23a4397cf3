import { Injectable } from '@nestjs/common';
import { checkInput, Clock, InvalidInput, Work, type Actor } from '@clin/platform';
import { REPORT_EVENTS } from './events.js';
import { missingFrom } from './report-completeness.js';
import { Versioned } from './report.input.js';
import type { ReportStatus } from './report.states.js';
import { addTransition, lockOwned, updateReport } from './report.store.js';

/** What every transition answers. */
export interface Moved {
  id: string;
  version: number;
  status: ReportStatus;
}

/** The author hands a complete report to the supervisors. */
@Injectable()
export class SubmitReport {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** Throws InvalidInput naming every missing field (the draft is kept), NotVisible, NotPermitted, WrongState or Stale. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<Moved> {
    const { version } = checkInput(Versioned, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      const from = report.status;
      const status = report.advance('submit', actor, version, now);
      const missing = missingFrom(report);
      if (Object.keys(missing).length > 0) throw new InvalidInput(missing);
      report.original.submittedAt = now;
      report.original.returnReason = null;
      report.original.returnDueBy = null;
      await updateReport(tx, report);
      await addTransition(tx, actor, { report, action: 'submit', from, at: now });
      await tx.emit({ type: REPORT_EVENTS.submitted, recordId: id, payload: { threatToLife: report.threatToLife } });
      await tx.record({ event: 'report.submit', recordIds: [id] });
      return { id, version: report.version, status };
    });
  }
}
