import type { NavItem } from '@clin/web-kit';

export const emergencyNav: NavItem = {
  text: 'Emergency',
  href: '/emergency-access',
  permission: 'emergency.read',
  order: 70,
};
