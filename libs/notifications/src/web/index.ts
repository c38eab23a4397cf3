import { ChoicesPages } from './choices.pages.js';
import { NotificationPages } from './notification.pages.js';

export const notificationPages = [NotificationPages, ChoicesPages];
export { notificationNav } from './nav.js';
