import type { NavItem } from '@clin/web-kit';

export const casesNav: NavItem[] = [{ text: 'Cases', href: '/cases', permission: 'case.read', order: 22 }];
