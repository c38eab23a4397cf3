import type { NavItem } from '@clin/web-kit';

/** This room's entry in the main navigation. */
export const referralsNav: NavItem[] = [
  { text: 'Referrals', href: '/referrals', permission: 'referral.read', order: 25 },
];
