import { sql, type Actor, type Rows, type Sql } from '@clin/platform';
import { actionState, dueWords, RUNNING, stateNumbers, type ActionState, type LoggedStep } from './action.states.js';

/** An action of a home, as whoever sees the item that its actions are shared by knows it. People of other agencies are nobody's names. */
export interface PartAction {
  id: string;
  at: Date;
  by: string | null;
  reference: string;
  what: string;
  why: string;
  outcomeNeeded: string;
  priority: number;
  dueOn: string;
  due: 'overdue' | 'today' | 'later' | null;
  state: ActionState;
  result: string | null;
  agency: string;
  person: string | null;
  team: string | null;
  steps: { step: LoggedStep; at: Date; by: string | null; reason: string }[];
}

type Row = Omit<PartAction, 'state' | 'due' | 'steps'> & {
  stateNumber: number;
  today: string;
  steps: { step: LoggedStep; at: string; by: string | null; reason: string }[] | null;
};

/** Whoever names the part has asked both walls for it. What somebody still has to do stands first, by its day. */
export async function actionsOfPart(rows: Rows, actor: Actor, part: string): Promise<PartAction[]> {
  const colleague = (id: Sql) =>
    sql`(SELECT u.name FROM identity.user_account u WHERE u.id = ${id} AND u.agency_id = ${actor.agencyId}::smallint)`;
  const found =
    await rows.rows<Row>(sql`SELECT e.id, e.created_at AS at, ${colleague(sql`e.created_by`)} AS by, e.reference, e.what, e.why,
      e.outcome_needed AS "outcomeNeeded", e.priority, e.due_on::text AS "dueOn", (now() AT TIME ZONE 'Europe/London')::date::text AS today,
      e.state AS "stateNumber", e.result, g.code AS agency, ${colleague(sql`e.assigned_to`)} AS person, e.assigned_role AS team,
      (SELECT jsonb_agg(jsonb_build_object('step', s.step, 'at', s.at, 'by', ${colleague(sql`s.by_user`)}, 'reason', s.reason) ORDER BY s.at) FROM cases.action_step s WHERE s.action_id = e.id) AS steps
    FROM cases.action e JOIN identity.agency g ON g.id = e.assigned_agency_id WHERE e.part_id = ${part}::uuid
    ORDER BY e.state = ANY (${stateNumbers(RUNNING)}::smallint[]) DESC, e.due_on, e.priority, e.created_at, e.id`);
  return found.map(({ stateNumber, today, steps, ...entry }) => ({
    ...entry,
    state: actionState(stateNumber),
    due: dueWords(actionState(stateNumber), entry.dueOn, today),
    steps: (steps ?? []).map((step) => ({ ...step, at: new Date(step.at) })),
  }));
}
