import { Read, Work, type Actor } from '@clin/platform';
import '../permissions.js';
import { AgreementDetailQuery } from '../agreement-detail.query.js';
import { AgreementListQuery } from '../agreement-list.query.js';
import { ApproveAgreement } from '../approve-agreement.js';
import { DecideAgreement } from '../decide-agreement.js';
import { DraftAgreement } from '../draft-agreement.js';
import { ProposeAgreement } from '../propose-agreement.js';
import { Network, type Seeded } from './a-network.js';
import { someTerms } from './an-agreement.js';

/** The register's verbs and queries over a database of their own, below the doors, with agencies and the seeded agreements. */
export class Register extends Network {
  public readonly draft: DraftAgreement;
  public readonly propose: ProposeAgreement;
  public readonly approve: ApproveAgreement;
  public readonly decide: DecideAgreement;
  public readonly list: AgreementListQuery;
  public readonly detail: AgreementDetailQuery;

  private constructor(seeded: Seeded) {
    super(seeded);
    const { databases } = seeded;
    const [read, work] = [new Read(databases), new Work(databases)];
    this.draft = new DraftAgreement(work);
    this.propose = new ProposeAgreement(work);
    this.approve = new ApproveAgreement(work);
    this.decide = new DecideAgreement(work);
    this.list = new AgreementListQuery(read);
    this.detail = new AgreementDetailQuery(read);
  }

  public static async open(): Promise<Register> {
    return new Register(await Network.seeded());
  }

  /** An agreement taken to a proposal by its author. */
  public async proposed(author: Actor, change: Parameters<typeof someTerms>[0] = {}): Promise<string> {
    const { id } = await this.draft.begin(author, someTerms(change));
    await this.propose.execute(author, id, { revision: 1 });
    return id;
  }

  /** In force: approved by the owner's approver and by one of another party. */
  public async inForce(
    author: Actor,
    owner: Actor,
    other: Actor,
    change: Parameters<typeof someTerms>[0] = {},
  ): Promise<string> {
    const id = await this.proposed(author, change);
    for (const actor of [owner, other]) await this.approve.execute(actor, id, { version: 1, revision: 1 });
    return id;
  }
}
