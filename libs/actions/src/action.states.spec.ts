import { permissionsOf, ROLES } from '@clin/platform';
import fc from 'fast-check';
import './permissions.js';
import { ACTION_STATE, ACTION_STATES, actionState, BEING_DONE, dueWords, obstacleToStep, RUNNING, stateNumbers, stepsOpen, stepToGive, UNDO_MINUTES, UNDONE, UNFINISHED, type ActionSide, type ActionState, type ActionStep } from './action.states.js'; // prettier-ignore

const STATES = Object.keys(ACTION_STATE) as ActionState[];
const STEPS: ActionStep[] = ['accept', 'hand-back', 'complete', 'verify', 'return', 'reassign', 'withdraw', 'pass'];
const RAISERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'];
const DOERS = [...RAISERS, 'contact'];
const FINAL: ActionState[] = ['verified', 'withdrawn'];

/** Written by hand: the side and the roles of every legal step. */
const ALLOWED: Record<ActionState, Partial<Record<ActionStep, [ActionSide, string[]]>>> = {
  assigned: { accept: ['doer', DOERS], pass: ['doer', DOERS], 'hand-back': ['doer', DOERS], reassign: ['raiser', RAISERS], withdraw: ['raiser', RAISERS] },
  accepted: { complete: ['doer', DOERS], pass: ['doer', DOERS], 'hand-back': ['doer', DOERS], reassign: ['raiser', RAISERS], withdraw: ['raiser', RAISERS] },
  'handed-back': { reassign: ['raiser', RAISERS], withdraw: ['raiser', RAISERS] },
  done: { verify: ['raiser', RAISERS], return: ['raiser', RAISERS] },
  verified: {},
  withdrawn: {},
  left: { reassign: ['raiser', RAISERS] },
}; // prettier-ignore

describe('the life of an action', () => {
  it('opens every legal step to its side and roles, and no illegal one to any', () => {
    for (const state of STATES)
      for (const role of ROLES)
        for (const side of ['raiser', 'doer'] as const)
          for (const step of STEPS) {
            const [wanted, roles] = ALLOWED[state][step] ?? [];
            const open = stepsOpen(state, { sides: new Set([side]), permissions: permissionsOf([role]), isCompleter: false }); // prettier-ignore
            expect([state, role, side, step, open.includes(step)]).toEqual([
              state, role, side, step, wanted === side && (roles ?? []).includes(role),
            ]); // prettier-ignore
          }
  });

  it('is being done where its doer has a step to take', () => {
    const doer = { sides: new Set<ActionSide>(['doer']), permissions: permissionsOf(['lead']), isCompleter: false };
    expect(BEING_DONE).toEqual(STATES.filter((state) => stepsOpen(state, doer).length > 0));
  });

  it('lets nobody look at what they did themselves', () => {
    const who = { sides: new Set<ActionSide>(['raiser', 'doer']), permissions: permissionsOf(['lead']), isCompleter: true }; // prettier-ignore
    for (const step of ['verify', 'return'] as const) {
      expect(obstacleToStep(ACTION_STATES.done[step]!, who)).toBe('verifies-own');
      expect(obstacleToStep(ACTION_STATES.done[step]!, { ...who, isCompleter: false })).toBeUndefined();
    }
    expect(obstacleToStep(ACTION_STATES.assigned.accept!, { ...who, sides: new Set(['raiser']) })).toBe('not-doer');
    expect(obstacleToStep(ACTION_STATES.assigned.withdraw!, { ...who, sides: new Set(['doer']) })).toBe('not-raiser');
    expect(obstacleToStep(ACTION_STATES.assigned.accept!, { ...who, permissions: new Set() })).toBe('no-permission');
  });

  it('lets whoever did it do it again when it was given back, or pass it on', () => {
    const who = { sides: new Set<ActionSide>(['doer']), permissions: permissionsOf(['analyst']), isCompleter: true };
    expect(stepsOpen('accepted', who).sort()).toEqual(['complete', 'hand-back', 'pass']);
    expect(stepsOpen('done', who)).toEqual([]);
  });

  it('takes back what was a slip, and never what somebody reported as done or signed for', () => {
    for (const step of STEPS) expect([step, UNDONE.has(step)]).toEqual([step, !['complete', 'verify'].includes(step)]);
    expect(UNDONE.size).toBe(STEPS.length - 2);
    expect(UNDO_MINUTES).toBe(15);
  });

  it.each<[string, ActionState, ActionSide[], string[], 'reassign' | 'pass']>([
    ['its raiser, who assigns it again', 'assigned', ['raiser'], ['analyst'], 'reassign'],
    ['its doer, who passes it on', 'accepted', ['doer'], ['contact'], 'pass'],
    ['whoever raised it for themselves', 'accepted', ['raiser', 'doer'], ['analyst'], 'reassign'],
    ['a contact on both sides, who raises nothing', 'accepted', ['raiser', 'doer'], ['contact'], 'pass'],
    ['its raiser when it was handed back', 'handed-back', ['raiser'], ['lead'], 'reassign'],
    ['the raiser of what was left', 'left', ['raiser'], ['lead'], 'reassign'],
    // Open to nobody now: the refusal is of the step that would have been theirs.
    ['its raiser when it is verified', 'verified', ['raiser'], ['lead'], 'reassign'],
    ['its doer when it is done', 'done', ['doer'], ['analyst'], 'pass'],
  ])('is given to a colleague by %s', (_who, state, sides, roles, step) => {
    const who = { sides: new Set(sides), permissions: permissionsOf(roles as never), isCompleter: false };
    expect(stepToGive(state, who)).toBe(step);
  });

  it('leads to an end from wherever any walk has come, so it has no dead end', () => {
    const move = (from: ActionState, pick: number): ActionState => {
      const steps = Object.values(ACTION_STATES[from]);
      return steps.length === 0 ? from : steps[pick % steps.length]!.to;
    };
    const ends = (from: ActionState, seen = new Set<ActionState>()): boolean =>
      FINAL.includes(from) ||
      (!seen.has(from) && Object.values(ACTION_STATES[from]).some(({ to }) => ends(to, new Set([...seen, from]))));
    for (const start of ['assigned', 'left'] as const)
      fc.assert(fc.property(fc.array(fc.nat(), { maxLength: 30 }), (walk) => ends(walk.reduce(move, start))));
  });

  it('counts days while somebody is waited for, and has the number of every state that rows keep', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(actionState)).toEqual([
      'assigned',
      'accepted',
      'handed-back',
      'done',
      'verified',
      'withdrawn',
      'left',
    ]);
    expect([...UNFINISHED]).toEqual(['assigned', 'accepted', 'handed-back', 'done']);
    expect(stateNumbers(RUNNING)).toEqual([1, 2, 3]);
    for (const state of STATES) {
      const waits = ['assigned', 'accepted', 'handed-back'].includes(state);
      const said = ['2026-10-01', '2026-10-02', '2026-10-03'].map((day) => dueWords(state, day, '2026-10-02'));
      expect([state, said]).toEqual([state, waits ? ['overdue', 'today', 'later'] : [null, null, null]]);
    }
  });
});
