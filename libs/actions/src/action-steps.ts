import type { Actor } from '@clin/platform';
import type { MoveAction, MovedAction } from './move-action.js';

type Move = (actor: Actor, id: string, body: unknown) => Promise<MovedAction>;

/** Steps as the addresses of both doors name them. */
export const stepsCalled = (moving: MoveAction): Readonly<Record<string, Move>> => ({
  acceptance: (...given) => moving.accept(...given),
  'hand-back': (...given) => moving.handBack(...given),
  completion: (...given) => moving.complete(...given),
  verification: (...given) => moving.verify(...given),
  return: (...given) => moving.giveBack(...given),
  reassignment: (...given) => moving.reassign(...given),
  passing: (...given) => moving.pass(...given),
  withdrawal: (...given) => moving.withdraw(...given),
});
