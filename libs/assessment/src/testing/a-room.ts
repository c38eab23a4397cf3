import type { SavedReport } from '@clin/intelligence';
import { ReportRoom } from '@clin/intelligence/testing';
import { Clock, Work, type Actor } from '@clin/platform';
import type { Seeded } from '@clin/sharing/testing';
import { AssessReport } from '../assess-report.js';
import { CloseReport } from '../close-report.js';
import { ReturnReport } from '../return-report.js';

/** The room of reports with the verbs of their supervisors. */
export class AssessmentRoom extends ReportRoom {
  public readonly giveBack: ReturnReport;
  public readonly assess: AssessReport;
  public readonly close: CloseReport;

  protected constructor(seeded: Seeded, clock: Clock) {
    super(seeded, clock);
    const work = new Work(seeded.databases);
    this.giveBack = new ReturnReport(work, clock);
    this.assess = new AssessReport(work, clock);
    this.close = new CloseReport(work, clock);
  }

  public static override async open(clock: Clock = new Clock()): Promise<AssessmentRoom> {
    return new AssessmentRoom(await AssessmentRoom.seeded(), clock);
  }

  /** A report taken as far as `assessed`, ready for dissemination at version 3. */
  public async assessed(author: Actor, supervisor: Actor, body: Record<string, unknown>): Promise<SavedReport> {
    const saved = await this.save.begin(author, body);
    await this.submit.execute(author, saved.id, { version: 1 });
    await this.assess.execute(supervisor, saved.id, { version: 2 });
    return { ...saved, version: 3, status: 'assessed' };
  }
}
