import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readableBy, readableByRight } from '@clin/access';
import { checkInput, Clock, NotVisible, reference, sql, Work, WrongState, type Actor, type Tx } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { openHome } from './action-home.js';
import { RaiseActionInput } from './action.input.js';
import { addActionStep, type LockedAction } from './action.store.js';
import { ACTION_STATE, BEING_DONE } from './action.states.js';
import { doerOf, dueOf, type Doer } from './assign-action.js';
import { ACTION_EVENTS } from './events.js';

/** What is to be done about it is between those who read it by right. */
export const IN_EMERGENCY =
  'This record is open to you in an emergency only. Telephone its owner. Nothing was changed.';

export interface RaisedAction {
  id: string;
  reference: string;
  version: number;
  dueOn: string;
}

/** Raises an action about a record of any kind that the person reads and, where the kind is a home of actions, may give work on. */
@Injectable()
export class RaiseAction {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** Throws InvalidInput (a day in the past, somebody who cannot see the record), NotVisible, and WrongState in an emergency; and what the record's home throws. */
  public async execute(actor: Actor, recordId: string, received: unknown): Promise<RaisedAction> {
    const input = checkInput(RaiseActionInput, received);
    if (!isUuid(recordId)) throw new NotVisible('malformed');
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const seen = await tx.row<{
        kind: number;
        byRight: boolean;
      }>(sql`SELECT v.kind, ${readableByRight(actor, 'v')} AS "byRight"
        FROM access.item_visibility v WHERE v.record_id = ${recordId}::uuid AND ${readableBy(actor, 'v')} ORDER BY 2 DESC LIMIT 1`);
      if (!seen) throw new NotVisible('not-disclosed');
      if (!seen.byRight) throw new WrongState(IN_EMERGENCY);
      const about = { id: recordId, kind: seen.kind };
      const home = await openHome(tx, actor, about);
      const doer = await doerOf(tx, actor, about, input);
      const { dueOn, dueAt } = await dueOf(tx, input, now);
      const record = { ...about, part: home?.part ?? null };
      return { ...(await addAction(tx, actor, record, input, doer, { dueOn, dueAt })), dueOn };
    });
  }
}

/** An action of somebody whose right to raise it, and to give it to this doer, was decided already. */
export async function addAction(
  tx: Tx,
  actor: Actor,
  record: { id: string; kind: number; part: string | null },
  words: { what: string; why: string; outcomeNeeded: string; priority: string | number },
  doer: Doer,
  { dueOn, dueAt }: { dueOn: string; dueAt: Date },
): Promise<{ id: string; reference: string; version: number }> {
  const raised = { id: randomUUID(), reference: reference('AC'), version: 1 };
  await tx.rows(sql`INSERT INTO cases.action (id, reference, owner_agency_id, record_id, kind, part_id, what, why, outcome_needed, priority, due_on, due_at,
      created_by, assigned_agency_id, assigned_to, assigned_role, state, version)
    VALUES (${raised.id}::uuid, ${raised.reference}, ${actor.agencyId}::smallint, ${record.id}::uuid, ${record.kind}::smallint, ${record.part}::uuid,
      ${words.what.trim()}, ${words.why.trim()}, ${words.outcomeNeeded.trim()}, ${Number(words.priority)}::smallint, ${dueOn}::date, ${dueAt}::timestamptz,
      ${actor.userId}::uuid, ${doer.agencyId}::smallint, ${doer.person}::uuid, ${doer.role}, ${ACTION_STATE.assigned}::smallint, 1)`);
  const step = { step: 'raise', from: null, to: 'assigned', reason: words.why.trim() } as const;
  await addActionStep(tx, actor, { actionId: raised.id, ...step });
  await tellDoer(tx, actor, record.id, raised.id, doer);
  const detail = { action: raised.reference, agency: doer.agency, person: doer.person, team: doer.role };
  await tx.record({ event: 'action.raise', recordIds: [record.id], detail });
  return raised;
}

/** Another agency that was to do it hears that it is not asked any more; one's own sees it. */
export async function tellWithdrawn(
  tx: Tx,
  actor: Actor,
  { id, recordId, assignedAgencyId, state }: LockedAction,
): Promise<void> {
  if (assignedAgencyId === actor.agencyId || !BEING_DONE.includes(state)) return;
  const payload = { actionId: id, recipientAgencyId: assignedAgencyId };
  await tx.emit({ type: ACTION_EVENTS.requestWithdrawn, recordId, payload });
}

/** A person, a team or an agency hears of what they are asked; nobody of what they ask themselves. */
export async function tellDoer(tx: Tx, actor: Actor, recordId: string, actionId: string, doer: Doer): Promise<void> {
  if (doer.person === actor.userId) return;
  const about = { actionId, recipientAgencyId: doer.agencyId };
  const type = doer.person ? ACTION_EVENTS.assigned : doer.role ? ACTION_EVENTS.teamAssigned : ACTION_EVENTS.requested;
  const more = doer.person ? { personId: doer.person } : doer.role ? { role: doer.role } : {};
  await tx.emit({ type, recordId, payload: { ...about, ...more } });
}
