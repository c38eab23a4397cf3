import { Injectable } from '@nestjs/common';
import { checkInput, Clock, Work, type Actor } from '@clin/platform';
import { REPORT_EVENTS } from './events.js';
import { Versioned } from './report.input.js';
import { addTransition, lockOwned, updateReport } from './report.store.js';
import type { Moved } from './submit-report.js';

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
