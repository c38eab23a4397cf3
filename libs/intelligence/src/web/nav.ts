import type { NavItem } from '@clin/web-kit';

export const reportsNav: NavItem[] = [{ text: 'Reports', href: '/reports', permission: 'report.read', order: 20 }];
