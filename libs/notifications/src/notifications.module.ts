import { Module } from '@nestjs/common';
import { ChoicesQuery } from './choices.query.js';
import { DeliveriesQuery } from './deliveries.query.js';
import { InboxQuery } from './inbox.query.js';
import { MarkAllAsRead } from './mark-all-as-read.js';
import { MarkAsRead } from './mark-as-read.js';
import './permissions.js';
import { RedriveDeliveries } from './redrive-deliveries.js';
import { NotificationSignal } from './notification-signal.js';
import { SaveChoices } from './save-choices.js';
import { UnreadStreams } from './unread-streams.js';
import { Webhooks } from './webhooks.js';

const PARTS = [
  InboxQuery,
  MarkAsRead,
  MarkAllAsRead,
  ChoicesQuery,
  SaveChoices,
  DeliveriesQuery,
  RedriveDeliveries,
  NotificationSignal,
  UnreadStreams,
  Webhooks,
];

@Module({ providers: PARTS, exports: PARTS })
export class NotificationsModule {}
