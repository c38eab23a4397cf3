import type { NavItem } from '@clin/web-kit';

export const agreementsNav: NavItem = {
  text: 'Agreements',
  href: '/agreements',
  permission: 'agreement.read',
  order: 40,
};
