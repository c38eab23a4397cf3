import { sql, type Actor, type Tx } from '@clin/platform';
import { ACTION_STATE, actionState, stateNumbers, UNFINISHED } from './action.states.js';
import { addActionStep, seenActions } from './action.store.js';

/** How many actions of a home are not finished, as far as the actor sees them. */
export async function unfinishedOf(tx: Tx, actor: Actor, recordId: string): Promise<number> {
  const row = await tx.row<{ count: number }>(sql`SELECT count(*)::int AS count FROM cases.action a
    WHERE a.record_id = ${recordId}::uuid AND a.part_id IS NOT NULL AND a.state = ANY (${stateNumbers(UNFINISHED)}::smallint[]) AND ${seenActions(actor)}`);
  return row?.count ?? 0;
}

/** Actions that their home is closed over, by somebody whose right to close it was decided already. */
export async function leaveUnfinished(tx: Tx, actor: Actor, recordId: string, reason: string): Promise<void> {
  const left = await tx.rows<{
    id: string;
    state: number;
  }>(sql`SELECT a.id, a.state FROM cases.action a WHERE a.record_id = ${recordId}::uuid
    AND a.part_id IS NOT NULL AND a.state = ANY (${stateNumbers(UNFINISHED)}::smallint[]) FOR UPDATE`);
  for (const { id: actionId, state } of left) {
    await tx.rows(
      sql`UPDATE cases.action SET state = ${ACTION_STATE.left}::smallint, version = version + 1, updated_at = now() WHERE id = ${actionId}::uuid`,
    );
    await addActionStep(tx, actor, { actionId, step: 'leave', from: actionState(state), to: 'left', reason });
  }
}
