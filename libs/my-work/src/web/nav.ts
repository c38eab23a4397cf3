import type { NavItem } from '@clin/web-kit';

export const myWorkNav: NavItem[] = [{ text: 'My work', href: '/', order: 10 }];
