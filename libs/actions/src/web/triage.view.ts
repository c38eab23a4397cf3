import { list } from '@clin/web-kit/posted';
import { ACTION_STATE_WORDS, UNDO_MINUTES, type ActionState } from '../action.states.js';
import type { ListedAction } from '../action-list.query.js';
import type { DecidedRow } from '../triage-actions.js';
import type { TriageRow, TriageStep, Waiting } from '../triage.input.js';
import type { PreviewedRow, TriageRefusal } from '../triage.query.js';
import { whoIs } from './action.view.js';

export const WAITING_WORDS: Record<Waiting, string> = {
  request: 'Asked by another agency',
  team: 'For a team, nobody’s yet',
  'handed-back': 'Handed back',
  verify: 'Done, to be verified',
};

export const DECISIONS: Record<TriageStep, { words: string; done: string }> = {
  accept: { words: 'Accept, to do it myself', done: 'accepted' },
  give: { words: 'Give to a person, a team or another agency', done: 'given on' },
  pass: { words: 'Pass to a colleague', done: 'passed on' },
  'hand-back': { words: 'Hand back', done: 'handed back' },
  verify: { words: 'Verify', done: 'verified' },
  return: { words: 'Give back to be done again', done: 'given back' },
  withdraw: { words: 'Withdraw', done: 'withdrawn' },
};

export const REFUSALS: Record<TriageRefusal, string> = {
  absent: 'It is not there for you',
  changed: 'It was changed since you saw it: look at it again',
  'wrong-state': 'Not possible as it stands now',
  'no-permission': 'Your role does not do this',
  'not-doer': 'It is for somebody else to do',
  'not-raiser': 'Another agency raised it',
  'verifies-own': 'You did it yourself, so somebody else looks at it',
  unseen: 'Whoever you chose cannot see its record',
  late: 'Its day has passed: give it another one',
  'not-yours': 'Somebody else has moved it on',
  accepted: 'Another agency has accepted it already',
  declined: 'Another agency has handed it back already: it waits for you',
  unavailable: 'The service could not answer: nothing was done to it',
};

/** A row travels through a form as its id and the version that was seen. */
export const rowText = ({ id, version }: TriageRow): string => `${id}.${version}`;
export const rowsPosted = (value: unknown): TriageRow[] =>
  list(value).map((one) => ({ id: one.split('.')[0]!, version: Number(one.split('.')[1] ?? Number.NaN) }));

/** `whom`: to whom it is given, when it is. */
export const previewRow = (row: PreviewedRow, whom?: string) => ({
  ...row,
  text: rowText(row),
  says: row.why
    ? REFUSALS[row.why]
    : whom
      ? `Waits for ${whom} to accept it`
      : `Becomes “${ACTION_STATE_WORDS[row.becomes!].toLowerCase()}”`,
});

export const decidedRow = (row: DecidedRow, step: TriageStep | 'undo', action: ListedAction | undefined) => ({
  id: row.id,
  reference: action?.reference ?? null,
  what: action?.what ?? null,
  ok: row.moved !== null,
  text: row.moved && rowText(row.moved),
  says: row.why ? refusalOf(row, step) : stateNow(row.moved!.state, action),
});

function refusalOf({ why, agency }: DecidedRow, step: TriageStep | 'undo'): string {
  if (why === 'accepted') return `Not taken back: ${agency} has accepted it already`;
  if (why === 'declined') return `Not taken back: ${agency} has handed it back already, and it waits for you`;
  if (step === 'undo' && why === 'wrong-state')
    return `Not taken back: it has moved on, or ${UNDO_MINUTES} minutes have passed`;
  if (step === 'undo' && why === 'unseen')
    return 'Not taken back: whoever had it can no longer see its record. Give it to somebody else';
  return REFUSALS[why!];
}

/** Whoever it waits for is named while somebody is to do it. */
function stateNow(state: ActionState, action: ListedAction | undefined): string {
  const words = ACTION_STATE_WORDS[state];
  if (!action || !['assigned', 'accepted'].includes(state)) return words;
  return `${words}, for ${whoIs({ ...action.assigned, agency: action.assigned.agencyName })}`;
}

export const many = (count: number, words: string): string => `${count} ${count === 1 ? 'action' : 'actions'} ${words}`;
