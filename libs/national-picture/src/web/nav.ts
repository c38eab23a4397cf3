import type { NavItem } from '@clin/web-kit';

export const nationalPictureNav: NavItem = {
  text: 'National picture',
  href: '/national-picture',
  permission: 'picture.read',
  order: 60,
};
