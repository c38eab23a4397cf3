import { Injectable } from '@nestjs/common';
import { addTransition, lockOwned, REPORT_EVENTS, updateReport, Versioned, type Moved } from '@clin/intelligence';
import { checkInput, Clock, Work, type Actor } from '@clin/platform';

/** The owner is done with a disseminated report. What was disclosed stays disclosed until it expires or is revoked. */
@Injectable()
export class CloseReport {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  public async execute(actor: Actor, id: string, received: unknown): Promise<Moved> {
    const { version } = checkInput(Versioned, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      const from = report.status;
      const status = report.advance('close', actor, version, now);
      await updateReport(tx, report);
      await addTransition(tx, actor, { report, action: 'close', from, at: now });
      await tx.emit({ type: REPORT_EVENTS.closed, recordId: id, payload: { personId: report.original.authorId } });
      await tx.record({ event: 'report.close', recordIds: [id] });
      return { id, version: report.version, status };
    });
  }
}
