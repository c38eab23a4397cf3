import { Module } from '@nestjs/common';
import { NotificationsModule } from '@clin/notifications';
import { MyWorkModule } from '../my-work.module.js';
import { HomePages } from './home.pages.js';

/** The page at /. */
@Module({ imports: [MyWorkModule, NotificationsModule], controllers: [HomePages] })
export class MyWorkWebModule {}
