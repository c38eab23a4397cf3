import { Injectable } from '@nestjs/common';
import { checkInput, Work, type Actor } from '@clin/platform';
import { permit } from './agreement.js';
import { knownAgreement, proposeVersion } from './agreement.store.js';
import type { AgreementStatus } from './agreement.states.js';
import { AGREEMENT_EVENTS } from './events.js';
import { SeenInput } from './terms.input.js';

export interface MovedAgreement {
  id: string;
  status: AgreementStatus;
}

/** Shows a draft to every organisation that it names, for approval. Nobody gains anything by it. */
@Injectable()
export class ProposeAgreement {
  public constructor(private readonly work: Work) {}

  /** WrongState when it is no draft or was changed since `revision`; InvalidInput when its terms no longer fit the world. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<MovedAgreement & { version: number }> {
    const { revision } = checkInput(SeenInput, received);
    return this.work.run(actor, async (tx) => {
      const agreement = await knownAgreement(tx, actor, id);
      permit(agreement, 'propose');
      const { version } = agreement.pending!;
      await proposeVersion(tx, id, revision);
      await tx.emit({ type: AGREEMENT_EVENTS.proposed, recordId: id, payload: { version } });
      await tx.record({ event: 'agreement.propose', recordIds: [id], detail: { version } });
      return { id, version, status: 'proposed' };
    });
  }
}
