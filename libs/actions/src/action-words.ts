import { sql } from '@clin/platform';
import { actionState, dueWords, RUNNING, stateNumbers, type ActionState } from './action.states.js';

/** What an action says, whoever it is said to; the same names in every query of them. */
export interface ActionWords {
  id: string;
  reference: string;
  what: string;
  why: string;
  outcomeNeeded: string;
  priority: number;
  dueOn: string;
  /** How the day of it stands to today in Europe/London; null when nobody waits for it any more. */
  due: 'overdue' | 'today' | 'later' | null;
  state: ActionState;
  result: string | null;
}

export type WordsRow = Omit<ActionWords, 'due' | 'state'> & { stateNumber: number; today: string };

/** Of `cases.action a`. */
export const WORDS = sql`a.id, a.reference, a.what, a.why, a.outcome_needed AS "outcomeNeeded", a.priority, a.due_on::text AS "dueOn",
  a.state AS "stateNumber", a.result, (now() AT TIME ZONE 'Europe/London')::date::text AS today`;

export function wordsOf({ stateNumber, today, ...row }: WordsRow): ActionWords {
  const { id, reference, what, why, outcomeNeeded, priority, dueOn, result } = row;
  const state = actionState(stateNumber);
  return {
    id,
    reference,
    what,
    why,
    outcomeNeeded,
    priority,
    dueOn,
    due: dueWords(state, dueOn, today),
    state,
    result,
  };
}

/** What is to be done still stands first, by its day. */
export const DUE_FIRST = sql`a.state = ANY (${stateNumbers(RUNNING)}::smallint[]) DESC, a.due_on, a.priority, a.created_at, a.id`;
