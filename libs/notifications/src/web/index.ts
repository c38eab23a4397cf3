import { ChoicesPages } from './choices.pages.js';
import { DeliveriesPages } from './deliveries.pages.js';
import { NotificationPages } from './notification.pages.js';

export const notificationPages = [NotificationPages, ChoicesPages, DeliveriesPages];
export { deliveriesNav, notificationNav } from './nav.js';
