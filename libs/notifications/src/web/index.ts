export { NotificationPages } from './notification.pages.js';
export { notificationNav } from './nav.js';
