import { permissionsOf, ROLES } from '@clin/platform';
import fc from 'fast-check';
import './permissions.js';
import {
  CASE_MOVES,
  CASE_STATES,
  CASE_STATUS,
  caseActions,
  caseStatus,
  type CaseAction,
  type CaseStatus,
} from './case.states.js';

const STATES = Object.keys(CASE_STATUS) as CaseStatus[];
const ACTIONS: CaseAction[] = ['write', 'share', 'suspend', 'resume', 'close', 'reopen'];
const WRITERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'];

/** Written by hand: who may do what in which state. */
const ALLOWED: Record<CaseStatus, Partial<Record<CaseAction, string[]>>> = {
  open: { write: WRITERS, share: ['lead'], suspend: ['lead'], close: ['lead'] },
  suspended: { write: WRITERS, share: ['lead'], resume: ['lead'], close: ['lead'] },
  closed: { share: ['lead'], reopen: ['lead'] },
};

describe('the life of a case', () => {
  it('opens every legal move to its roles, and no illegal one to any', () => {
    for (const state of STATES)
      for (const role of ROLES)
        for (const action of ACTIONS)
          expect([state, role, action, caseActions(state, permissionsOf([role])).includes(action)]).toEqual([
            state, role, action, (ALLOWED[state][action] ?? []).includes(role),
          ]); // prettier-ignore
  });

  it('leads back to open from wherever any walk has come, so it has no dead end', () => {
    const move = (from: CaseStatus, pick: number): CaseStatus => {
      const steps = Object.values(CASE_STATES[from]);
      return steps[pick % steps.length]!.to;
    };
    const reaches = (from: CaseStatus, seen = new Set<CaseStatus>()): boolean =>
      from === 'open' ||
      (!seen.has(from) && Object.values(CASE_STATES[from]).some(({ to }) => reaches(to, new Set([...seen, from]))));
    fc.assert(fc.property(fc.array(fc.nat(), { maxLength: 30 }), (walk) => reaches(walk.reduce(move, 'open'))));
  });

  it('has the number of every state that rows keep, none of them the draft’s', () => {
    expect([1, 2, 3, 4].map(caseStatus)).toEqual([undefined, 'open', 'suspended', 'closed']);
    expect([...CASE_MOVES]).toEqual(['suspend', 'resume', 'close', 'reopen']);
  });
});
