import { Injectable } from '@nestjs/common';
import {
  checkInput,
  InvalidInput,
  NotPermitted,
  NotVisible,
  sql,
  Stale,
  Work,
  WrongState,
  type Actor,
  type Tx,
} from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { endOfLondonDay } from '@clin/platform/working-time';
import { openHome } from './action-home.js';
import { StepInput } from './action.input.js';
import { addActionStep, hadBefore, LABELS, seenActions, sidesOf, type LockedAction } from './action.store.js';
import { ACTION_STATE, ACTION_STATES, actionState, BEING_DONE, obstacleToStep, UNDONE, UNDO_MINUTES, type ActionState, type ActionStep } from './action.states.js'; // prettier-ignore
import { stillSees } from './assign-action.js';
import type { MovedAction } from './move-action.js';
import { tellDoer, tellWithdrawn } from './raise-action.js';

interface LastStep {
  step: string;
  fromNumber: number | null;
  /** Who had it before; of a step between agencies, the agency too. */
  fromAgency: number | null;
  fromPerson: string | null;
  fromRole: string | null;
  fromDueOn: string | null;
  /** The agency that took it, when it is not the actor's. */
  elsewhere: string | null;
  mine: boolean;
  recent: boolean;
}

/** The agency that was asked has answered the request, so that it is not withdrawn any more by taking the step back. */
export class Answered extends WrongState {
  public constructor(
    public readonly answer: 'accepted' | 'declined',
    public readonly agency: string,
  ) {
    super(`${agency} has ${answer} it already. Nothing was changed.`);
  }
}
const UNSEEN = 'Whoever had it can no longer see its record, so it is not given back to them. Nothing was changed.';
const ANSWERS: Readonly<Record<string, Answered['answer']>> = { accept: 'accepted', complete: 'accepted', 'hand-back': 'declined' }; // prettier-ignore

/** Takes back the last step of an action: by whoever took it, within UNDO_MINUTES, while nobody has moved the action on. */
@Injectable()
export class UndoAction {
  public constructor(private readonly work: Work) {}

  /** Throws InvalidInput (also when whoever had it sees its record no more), NotVisible, Answered to the agency that asked another, Stale, WrongState for a step that is not taken back, NotPermitted to anybody else. */
  public execute(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const { version } = checkInput(StepInput, received);
    return this.work.run(actor, async (tx) => {
      const action = await lockSeen(tx, actor, id);
      const last = await lastStep(tx, actor, id);
      if (last?.elsewhere && last.step in ANSWERS && action.ownerAgencyId === actor.agencyId)
        throw new Answered(ANSWERS[last.step]!, last.elsewhere);
      if (action.version !== version) throw new Stale({ id, version: action.version, state: action.state });
      if (!last?.mine) throw new NotPermitted('not-yours');
      const { step, before } = takenBack(last, actor);
      if (!last.recent) throw new WrongState(`More than ${UNDO_MINUTES} minutes have passed. Nothing was changed.`);
      // As they stood when they took the step, with the roles that they have now.
      const sides = sidesOf(actor, { ...action, assignedTo: last.fromPerson });
      const standing = { sides, permissions: actor.permissions, isCompleter: action.completedBy === actor.userId };
      const obstacle = obstacleToStep(ACTION_STATES[before][step]!, standing);
      if (obstacle) throw new NotPermitted(obstacle);
      // A home that was closed since takes no work back.
      const record = { id: action.recordId, kind: action.kind };
      if (ACTION_STATES[before][step]!.side === 'raiser') await openHome(tx, actor, record);
      const next = last.fromAgency ?? action.assignedAgencyId;
      const given = step === 'reassign' || step === 'pass';
      const whom = { agencyId: next, person: last.fromPerson, role: given ? last.fromRole : action.assignedRole };
      if (BEING_DONE.includes(before) && !(await stillSees(tx, actor, record, whom)))
        throw new InvalidInput({ person: UNSEEN });
      await tx.rows(
        sql`UPDATE cases.action SET state = ${ACTION_STATE[before]}::smallint, assigned_to = ${last.fromPerson}::uuid, assigned_agency_id = ${next}::smallint,
          version = version + 1, updated_at = now() WHERE id = ${id}::uuid`,
      );
      if (given && last.fromDueOn !== null) await giveBack(tx, id, last.fromRole, last.fromDueOn);
      if (next !== action.assignedAgencyId) await tellWithdrawn(tx, actor, action);
      if (step === 'withdraw') await tellAgain(tx, actor, action, last.fromPerson);
      const { before: had } = hadBefore(action, next);
      const taken = { from: action.state, to: before, ...(had ? { before: had } : {}) };
      await addActionStep(tx, actor, { actionId: id, step: 'undo', reason: '', ...taken });
      await tx.record({ event: 'action.undo', recordIds: [action.recordId], detail: { action: id, step } });
      return { id, version: version + 1, state: before };
    });
  }
}

