/** The life of a request for permission as one table: it drives the buttons, the guards of the verbs and the tests. */
export const PERMISSION_STATES = ['asked', 'granted', 'refused', 'expired', 'withdrawn', 'ended'] as const;
export type PermissionState = (typeof PERMISSION_STATES)[number];
export type PermissionAction = 'handle' | 'answer' | 'withdraw';
/** Who asks, and the originator that is asked. */
export type Side = 'asker' | 'owner';

/** The permission each side needs for a step; a side that is not named has no such step. */
type Step = Partial<Record<Side, string>>;

/** Expired is a granted permission whose time is over; ended is one whose disclosure is. Both are read off the clock and the database. */
export const PERMISSION_STEPS: Record<PermissionState, Partial<Record<PermissionAction, Step>>> = {
  asked: {
    handle: { owner: 'permission.handle' },
    answer: { owner: 'permission.answer' },
    withdraw: { asker: 'permission.ask' },
  },
  granted: { withdraw: { asker: 'permission.ask', owner: 'permission.answer' } },
  refused: {},
  expired: {},
  withdrawn: {},
  ended: {},
};

export const STATE_WORDS: Record<PermissionState, string> = {
  asked: 'Waiting for an answer',
  granted: 'Granted',
  refused: 'Refused',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
  ended: 'Ended with the sharing',
};

/** What a source handler has said of a request about a restricted item that has a source. */
export type HandlerPart = 'not-needed' | 'waiting' | 'consented' | 'objected';

/** The steps open to this person now. */
export function stepsOpen(
  state: PermissionState,
  side: Side,
  permissions: ReadonlySet<string>,
  part: HandlerPart | null,
): PermissionAction[] {
  const steps = Object.entries(PERMISSION_STEPS[state]) as [PermissionAction, Step][];
  return steps
    .filter(([, step]) => step[side] !== undefined && permissions.has(step[side]))
    .filter(([action]) => action !== 'handle' || part === 'waiting')
    .map(([action]) => action);
}
