import type { NavItem } from '@clin/web-kit';

export const needToKnowNav: NavItem[] = [
  { text: 'Operations', href: '/operations', permission: 'operation.read', order: 40 },
  { text: 'References', href: '/discovery', permission: 'discovery.ask', order: 45 },
];
