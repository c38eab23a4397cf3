import { ChoicesApi } from './choices.api.js';
import { DeliveriesApi } from './deliveries.api.js';
import { NotificationApi } from './notification.api.js';
import { UnreadApi } from './unread.api.js';
import { WebhooksApi } from './webhooks.api.js';

export const notificationApi = [NotificationApi, ChoicesApi, DeliveriesApi, UnreadApi, WebhooksApi];
