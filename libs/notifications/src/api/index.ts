import { ChoicesApi } from './choices.api.js';
import { NotificationApi } from './notification.api.js';

export const notificationApi = [NotificationApi, ChoicesApi];
