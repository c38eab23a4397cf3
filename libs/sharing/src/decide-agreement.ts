import { Injectable } from '@nestjs/common';
import { checkInput, sql, Work, type Actor, type Sql } from '@clin/platform';
import { permit } from './agreement.js';
import { knownAgreement } from './agreement.store.js';
import type { AgreementAction, AgreementStatus } from './agreement.states.js';
import { AGREEMENT_EVENTS } from './events.js';
import type { MovedAgreement } from './propose-agreement.js';
import { ReasonInput } from './terms.input.js';

export type Decision = Extract<
  AgreementAction,
  'revise' | 'discard' | 'suspend' | 'reinstate' | 'end' | 'withdraw' | 'review'
>;

/** Each decision's function in the database, and whom it tells. */
const DECISIONS: Record<Decision, { run: (id: string, reason: string) => Sql; emits?: string }> = {
  revise: { run: (id, reason) => sql`SELECT sharing.revise(${id}::uuid, ${reason})` },
  discard: { run: (id, reason) => sql`SELECT sharing.discard(${id}::uuid, ${reason})` },
  suspend: {
    run: (id, reason) => sql`SELECT sharing.suspend(${id}::uuid, ${reason})`,
    emits: AGREEMENT_EVENTS.suspended,
  },
  reinstate: {
    run: (id, reason) => sql`SELECT sharing.reinstate(${id}::uuid, ${reason})`,
    emits: AGREEMENT_EVENTS.reinstated,
  },
  end: {
    run: (id, reason) => sql`SELECT sharing.end_agreement(${id}::uuid, ${reason})`,
    emits: AGREEMENT_EVENTS.ended,
  },
  withdraw: {
    run: (id, reason) => sql`SELECT sharing.withdraw(${id}::uuid, ${reason})`,
    emits: AGREEMENT_EVENTS.left,
  },
  review: { run: (id, reason) => sql`SELECT sharing.review(${id}::uuid, ${reason})` },
};

/**
 * Decisions about an agreement that need a reason. Suspending and ending hide everything disclosed under it from the next request;
 * reinstating shows it again; withdrawing ends one party's disclosures, both ways.
 */
@Injectable()
export class DecideAgreement {
  public constructor(private readonly work: Work) {}

  /** WrongState, NotPermitted or InvalidInput (a blank reason, the same person twice) by the state table, and again by the database. */
  public async execute(actor: Actor, id: string, decision: Decision, received: unknown): Promise<MovedAgreement> {
    const { reason } = checkInput(ReasonInput, received);
    const { run, emits } = DECISIONS[decision];
    return this.work.run(actor, async (tx) => {
      const before = await knownAgreement(tx, actor, id);
      permit(before, decision);
      await tx.rows(run(id, reason));
      if (emits) await tx.emit({ type: emits, recordId: id, payload: {} });
      await tx.record({ event: `agreement.${decision}`, recordIds: [id], detail: { reference: before.reference } });
      const after = await tx.row<{ status: AgreementStatus }>(
        sql`SELECT g.status FROM sharing.agreement g WHERE g.uid = ${id}::uuid`,
      );
      return { id, status: after?.status ?? before.status };
    });
  }
}
