import { AssessmentRoom } from '@clin/assessment/testing';
import type { SavedReport } from '@clin/intelligence';
import { Clock, Work, type Actor } from '@clin/platform';
import type { Seeded } from '@clin/sharing/testing';
import '../report-receipt.query.js';
import { CorrectReport, DecideCorrection, WithdrawCorrection, WithdrawReport } from '../correct-report.js';
import { DiscloseReport, RevokeDisclosure } from '../disclose-report.js';
import { DisseminateReport } from '../disseminate-report.js';
import { RecordConsent } from '../record-consent.js';

/** The room of assessed reports with the verbs that let them leave. */
export class Room extends AssessmentRoom {
  public readonly disseminate: DisseminateReport;
  public readonly disclose: DiscloseReport;
  public readonly revoke: RevokeDisclosure;
  public readonly consent: RecordConsent;
  public readonly correct: CorrectReport;
  public readonly decide: DecideCorrection;
  public readonly withdrawCorrection: WithdrawCorrection;
  public readonly withdraw: WithdrawReport;

  private constructor(seeded: Seeded, clock: Clock) {
    super(seeded, clock);
    const work = new Work(seeded.databases);
    this.disseminate = new DisseminateReport(work, clock);
    this.disclose = new DiscloseReport(work, clock);
    this.revoke = new RevokeDisclosure(work);
    this.consent = new RecordConsent(work);
    this.correct = new CorrectReport(work, clock);
    this.decide = new DecideCorrection(work, clock);
    this.withdrawCorrection = new WithdrawCorrection(work, clock);
    this.withdraw = new WithdrawReport(work, clock);
  }

  public static override async open(clock: Clock = new Clock()): Promise<Room> {
    return new Room(await AssessmentRoom.seeded(), clock);
  }

  public async disseminated(author: Actor, supervisor: Actor, body: Record<string, unknown>): Promise<SavedReport> {
    const saved = await this.assessed(author, supervisor, body);
    await this.disseminate.execute(supervisor, saved.id, { version: 3 });
    return { ...saved, version: 4, status: 'disseminated' };
  }
}
