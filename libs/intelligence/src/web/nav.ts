import type { NavItem } from '@clin/web-kit';

/** This room's entries in the main navigation. */
export const reportsNav: NavItem[] = [
  { text: 'My work', href: '/', order: 10 },
  { text: 'Reports', href: '/reports', permission: 'report.read', order: 20 },
];
