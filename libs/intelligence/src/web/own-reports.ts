import { Injectable } from '@nestjs/common';
import { partnersOf, type KnownAgency } from '@clin/access';
import { listAreas, type Area } from '@clin/identity';
import { NotVisible, Read, WrongState, type Actor } from '@clin/platform';
import type { OwnerReport } from '../report-detail.js';
import { ReportDetailQuery } from '../report-detail.query.js';
import { STATUS_WORDS, type ReportAction } from '../report.states.js';

/** Reports of the person's own agency, as the pages that change them need them. */
@Injectable()
export class OwnReports {
  public constructor(
    private readonly detail: ReportDetailQuery,
    private readonly read: Read,
  ) {}

  /** The report if the person may take this step now: the same table that guards the verb. Throws NotVisible or WrongState. */
  public async for(actor: Actor, id: string, action: ReportAction): Promise<OwnerReport> {
    const report = await this.owned(actor, id);
    if (!report.actions.includes(action)) {
      throw new WrongState(
        `This report is “${STATUS_WORDS[report.status]}”, and this is not yours to do now. Nothing was changed.`,
      );
    }
    return report;
  }

  public async owned(actor: Actor, id: string): Promise<OwnerReport> {
    const report = await this.detail.execute(actor, id);
    if (report.access !== 'owner') throw new NotVisible('not-owner');
    return report;
  }

  public editable(actor: Actor, id: string): Promise<OwnerReport> {
    return this.for(actor, id, 'save');
  }

  public areas(actor: Actor): Promise<Area[]> {
    return this.read.run(actor, (q) => listAreas(q));
  }

  /** Agencies that could receive a record: under an agreement in force with one's own. */
  public agencies(actor: Actor): Promise<KnownAgency[]> {
    return this.read.run(actor, (q) => partnersOf(q, actor));
  }
}
