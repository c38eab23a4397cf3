export { NotificationsModule } from './notifications.module.js';
export { declareNotification, kindNamed, type NotificationKind, type Scope } from './notification-kinds.js';
export { InboxQuery, type InboxItem, type InboxPage } from './inbox.query.js';
export { MarkAsRead } from './mark-as-read.js';
