import type { NavItem } from '@clin/web-kit';

/** This room's entry in the main navigation. */
export const permissionsNav: NavItem[] = [
  { text: 'Permissions', href: '/permissions', permission: 'permission.read', order: 30 },
];
