import { ChoicesPages } from './choices.pages.js';
import { DeliveriesPages } from './deliveries.pages.js';
import { NotificationPages } from './notification.pages.js';
import { WebhooksPages } from './webhooks.pages.js';

export const notificationPages = [NotificationPages, ChoicesPages, DeliveriesPages, WebhooksPages];
export { deliveriesNav, notificationNav, webhooksNav } from './nav.js';
