import { setImmediate, setTimeout } from 'node:timers/promises';

/** Milliseconds. Much longer than the work that a hidden record causes and an absent one does not (0.1 to 0.2 ms measured). */
const STEP = 5;
/** Timers count whole milliseconds and come late; the rest is waited for exactly. */
const TIMER_SLACK = 2;

/**
 * Resolves at the next whole step since `startedAt` (performance.now()). An answer "not found" leaves only then: a grant that is weighed and
 * found expired or suspended costs a little more than none, and whoever times enough refusals would read that as existence.
 */
export async function nextStep(startedAt: number): Promise<void> {
  const due = startedAt + Math.ceil((performance.now() - startedAt) / STEP) * STEP;
  const pause = due - performance.now() - TIMER_SLACK;
  if (pause >= 1) await setTimeout(pause);
  while (performance.now() < due) await setImmediate();
}
