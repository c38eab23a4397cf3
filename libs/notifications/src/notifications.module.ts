import { Module } from '@nestjs/common';
import { ChoicesQuery } from './choices.query.js';
import { DeliveriesQuery } from './deliveries.query.js';
import { InboxQuery } from './inbox.query.js';
import { MarkAsRead } from './mark-as-read.js';
import './permissions.js';
import { RedriveDeliveries } from './redrive-deliveries.js';
import { SaveChoices } from './save-choices.js';

const PARTS = [InboxQuery, MarkAsRead, ChoicesQuery, SaveChoices, DeliveriesQuery, RedriveDeliveries];

@Module({ providers: PARTS, exports: PARTS })
export class NotificationsModule {}
