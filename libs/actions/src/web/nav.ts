import type { NavItem } from '@clin/web-kit';

export const actionsNav: NavItem[] = [
  { text: 'Actions', href: '/actions', also: ['/team-board', '/triage'], permission: 'action.read', order: 24 },
];
