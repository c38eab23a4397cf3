import type { Interruption } from '@clin/web-kit';
import { timeUk } from '@clin/web-kit';
import type { WaitingThreat } from './threat.js';

/** What interrupts every page: references and times, and nothing that the record says. */
export const interruptionOf = (waiting: readonly WaitingThreat[]): Interruption => ({
  heading: 'Threat to life: telephone first',
  items: waiting.map(({ id, reference, raisedAt, raisedByReader }) => ({
    text: `${reference}: ${raisedByReader ? 'have a colleague accept it' : 'accept it'}`,
    after: `Nobody has accepted it since ${timeUk(raisedAt)}.`,
    href: `/threats/${id}`,
  })),
});
