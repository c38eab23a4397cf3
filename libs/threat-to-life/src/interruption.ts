import type { Interruption } from '@clin/web-kit';
import { timeUk } from '@clin/web-kit';

/** What interrupts every page: references and times, and nothing that the record says. */
export const interruptionOf = (
  waiting: readonly { id: string; reference: string; raisedAt: Date }[],
): Interruption => ({
  heading: 'Threat to life: telephone first',
  items: waiting.map(({ id, reference, raisedAt }) => ({
    text: `${reference}: accept it`,
    after: `Nobody has accepted it since ${timeUk(raisedAt)}.`,
    href: `/threats/${id}`,
  })),
});