/** Work that another agency had in its hands is not put back there: it was told that it is rid of it. */
function takenBack(last: LastStep, actor: Actor): { step: ActionStep; before: ActionState } {
  const refusal = new WrongState('This step is not taken back. Nothing was changed.');
  if (!UNDONE.has(last.step) || last.fromNumber === null) throw refusal;
  if (last.step === 'reassign' && last.fromDueOn === null) throw refusal;
  const before = actionState(last.fromNumber);
  if (last.fromAgency !== null && last.fromAgency !== actor.agencyId && BEING_DONE.includes(before)) throw refusal;
  return { step: last.step as ActionStep, before };
}

/** The team that had it and its day; nobody is told again of a day that had passed. */
const giveBack = (tx: Tx, id: string, role: string | null, dueOn: string): Promise<unknown> =>
  tx.rows(sql`UPDATE cases.action SET assigned_role = ${role}, due_on = ${dueOn}::date, due_at = ${endOfLondonDay(dueOn)}::timestamptz,
    overdue_told_at = CASE WHEN due_on = ${dueOn}::date THEN overdue_told_at WHEN ${endOfLondonDay(dueOn)}::timestamptz <= now() THEN now() END WHERE id = ${id}::uuid`);

/** Another agency that heard that it is not asked any more is asked again. */
async function tellAgain(tx: Tx, actor: Actor, action: LockedAction, person: string | null): Promise<void> {
  if (action.assignedAgencyId === actor.agencyId) return;
  const doer = { agencyId: action.assignedAgencyId, agency: '', person, role: action.assignedRole };
  await tellDoer(tx, actor, action.recordId, action.id, doer);
}

async function lockSeen(tx: Tx, actor: Actor, id: string): Promise<LockedAction> {
  if (!isUuid(id)) throw new NotVisible('malformed');
  const row = await tx.row<
    Omit<LockedAction, 'state'> & { stateNumber: number }
  >(sql`SELECT a.id, a.record_id AS "recordId", a.kind, a.state AS "stateNumber", a.version, a.due_on::text AS "dueOn", ${LABELS}
    FROM cases.action a WHERE a.id = ${id}::uuid AND ${seenActions(actor)} FOR UPDATE OF a`);
  if (!row) throw new NotVisible('not-disclosed');
  const { stateNumber, ...rest } = row;
  return { ...rest, state: actionState(stateNumber) };
}

const lastStep = (tx: Tx, actor: Actor, id: string): Promise<LastStep | undefined> =>
  tx.row<LastStep>(sql`SELECT s.step, s.from_state AS "fromNumber", b.agency_id AS "fromAgency", coalesce(b.person, s.from_person) AS "fromPerson",
      coalesce(b.role, s.from_role) AS "fromRole", coalesce(b.due_on, s.from_due_on)::text AS "fromDueOn", s.by_user = ${actor.userId}::uuid AS mine,
      CASE WHEN s.by_agency <> ${actor.agencyId}::smallint THEN g.name END AS elsewhere, s.at > now() - make_interval(mins => ${UNDO_MINUTES}::int) AS recent
    FROM cases.action_step s JOIN identity.agency g ON g.id = s.by_agency LEFT JOIN cases.step_before b ON b.step_id = s.id
    WHERE s.action_id = ${id}::uuid ORDER BY s.at DESC, s.id DESC LIMIT 1`);
