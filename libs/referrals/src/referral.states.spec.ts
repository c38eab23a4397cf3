import fc from 'fast-check';
import {
  actionsOpen,
  everOf,
  lateSide,
  REFERRAL_ACTIONS,
  REFERRAL_STATES,
  STAGES,
  STATUSES,
  statusName,
  type ReferralAction,
  type ReferralStatus,
  type Side,
} from './referral.states.js';

type Row = [from: ReferralStatus, side: Side, action: ReferralAction, to: ReferralStatus, permission: string];
const S = 'referral.send';
const A = 'referral.answer';
const N = 'referral.note';

/** Written by hand from the brief of referrals. */
const ALLOWED: Row[] = [
  ['draft', 'sender', 'save', 'draft', 'referral.write'], ['draft', 'sender', 'send', 'sent', S],
  ['sent', 'receiver', 'acknowledge', 'acknowledged', N], ['sent', 'sender', 'transfer', 'sent', S], ['sent', 'sender', 'withdraw', 'withdrawn', S],
  ['acknowledged', 'receiver', 'accept', 'accepted', A], ['acknowledged', 'receiver', 'reject', 'rejected', A],
  ['acknowledged', 'receiver', 'ask', 'information-asked', A], ['acknowledged', 'sender', 'transfer', 'sent', S], ['acknowledged', 'sender', 'withdraw', 'withdrawn', S],
  ['information-asked', 'sender', 'inform', 'acknowledged', S], ['information-asked', 'receiver', 'accept', 'accepted', A],
  ['information-asked', 'receiver', 'reject', 'rejected', A], ['information-asked', 'sender', 'transfer', 'sent', S], ['information-asked', 'sender', 'withdraw', 'withdrawn', S],
  ['accepted', 'receiver', 'progress', 'in-progress', N], ['accepted', 'receiver', 'outcome', 'outcome', A],
  ['accepted', 'sender', 'transfer', 'sent', S], ['accepted', 'sender', 'withdraw', 'withdrawn', S],
  ['in-progress', 'receiver', 'progress', 'in-progress', N], ['in-progress', 'receiver', 'outcome', 'outcome', A],
  ['in-progress', 'sender', 'transfer', 'sent', S], ['in-progress', 'sender', 'withdraw', 'withdrawn', S],
  ['rejected', 'sender', 'transfer', 'sent', S], ['rejected', 'sender', 'reopen', 'sent', S], ['rejected', 'sender', 'close', 'closed', S],
  ['outcome', 'sender', 'close', 'closed', S], ['outcome', 'sender', 'reopen', 'in-progress', S],
  ['closed', 'sender', 'reopen', 'sent', S], ['withdrawn', 'sender', 'reopen', 'sent', S],
]; // prettier-ignore
const NOTES = STATUSES.filter((status) => status !== 'draft').flatMap((status): Row[] => [
  [status, 'sender', 'note', status, N],
  [status, 'receiver', 'note', status, N],
]);
const EVERY = [...ALLOWED, ...NOTES];
const ACTIONS = [...new Set(EVERY.map(([, , action]) => action))];
const everything = new Set(['referral.read', 'referral.write', S, A, N]);

describe('the life of a referral', () => {
  it.each(STATUSES)('has from %s these steps and no other, each of one side and one permission', (status) => {
    for (const side of ['sender', 'receiver'] as const)
      for (const action of ACTIONS) {
        const row = EVERY.find(([from, of, step]) => from === status && of === side && step === action);
        const step = REFERRAL_STATES[status][side][action];
        expect([status, side, action, step?.to, step?.permission]).toEqual([status, side, action, row?.[3], row?.[4]]);
      }
  });

  it('offers each side its own buttons, with the permission of the step and no other', () => {
    for (const [from, side, action, , permission] of EVERY) {
      expect(actionsOpen(from, side, new Set([permission]))).toContain(action);
      expect(actionsOpen(from, side, new Set([...everything].filter((one) => one !== permission)))).not.toContain(
        action,
      );
      expect(actionsOpen(from, null, everything)).toEqual([]);
    }
  });

  it('offers no step that no row allows, and leaves none out', () =>
    expect([...REFERRAL_ACTIONS].sort()).toEqual([...ACTIONS].sort()));

  it('lets no side ever take a step of the other', () => {
    const shared = ACTIONS.filter((action) => everOf('sender', action) && everOf('receiver', action));
    expect(shared).toEqual(['note']);
  });

  it('has no dead end: whatever was done, it can still be closed, and closed is not the end', () => {
    const steps = ALLOWED.map(([from, , , to]) => [from, to] as const);
    const reaches = (from: ReferralStatus, goal: ReferralStatus): boolean => {
      const seen = new Set<ReferralStatus>([from]);
      for (const at of seen) for (const [here, to] of steps) if (here === at) seen.add(to);
      return seen.has(goal);
    };
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (choices) => {
        let at: ReferralStatus = 'draft';
        for (const choice of choices) {
          const open = (['sender', 'receiver'] as const).flatMap((side) => Object.values(REFERRAL_STATES[at][side]));
          expect(open.some(({ to }) => to !== at) || at === 'draft').toBe(true);
          at = open[choice % open.length]!.to;
        }
        expect(reaches(at, 'closed')).toBe(true);
        expect(reaches(at, 'sent')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[ReferralStatus, Side, string]>([
    ['sent', 'receiver', 'nobody there has acknowledged it'],
    ['acknowledged', 'receiver', 'they have not decided'],
    ['information-asked', 'sender', 'they owe the answer to a question'],
    ['accepted', 'receiver', 'they owe the outcome'],
    ['in-progress', 'receiver', 'they still owe the outcome'],
  ])('is late, while %s, by its %s: %s', (status, side) => expect(lateSide(STAGES[status]!)).toBe(side));

  it('waits for somebody from sending to the outcome, and for nobody else', () => {
    expect(STAGES).toEqual({ sent: 'acknowledge', acknowledged: 'decide', 'information-asked': 'answer', accepted: 'outcome', 'in-progress': 'outcome' });
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(statusName)).toEqual(['draft', 'sent', 'acknowledged', 'information-asked', 'accepted', 'in-progress', 'rejected', 'outcome', 'closed', 'withdrawn']);
  }); // prettier-ignore
});
