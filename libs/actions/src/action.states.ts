/** The life of an action as one table: it drives the buttons, the guards of the verbs and the tests. Numbered as in cases.action. */
export const ACTION_STATE = {
  assigned: 1,
  accepted: 2,
  'handed-back': 3,
  done: 4,
  verified: 5,
  withdrawn: 6,
  left: 7,
} as const;
export type ActionState = keyof typeof ACTION_STATE;
export type ActionStep = 'accept' | 'hand-back' | 'complete' | 'verify' | 'return' | 'reassign' | 'withdraw' | 'pass';
/** What an action's history holds. Whoever tells of it has words for each. */
export type LoggedStep = ActionStep | 'raise' | 'undo' | 'leave';
/** Who raised it, and who is to do it: the person, anybody of the team, or anybody of the agency that it was asked of. */
export type ActionSide = 'raiser' | 'doer';

export interface ActionTransition {
  to: ActionState;
  side: ActionSide;
  permission: string;
  /** The person who completed it is not the one who looks at it. */
  byAnother?: true;
}

const doer = (to: ActionState): ActionTransition => ({ to, side: 'doer', permission: 'action.work' });
const raiser = (to: ActionState): ActionTransition => ({ to, side: 'raiser', permission: 'action.raise' });
const checks = (to: ActionState): ActionTransition => ({ ...raiser(to), byAnother: true });
/** To a named colleague of the doer's own agency, who accepts it in turn. */
const PASSED = { pass: doer('assigned') };
const REDIRECTED = { reassign: raiser('assigned'), withdraw: raiser('withdrawn') };

export const ACTION_STATES: Record<ActionState, Partial<Record<ActionStep, ActionTransition>>> = {
  assigned: { accept: doer('accepted'), 'hand-back': doer('handed-back'), ...PASSED, ...REDIRECTED },
  accepted: { complete: doer('done'), 'hand-back': doer('handed-back'), ...PASSED, ...REDIRECTED },
  'handed-back': REDIRECTED,
  done: { verify: checks('verified'), return: checks('accepted') },
  verified: {},
  withdrawn: {},
  // Its case was closed without it: when the case is reopened, somebody can be asked again.
  left: { reassign: raiser('assigned') },
};

/** Steps that whoever took them takes back, while nobody has moved the action on and the minutes last. What somebody has verified stays signed for. */
export const UNDONE: ReadonlySet<string> = new Set<ActionStep>([
  'accept',
  'hand-back',
  'return',
  'withdraw',
  'pass',
  'reassign',
]);
export const UNDO_MINUTES = 15;

/** Work that a case cannot be closed over in silence. */
export const UNFINISHED: readonly ActionState[] = ['assigned', 'accepted', 'handed-back', 'done'];
/** What can be late: somebody is still to do it, or to find somebody who will. */
export const RUNNING: readonly ActionState[] = ['assigned', 'accepted', 'handed-back'];

/** What somebody has, to accept it or to do it. */
export const BEING_DONE: readonly ActionState[] = ['assigned', 'accepted'];

export const ACTION_STATE_WORDS: Record<ActionState, string> = {
  assigned: 'Not accepted yet',
  accepted: 'Accepted',
  'handed-back': 'Handed back',
  done: 'Done, not verified',
  verified: 'Verified',
  withdrawn: 'Withdrawn',
  left: 'Left when the case was closed',
};

const NAMES = new Map(Object.entries(ACTION_STATE).map(([name, number]) => [number as number, name as ActionState]));

export const actionState = (number: number): ActionState => NAMES.get(number)!;
export const stateNumbers = (states: readonly ActionState[]): number[] => states.map((state) => ACTION_STATE[state]);

export interface ActionStanding {
  sides: ReadonlySet<ActionSide>;
  permissions: ReadonlySet<string>;
  isCompleter: boolean;
}

/** Why the person may not, or undefined when they may: the reason a denial carries. */
export function obstacleToStep(step: ActionTransition, who: ActionStanding): string | undefined {
  if (!who.permissions.has(step.permission)) return 'no-permission';
  if (!who.sides.has(step.side)) return step.side === 'doer' ? 'not-doer' : 'not-raiser';
  if (step.byAnother && who.isCompleter) return 'verifies-own';
  return undefined;
}

export const stepsOpen = (state: ActionState, who: ActionStanding): ActionStep[] =>
  (Object.entries(ACTION_STATES[state]) as [ActionStep, ActionTransition][])
    .filter(([, step]) => obstacleToStep(step, who) === undefined)
    .map(([name]) => name);

/** How somebody gives an action to others of their own agency: its raiser assigns it again, its doer passes it on. */
export function stepToGive(state: ActionState, who: ActionStanding): 'reassign' | 'pass' {
  const open = stepsOpen(state, who);
  if (open.includes('reassign') || !open.includes('pass')) return who.sides.has('raiser') ? 'reassign' : 'pass';
  return 'pass';
}

/** How the day of an action stands to today in Europe/London; null when nobody waits for it any more. */
export function dueWords(state: ActionState, dueOn: string, today: string): 'overdue' | 'today' | 'later' | null {
  if (!RUNNING.includes(state)) return null;
  return dueOn < today ? 'overdue' : dueOn === today ? 'today' : 'later';
}
