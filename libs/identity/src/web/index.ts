import type { NavItem } from '@clin/web-kit';
import { AccountsPages } from './accounts.pages.js';
import { PasswordPages } from './password.pages.js';
import { SignInPages } from './sign-in.pages.js';

export const identityPages = [SignInPages, PasswordPages, AccountsPages];

export const identityNav: NavItem[] = [
  { text: 'Accounts', href: '/accounts', permission: 'account.read', order: 60 },
  { text: 'Password', href: '/account/password', permission: 'password.change', order: 95, aside: true },
];
