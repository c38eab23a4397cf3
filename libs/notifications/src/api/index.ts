export { NotificationApi } from './notification.api.js';
