import type { NavItem } from '@clin/web-kit';
import type { InboxQuery } from '../inbox.query.js';

/** The inbox in the main navigation, with the number of unread notifications. */
export function notificationNav(inbox: InboxQuery): NavItem {
  return {
    text: 'Notifications',
    href: '/notifications',
    permission: 'notification.read',
    order: 80,
    aside: true,
    badgeText: 'unread',
    live: '/api/v1/notifications/unread',
    badge: ({ actor }) => (actor ? inbox.unread(actor) : 0),
  };
}

export const deliveriesNav: NavItem = {
  text: 'Deliveries',
  href: '/admin/deliveries',
  permission: 'delivery.read',
  order: 65,
};

export const webhooksNav: NavItem = {
  text: 'Webhooks',
  href: '/admin/webhooks',
  permission: 'webhook.read',
  order: 66,
};
