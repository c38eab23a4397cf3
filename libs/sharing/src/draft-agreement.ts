import { Injectable } from '@nestjs/common';
import { checkInput, reference, Work, type Actor } from '@clin/platform';
import { permit } from './agreement.js';
import { beginVersion, insertDraft, knownAgreement, saveVersion } from './agreement.store.js';
import { DraftInput, SavedDraftInput, TermsInput } from './terms.input.js';
import { termsOf } from './terms.js';

export interface SavedAgreement {
  id: string;
  reference: string;
  version: number;
  revision: number;
}

/** Writing an agreement or its next version: known to the owner's agency only until it is proposed. */
@Injectable()
export class DraftAgreement {
  public constructor(private readonly work: Work) {}

  /** Throws InvalidInput by field: dates, unknown organisations, a rule to somebody who is no party, a reference in use. */
  public async begin(actor: Actor, received: unknown): Promise<SavedAgreement> {
    const input = checkInput(DraftInput, received);
    const terms = termsOf(input);
    const given = input.reference?.trim().toUpperCase() || referenceFor(actor.agencyCode);
    return this.work.run(actor, async (tx) => {
      const id = await insertDraft(tx, given, terms);
      await tx.record({ event: 'agreement.draft', recordIds: [id], detail: { reference: given } });
      return { id, reference: given, version: 1, revision: 1 };
    });
  }

  /** The next version of an agreement in force, as a draft; what is in force stays until it is approved. */
  public async renew(actor: Actor, id: string, received: unknown): Promise<SavedAgreement> {
    const terms = termsOf(checkInput(TermsInput, received));
    return this.work.run(actor, async (tx) => {
      const agreement = await knownAgreement(tx, actor, id);
      permit(agreement, 'renew');
      const version = await beginVersion(tx, id, terms);
      await tx.record({ event: 'agreement.draft', recordIds: [id], detail: { version } });
      return { id, reference: agreement.reference, version, revision: 1 };
    });
  }

  /** Everything of the draft anew. WrongState when it is no draft, or somebody changed it since `revision`. */
  public async save(actor: Actor, id: string, received: unknown): Promise<SavedAgreement> {
    const input = checkInput(SavedDraftInput, received);
    const terms = termsOf(input);
    return this.work.run(actor, async (tx) => {
      const agreement = await knownAgreement(tx, actor, id);
      permit(agreement, 'save');
      const version = agreement.pending!.version;
      const revision = await saveVersion(tx, id, input.revision, terms);
      await tx.record({ event: 'agreement.draft', recordIds: [id], detail: { version, revision } });
      return { id, reference: agreement.reference, version, revision };
    });
  }
}

/** Random, so that it counts nothing, under the agency's own code, so that two agencies never collide. */
const referenceFor = (agency: string): string => reference('SA').replace('SA', agency);
