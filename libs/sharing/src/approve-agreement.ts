import { Injectable } from '@nestjs/common';
import { checkInput, Work, type Actor } from '@clin/platform';
import { permit } from './agreement.js';
import { approveVersion, knownAgreement, type ApprovalOutcome } from './agreement.store.js';
import { AGREEMENT_EVENTS } from './events.js';
import { ApprovalInput } from './terms.input.js';

export interface ApprovedAgreement {
  id: string;
  version: number;
  /** approved: others are still to approve; enacted: it is complete; acceded: the agency joins what is in force already. */
  outcome: ApprovalOutcome;
}

/** One party's approval, for itself alone, by somebody who did not write the version. With the last one needed it takes effect. */
@Injectable()
export class ApproveAgreement {
  public constructor(private readonly work: Work) {}

  /** InvalidInput for one's own version, WrongState when approved before or changed since `revision`. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<ApprovedAgreement> {
    const { version, revision } = checkInput(ApprovalInput, received);
    return this.work.run(actor, async (tx) => {
      permit(await knownAgreement(tx, actor, id), 'approve');
      const outcome = await approveVersion(tx, id, version, revision);
      if (outcome === 'enacted') await tx.emit({ type: AGREEMENT_EVENTS.enacted, recordId: id, payload: { version } });
      await tx.record({ event: 'agreement.approve', recordIds: [id], detail: { version, outcome } });
      return { id, version, outcome };
    });
  }
}
