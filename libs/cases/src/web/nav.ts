import type { NavItem } from '@clin/web-kit';

export const casesNav: NavItem[] = [
  { text: 'Cases', href: '/cases', permission: 'case.read', order: 22 },
  { text: 'Actions', href: '/actions', also: ['/team-board', '/triage'], permission: 'action.read', order: 24 },
];
