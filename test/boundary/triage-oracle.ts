import type { Relation, RoleName } from './oracle.js';

/**
 * Triage as plain tables, written from the issue and boundary.md, without a look at the code that it judges. One action for each state stands at
 * home (raised by the owner of its report, for its own team of leads, or done by somebody of it) and one was asked of the report's recipient.
 */
export const ACTION_STATES = { assigned: 1, accepted: 2, 'handed-back': 3, done: 4, verified: 5, withdrawn: 6, left: 7 } as const; // prettier-ignore
export type ActionState = keyof typeof ACTION_STATES;
export type Where = 'home' | 'asked';

/** Who reads reports sees what waits; who writes them decides, and whoever is the contact of a county force for what was asked of it. */
const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'];
const RAISERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'];
const DECIDERS = [...RAISERS, 'contact'];
export const mayLook = (role: RoleName): boolean => READERS.includes(role);
export const mayDecide = (role: RoleName): boolean => DECIDERS.includes(role);

/** Which side of the actions a person is on: the agency that raised them, the one that was asked, or none, for whom there is nothing. */
export type Side = 'raiser' | 'asked' | 'none';
const SIDES: Partial<Record<Relation, Side>> = { author: 'raiser', colleague: 'raiser', recipient: 'asked' };
export const sideOf = (relation: Relation): Side => SIDES[relation] ?? 'none';
export const sees = (side: Side, where: Where): boolean => side === 'raiser' || (side === 'asked' && where === 'asked');

/** What waits for a decision of one's agency: its teams' work and requests that nobody has accepted, and what came back to whoever raised it. */
const WAITS: Record<Exclude<Side, 'none'>, readonly string[]> = {
  raiser: ['home assigned', 'home handed-back', 'asked handed-back', 'home done', 'asked done'],
  asked: ['asked assigned'],
};
export const waits = (side: Side, where: Where, state: ActionState): boolean =>
  side !== 'none' && WAITS[side].includes(`${where} ${state}`);

export const TO = ['person', 'team', 'agency', 'stranger'] as const;
export type To = (typeof TO)[number];
/** As long as somebody can be asked: work that is not done yet, and what a closed case left. */
const ASKABLE: readonly ActionState[] = ['assigned', 'accepted', 'handed-back', 'left'];

/** Why an action is not given, or nothing when it is. The version is right. */
export function notGiven(role: RoleName, side: Side, where: Where, state: ActionState, to: To): string | null {
  if (!sees(side, where)) return 'absent';
  const within = to === 'person' || to === 'team';
  if (side === 'asked' && within) {
    // It passes on what nobody of it has taken yet; what somebody does is theirs.
    if (state === 'assigned') return null;
    return state === 'accepted' ? 'not-doer' : 'wrong-state';
  }
  if (!ASKABLE.includes(state)) return 'wrong-state';
  if (!RAISERS.includes(role)) return 'no-permission';
  if (side === 'asked') return 'not-raiser';
  return to === 'stranger' ? 'unseen' : null;
}

/** Taking back what somebody else did, with the version that stands. */
export function notTakenBack(side: Side, where: Where, state: ActionState): string {
  if (!sees(side, where)) return 'absent';
  if (side === 'raiser' && where === 'asked' && (state === 'accepted' || state === 'done')) return 'accepted';
  return side === 'raiser' && where === 'asked' && state === 'handed-back' ? 'declined' : 'not-yours';
}

/** Taking back one's own last step: withdrawing what one raised, handing back what one was asked. A contact raises nothing. */
export const ownNotTakenBack = (role: RoleName, side: Side): string | null =>
  side === 'raiser' && !RAISERS.includes(role) ? 'no-permission' : null;
