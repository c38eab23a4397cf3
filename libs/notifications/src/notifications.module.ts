import { Module } from '@nestjs/common';
import { InboxQuery } from './inbox.query.js';
import { MarkAsRead } from './mark-as-read.js';
import './permissions.js';

@Module({ providers: [InboxQuery, MarkAsRead], exports: [InboxQuery, MarkAsRead] })
export class NotificationsModule {}
