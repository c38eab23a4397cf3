import {
  AcknowledgeConditions,
  DisclosureListQuery,
  ExtendDisclosure,
  NoticesQuery,
  ReceiptQuery,
} from '@clin/disclosures';
import { Clock, Read, Work } from '@clin/platform';
import { Network, type Seeded } from '@clin/sharing/testing';
import '../permissions.js';
import '../report.js';
import { ReportDetailQuery } from '../report-detail.query.js';
import { ReportListQuery } from '../report-list.query.js';
import { SaveDraft } from '../save-draft.js';
import { SubmitReport } from '../submit-report.js';

/** The verbs and queries of this room over a database of their own, below the doors, with agencies, areas and agreements seeded. */
export class ReportRoom extends Network {
  public readonly save: SaveDraft;
  public readonly submit: SubmitReport;
  public readonly extend: ExtendDisclosure;
  public readonly accept: AcknowledgeConditions;
  public readonly receipts: ReceiptQuery;
  public readonly shared: DisclosureListQuery;
  public readonly notices: NoticesQuery;
  public readonly list: ReportListQuery;
  public readonly detail: ReportDetailQuery;

  protected constructor(
    seeded: Seeded,
    public readonly clock: Clock,
  ) {
    super(seeded);
    const { databases } = seeded;
    const [read, work] = [new Read(databases), new Work(databases)];
    this.save = new SaveDraft(work, clock);
    this.submit = new SubmitReport(work, clock);
    this.extend = new ExtendDisclosure(work);
    this.accept = new AcknowledgeConditions(work);
    this.receipts = new ReceiptQuery(read);
    this.shared = new DisclosureListQuery(read);
    this.notices = new NoticesQuery(read);
    this.list = new ReportListQuery(read);
    this.detail = new ReportDetailQuery(read);
  }

  public static async open(clock: Clock = new Clock()): Promise<ReportRoom> {
    return new ReportRoom(await ReportRoom.seeded(), clock);
  }
}
