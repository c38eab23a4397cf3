import type { InterruptionSource, NavItem } from '@clin/web-kit';
import { interruptionOf } from '../interruption.js';
import type { ThreatsQuery } from '../threats.query.js';

export const threatsNav: NavItem = {
  text: 'Threats',
  href: '/threats',
  permission: 'threat.read',
  order: 12,
  aside: true,
};

/** On every page of whoever is on duty, until somebody accepts. */
export function threatInterruption(threats: ThreatsQuery): InterruptionSource {
  return {
    permission: 'threat.read',
    live: '/api/v1/threats/waiting',
    ask: async ({ actor }) => (actor ? interruptionOf(await threats.waiting(actor)) : undefined),
  };
}
