import { ROLE_WORDS } from '@clin/web-kit';
import type { ListedAction } from '../action-list.query.js';
import { TEAM_ROLES } from '../action.input.js';
import { ACTION_STATE_WORDS, type ActionState, type ActionStep } from '../action.states.js';

export const PRIORITIES = [
  ['1', 'High'],
  ['2', 'Normal'],
  ['3', 'Low'],
] as const;
const COLOURS: Record<ActionState, string> = {
  assigned: 'blue',
  accepted: 'green',
  'handed-back': 'orange',
  done: 'purple',
  verified: 'grey',
  withdrawn: 'grey',
  left: 'grey',
};

/** Steps as the buttons and the addresses name them. */
export const STEPS: Record<
  ActionStep,
  { path: string; words: string; done: string; asks?: 'reason' | 'result' | 'assignment' | 'colleague' }
> = {
  accept: { path: 'acceptance', words: 'Accept', done: 'Action accepted' },
  'hand-back': { path: 'hand-back', words: 'Hand back', done: 'Action handed back', asks: 'reason' },
  complete: {
    path: 'completion',
    words: 'Mark as done',
    done: 'Action done: somebody else verifies it',
    asks: 'result',
  },
  verify: { path: 'verification', words: 'Verify', done: 'Action verified' },
  return: { path: 'return', words: 'Give back to be done again', done: 'Action given back', asks: 'reason' },
  reassign: { path: 'reassignment', words: 'Assign again', done: 'Action assigned again', asks: 'assignment' },
  pass: { path: 'passing', words: 'Pass to a colleague', done: 'Action passed on', asks: 'colleague' },
  withdraw: { path: 'withdrawal', words: 'Withdraw', done: 'Action withdrawn', asks: 'reason' },
};

export const TEAMS = TEAM_ROLES.map((role) => [role, ROLE_WORDS[role]] as const);
export const teamsOf = (roles: readonly string[]) => TEAMS.filter(([role]) => roles.includes(role));

/** Whom an action waits for, in words. */
export const whoIs = ({
  person,
  team,
  agency,
}: {
  person: string | null;
  team: string | null;
  agency: string;
}): string => person ?? (team ? `${ROLE_WORDS[team as 'lead'] ?? team}, ${agency}` : agency);

export const stateTag = (state: ActionState) => ({ words: ACTION_STATE_WORDS[state], colour: COLOURS[state] });
export const priorityWords = (priority: number): string => PRIORITIES[priority - 1]?.[1] ?? '';

/** To a reader of that agency a team is one of theirs. */
export const teamOrWho = ({ person, team, agency, agencyName }: ListedAction['assigned'], reader: string): string =>
  agency === reader && team && !person
    ? (ROLE_WORDS[team as 'lead'] ?? team)
    : whoIs({ person, team, agency: agencyName });

export const actionRow = (action: ListedAction) => ({
  ...action,
  who: whoIs({ ...action.assigned, agency: action.assigned.agencyName }),
  asker: action.raisedBy.person ?? action.raisedBy.agencyName,
  tag: stateTag(action.state),
  priorityWords: priorityWords(action.priority),
});

const HEADINGS = { overdue: 'Overdue', today: 'Due today', later: 'Due later' } as const;

/** Overdue, today and later as tables of their own, and what only waits to be verified. */
export function boardOf(actions: readonly ListedAction[]) {
  const rows = actions.map(actionRow);
  const groups = (['overdue', 'today', 'later'] as const).map((due) => ({
    title: HEADINGS[due],
    urgent: due === 'overdue',
    rows: rows.filter((row) => row.due === due),
  }));
  const done = rows.filter((row) => row.state === 'done');
  return [...groups, ...(done.length > 0 ? [{ title: 'Done, not verified', urgent: false, rows: done }] : [])];
}

/** For the marking bars of a page that names several records. */
export const handlingOf = (actions: readonly ListedAction[]): string[] => [
  ...new Set(actions.flatMap(({ record }) => record.handling)),
];
