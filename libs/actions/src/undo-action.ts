import { Injectable } from '@nestjs/common';
import {
  checkInput,
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
import { ACTION_STATE, ACTION_STATES, actionState, obstacleToStep, UNDONE, UNDO_MINUTES, type ActionStep } from './action.states.js'; // prettier-ignore
import type { MovedAction } from './move-action.js';

interface LastStep {
  step: string;
  fromNumber: number | null;
  fromPerson: string | null;
  fromRole: string | null;
  fromDueOn: string | null;
  mine: boolean;
  recent: boolean;
}

/** Takes back the last step of an action: by whoever took it, within UNDO_MINUTES, while nobody has moved the action on. */
@Injectable()
export class UndoAction {
  public constructor(private readonly work: Work) {}

  /** Throws InvalidInput, NotVisible, Stale, WrongState for a step that is not taken back, NotPermitted to anybody else. */
  public execute(actor: Actor, id: string, received: unknown): Promise<MovedAction> {
    const { version } = checkInput(StepInput, received);
    return this.work.run(actor, async (tx) => {
      const action = await lockSeen(tx, actor, id);
      if (action.version !== version) throw new Stale({ id, version: action.version, state: action.state });
      const last = await lastStep(tx, actor, id);
      if (!last?.mine) throw new NotPermitted('not-yours');
      // What went to another agency, or came from one, is not taken back from it.
      const given = last.step === 'reassign' || last.step === 'pass';
      if (!UNDONE.has(last.step) || last.fromNumber === null || (last.step === 'reassign' && last.fromDueOn === null))
        throw new WrongState('This step is not taken back. Nothing was changed.');
      if (!last.recent) throw new WrongState(`More than ${UNDO_MINUTES} minutes have passed. Nothing was changed.`);
      const step = last.step as ActionStep;
      const before = actionState(last.fromNumber);
      // As they stood when they took the step, with the roles that they have now.
      const sides = sidesOf(actor, { ...action, assignedTo: last.fromPerson });
      const standing = { sides, permissions: actor.permissions, isCompleter: action.completedBy === actor.userId };
      const obstacle = obstacleToStep(ACTION_STATES[before][step]!, standing);
      if (obstacle) throw new NotPermitted(obstacle);
      // A home that was closed since takes no work back.
      if (ACTION_STATES[before][step]!.side === 'raiser')
        await openHome(tx, actor, { id: action.recordId, kind: action.kind });
      await tx.rows(
        sql`UPDATE cases.action SET state = ${ACTION_STATE[before]}::smallint, assigned_to = ${last.fromPerson}::uuid,  version = version + 1, updated_at = now() WHERE id = ${id}::uuid`,
      );
      if (given && last.fromDueOn !== null) await giveBack(tx, id, last.fromRole, last.fromDueOn);
      const taken = { from: action.state, to: before, before: hadBefore(action, action.assignedAgencyId) };
      await addActionStep(tx, actor, { actionId: id, step: 'undo', reason: '', ...taken });
      await tx.record({ event: 'action.undo', recordIds: [action.recordId], detail: { action: id, step } });
      return { id, version: version + 1, state: before };
    });
  }
}

/** The team that had it and its day; nobody is told again of a day that had passed. */
const giveBack = (tx: Tx, id: string, role: string | null, dueOn: string): Promise<unknown> =>
  tx.rows(sql`UPDATE cases.action SET assigned_role = ${role}, due_on = ${dueOn}::date, due_at = ${endOfLondonDay(dueOn)}::timestamptz,
    overdue_told_at = CASE WHEN due_on = ${dueOn}::date THEN overdue_told_at WHEN ${endOfLondonDay(dueOn)}::timestamptz <= now() THEN now() END WHERE id = ${id}::uuid`);

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
  tx.row<LastStep>(sql`SELECT s.step, s.from_state AS "fromNumber", s.from_person AS "fromPerson", s.from_role AS "fromRole", s.from_due_on::text AS "fromDueOn", s.by_user = ${actor.userId}::uuid AS mine,
      s.at > now() - make_interval(mins => ${UNDO_MINUTES}::int) AS recent
    FROM cases.action_step s WHERE s.action_id = ${id}::uuid ORDER BY s.at DESC, s.id DESC LIMIT 1`);
