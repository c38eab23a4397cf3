import type { NavItem } from '@clin/web-kit';

export const sharedNav: NavItem = {
  text: 'Sharing',
  href: '/shared/with-us',
  also: ['/shared'],
  permission: 'disclosure.read',
  order: 30,
};
