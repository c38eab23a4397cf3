import { readableBy, readableByRight } from '@clin/access';
import { NotPermitted, NotVisible, sql, Stale, WrongState, type Actor, type Sql, type Tx } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import {
  ACTION_STATES,
  ACTION_STATE,
  ACTION_STATE_WORDS,
  actionState,
  obstacleToStep,
  stepToGive,
  type ActionSide,
  type ActionState,
  type ActionStep,
} from './action.states.js';

/** What decides who stands where to an action. */
export interface ActionLabels {
  ownerAgencyId: number;
  assignedAgencyId: number;
  assignedTo: string | null;
  assignedRole: string | null;
  createdBy: string;
  completedBy: string | null;
}

export interface LockedAction extends ActionLabels {
  id: string;
  recordId: string;
  kind: number;
  state: ActionState;
  version: number;
  dueOn: string;
}

/** Who had an action before a step, and by when: a step that keeps it can be taken back. */
export interface HadBefore {
  person: string | null;
  role: string | null;
  dueOn: string;
}

/** What a step keeps. Of one to another agency it is kept beside the step, for the agency that took it alone: the one that is asked reads the step. */
export interface KeptBefore {
  before?: HadBefore;
  elsewhere?: HadBefore & { agencyId: number };
}

export function hadBefore(action: LockedAction, next: number): KeptBefore {
  const { assignedTo, assignedRole, dueOn, assignedAgencyId } = action;
  const before = { person: assignedTo, role: assignedRole, dueOn };
  return next === assignedAgencyId ? { before } : { elsewhere: { ...before, agencyId: assignedAgencyId } };
}

const sharedPart = (actor: Actor): Sql =>
  sql`(SELECT true FROM access.item_visibility v WHERE v.item_id = a.part_id AND ${readableBy(actor, 'v')} LIMIT 1)`;

/** Wall 1: actions about records that the actor reads, of a side that is theirs, or of a case whose actions are shared with them. */
export const seenActions = (
  actor: Actor,
): Sql => sql`((SELECT true FROM access.item_visibility v WHERE v.record_id = a.record_id AND ${readableByRight(actor, 'v')} LIMIT 1)
  AND (a.owner_agency_id = ${actor.agencyId}::smallint OR a.assigned_agency_id = ${actor.agencyId}::smallint
    OR ${sharedPart(actor)}))`;

/** Of the steps of such an action, those that its raiser's agency sees, and whom a case's actions are shared with; of an agency that is asked, what it did itself and what was said since. */
export const seenSteps = (
  actor: Actor,
): Sql => sql`(a.owner_agency_id = ${actor.agencyId}::smallint OR s.by_agency = ${actor.agencyId}::smallint
  OR s.at >= a.assigned_since OR ${sharedPart(actor)})`;

export const LABELS = sql`a.owner_agency_id AS "ownerAgencyId", a.assigned_agency_id AS "assignedAgencyId", a.assigned_to AS "assignedTo",
  a.assigned_role AS "assignedRole", a.created_by AS "createdBy", a.completed_by AS "completedBy"`;

/** A doer is the person, anybody with the team's role, or, of an agency that was asked, anybody who sees it. */
export function sidesOf(actor: Actor, action: ActionLabels): Set<ActionSide> {
  const sides = new Set<ActionSide>();
  if (action.ownerAgencyId === actor.agencyId) sides.add('raiser');
  const theirs = action.assignedTo
    ? action.assignedTo === actor.userId
    : action.assignedRole === null || (actor.roles as readonly string[]).includes(action.assignedRole);
  if (action.assignedAgencyId === actor.agencyId && theirs) sides.add('doer');
  return sides;
}

/** NotVisible, WrongState, NotPermitted or Stale, in this order; the row is locked, so that of two acceptances at once one is. */
export async function lockAction(
  tx: Tx,
  actor: Actor,
  id: string,
  asked: ActionStep | 'give',
  version: number,
): Promise<LockedAction & { to: ActionState; step: ActionStep }> {
  if (!isUuid(id)) throw new NotVisible('malformed');
  const row = await tx.row<
    Omit<LockedAction, 'state'> & { stateNumber: number }
  >(sql`SELECT a.id, a.record_id AS "recordId", a.kind,
      a.state AS "stateNumber", a.version, a.due_on::text AS "dueOn", ${LABELS}
    FROM cases.action a WHERE a.id = ${id}::uuid AND ${seenActions(actor)} FOR UPDATE OF a`);
  if (!row) throw new NotVisible('not-disclosed');
  const { stateNumber, ...rest } = row;
  const state = actionState(stateNumber);
  const sides = sidesOf(actor, row);
  const standing = { sides, permissions: actor.permissions, isCompleter: row.completedBy === actor.userId };
  const step = asked === 'give' ? stepToGive(state, standing) : asked;
  const wanted = ACTION_STATES[state][step];
  if (!wanted)
    throw new WrongState(
      `This action is “${ACTION_STATE_WORDS[state].toLowerCase()}”, so this cannot be done. Nothing was changed.`,
    );
  const obstacle = obstacleToStep(wanted, standing);
  if (obstacle) throw new NotPermitted(obstacle);
  if (version !== row.version) throw new Stale({ id, version: row.version, state, yours: version });
  return { ...rest, state, to: wanted.to, step };
}

export async function addActionStep(
  tx: Tx,
  actor: Actor,
  step: {
    actionId: string;
    step: string;
    from: ActionState | null;
    to: ActionState;
    reason: string;
  } & KeptBefore,
): Promise<void> {
  const added = await tx.row<{
    id: string;
  }>(sql`INSERT INTO cases.action_step (action_id, step, from_state, to_state, by_user, by_agency, reason, from_person, from_role, from_due_on)
    VALUES (${step.actionId}::uuid, ${step.step}, ${step.from ? ACTION_STATE[step.from] : null}::smallint, ${ACTION_STATE[step.to]}::smallint,
      ${actor.userId}::uuid, ${actor.agencyId}::smallint, ${step.reason}, ${step.before?.person ?? null}::uuid, ${step.before?.role ?? null}, ${step.before?.dueOn ?? null}::date) RETURNING id`);
  const { elsewhere } = step;
  if (elsewhere)
    await tx.rows(sql`INSERT INTO cases.step_before (step_id, agency_id, person, role, due_on)
      VALUES (${added!.id}::uuid, ${elsewhere.agencyId}::smallint, ${elsewhere.person}::uuid, ${elsewhere.role}, ${elsewhere.dueOn}::date)`);
}
