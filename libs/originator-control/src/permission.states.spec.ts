import {
  PERMISSION_STATES,
  stepsOpen,
  type HandlerPart,
  type PermissionState,
  type Side,
} from './permission.states.js';

const ALL = ['permission.handle', 'permission.answer', 'permission.ask'];
const PARTS: (HandlerPart | null)[] = ['not-needed', 'waiting', 'consented', 'objected', null];

/** Written by hand: the steps of each side with one permission, while a source handler's part is what it is. */
const EXPECTED = (state: PermissionState, side: Side, permission: string, part: HandlerPart | null): string[] => {
  if (state === 'asked' && side === 'owner' && permission === 'permission.handle')
    return part === 'waiting' ? ['handle'] : [];
  if (state === 'asked' && side === 'owner' && permission === 'permission.answer') return ['answer'];
  if (state === 'granted' && side === 'owner' && permission === 'permission.answer') return ['withdraw'];
  if (['asked', 'granted'].includes(state) && side === 'asker' && permission === 'permission.ask') return ['withdraw'];
  return [];
};

describe('the life of a request for permission', () => {
  it('has these states', () =>
    expect([...PERMISSION_STATES]).toEqual(['asked', 'granted', 'refused', 'expired', 'withdrawn', 'ended']));

  it('opens each step to its own side, permission and moment', () => {
    for (const state of PERMISSION_STATES)
      for (const side of ['asker', 'owner'] as const)
        for (const permission of [...ALL, 'permission.read'])
          for (const part of PARTS)
            expect([state, side, permission, part, stepsOpen(state, side, new Set([permission]), part)]).toEqual([
              state, side, permission, part, EXPECTED(state, side, permission, part),
            ]); // prettier-ignore
  });
});
