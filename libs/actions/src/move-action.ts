import { Injectable } from '@nestjs/common';
import { checkInput, Clock, sql, Work, type Actor, type Tx } from '@clin/platform';
import { openHome } from './action-home.js';
import { CompletionInput, GiveInput, NotedStepInput, PassInput, ReasonedStepInput, ReassignInput } from './action.input.js'; // prettier-ignore
import { addActionStep, hadBefore, lockAction, type LockedAction } from './action.store.js';
import { ACTION_STATE, type ActionState, type ActionStep } from './action.states.js';
import { colleagueOf, doerOf, dueOf, keepDay, type Doer } from './assign-action.js';
import { ACTION_EVENTS } from './events.js';
import { tellDoer, tellWithdrawn } from './raise-action.js';

export interface MovedAction {
  id: string;
  version: number;
  state: ActionState;
}

type Locked = LockedAction & { to: ActionState; step: ActionStep };

const recordOf = ({ recordId: id, kind }: LockedAction): { id: string; kind: number } => ({ id, kind });

/** The steps of an action. All throw InvalidInput, NotVisible, WrongState, NotPermitted and Stale. */
@Injectable()
export class MoveAction {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** Whoever accepts does it: of a team or an agency, that person from now on. */
  public accept(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const { version, reason } = checkInput(NotedStepInput, received);
    return this.step(actor, id, 'accept', version, reason ?? '', async (tx) => {
      await tx.rows(sql`UPDATE cases.action SET assigned_to = ${actor.userId}::uuid WHERE id = ${id}::uuid`);
    });
  }

  public handBack(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const { version, reason } = checkInput(ReasonedStepInput, received);
    return this.step(actor, id, 'hand-back', version, reason, (tx, action) =>
      this.tellRaiser(tx, actor, action, ACTION_EVENTS.handedBack),
    );
  }

  public complete(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const { version, result } = checkInput(CompletionInput, received);
    return this.step(actor, id, 'complete', version, result, async (tx, action) => {
      await tx.rows(
        sql`UPDATE cases.action SET result = ${result.trim()}, completed_by = ${actor.userId}::uuid WHERE id = ${id}::uuid`,
      );
      await this.tellRaiser(tx, actor, action, ACTION_EVENTS.done);
    });
  }

  /** By somebody else than who did it. */
  public verify(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const { version, reason } = checkInput(NotedStepInput, received);
    return this.step(actor, id, 'verify', version, reason ?? '', async (tx) => {
      await tx.rows(sql`UPDATE cases.action SET verified_by = ${actor.userId}::uuid WHERE id = ${id}::uuid`);
    });
  }

  /** What was done is not enough: it is its doer's again. */
  public giveBack(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const { version, reason } = checkInput(ReasonedStepInput, received);
    return this.step(actor, id, 'return', version, reason, (tx, action) =>
      tellDoer(tx, actor, action.recordId, id, {
        agencyId: action.assignedAgencyId,
        agency: '',
        person: action.assignedTo,
        role: null,
      }),
    );
  }

  public withdraw(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const { version, reason } = checkInput(ReasonedStepInput, received);
    return this.step(actor, id, 'withdraw', version, reason);
  }

  /** By its doer, to a named colleague who can see the record: by the same day, and theirs to accept. */
  public pass(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const { version, reason, colleague } = checkInput(PassInput, received);
    return this.step(actor, id, 'pass', version, reason, async (tx, action) => {
      const doer = await colleagueOf(tx, actor, recordOf(action), colleague);
      await tx.rows(sql`UPDATE cases.action SET assigned_to = ${doer.person}::uuid WHERE id = ${id}::uuid`);
      await tellDoer(tx, actor, action.recordId, id, doer);
    });
  }

  /** To somebody else, by another day; whoever was told that it is late is told again if it is late again. */
  public async reassign(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const input = checkInput(ReassignInput, received);
    return this.step(actor, id, 'reassign', input.version, input.reason, async (tx, action) => {
      // A closed home takes no work: what was left is asked for again once it is reopened.
      await openHome(tx, actor, recordOf(action));
      const doer = await doerOf(tx, actor, recordOf(action), input);
      const { dueOn, dueAt } = await dueOf(tx, input, this.clock.now());
      await tx.rows(sql`UPDATE cases.action SET assigned_agency_id = ${doer.agencyId}::smallint, assigned_to = ${doer.person}::uuid,
          assigned_role = ${doer.role}, due_on = ${dueOn}::date, due_at = ${dueAt}::timestamptz, overdue_told_at = NULL WHERE id = ${id}::uuid`);
      await tellDoer(tx, actor, action.recordId, id, doer);
      return doer;
    });
  }

  /** To a person or a team of one's own agency: assigned again by its raiser, passed on by its doer. To another agency, and by another day, by its raiser alone. */
  public async give(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const input = checkInput(GiveInput, received);
    const asked = input.to === 'agency' ? 'reassign' : 'give';
    return this.step(actor, id, asked, input.version, input.reason, async (tx, action) => {
      const again = action.step === 'reassign';
      if (again) await openHome(tx, actor, recordOf(action));
      const doer = await doerOf(tx, actor, recordOf(action), input);
      const now = this.clock.now();
      if (again && input.dueOn) {
        const { dueOn, dueAt } = await dueOf(tx, input, now);
        await tx.rows(sql`UPDATE cases.action SET due_on = ${dueOn}::date, due_at = ${dueAt}::timestamptz, overdue_told_at = NULL WHERE id = ${id}::uuid`);
      } else if (again) keepDay(action.dueOn, now);
      await tx.rows(sql`UPDATE cases.action SET assigned_agency_id = ${doer.agencyId}::smallint, assigned_to = ${doer.person}::uuid,
          assigned_role = ${doer.role} WHERE id = ${id}::uuid`);
      await tellDoer(tx, actor, action.recordId, id, doer);
      return doer;
    });
  } // prettier-ignore

  private step(
    actor: Actor,
    id: string,
    asked: ActionStep | 'give',
    version: number,
    reason: string,
    /** Answers whom it is given to, where that can be another agency. */
    more?: (tx: Tx, action: Locked) => Promise<Doer | void>,
  ): Promise<MovedAction> {
    return this.work.run(actor, async (tx) => {
      const action = await lockAction(tx, actor, id, asked, version);
      const doer = await more?.(tx, action);
      await tx.rows(
        sql`UPDATE cases.action SET state = ${ACTION_STATE[action.to]}::smallint, version = version + 1, updated_at = now() WHERE id = ${id}::uuid`,
      );
      const { state: from, to, step } = action;
      const next = doer?.agencyId ?? action.assignedAgencyId;
      const kept = hadBefore(action, next);
      if (step === 'withdraw' || next !== action.assignedAgencyId) await tellWithdrawn(tx, actor, action);
      await addActionStep(tx, actor, { actionId: id, step, from, to, reason: reason.trim(), ...kept });
      await tx.record({ event: `action.${step}`, recordIds: [action.recordId], detail: { action: id } });
      return { id, version: version + 1, state: action.to };
    });
  }

  private async tellRaiser(tx: Tx, actor: Actor, action: Locked, type: string): Promise<void> {
    if (action.createdBy === actor.userId) return;
    const raiser = { personId: action.createdBy, recipientAgencyId: action.ownerAgencyId };
    await tx.emit({ type, recordId: action.recordId, payload: { actionId: action.id, ...raiser } });
  }
}
