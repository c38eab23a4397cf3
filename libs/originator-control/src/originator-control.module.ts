import { Module } from '@nestjs/common';
import './events.js';
import './permissions.js';
import { AnswerPermission } from './answer-permission.js';
import { AskPermission } from './ask-permission.js';
import { PermissionDetailQuery } from './permission-detail.query.js';
import { PermissionListQuery } from './permission-list.query.js';

const PARTS = [AskPermission, AnswerPermission, PermissionListQuery, PermissionDetailQuery];

/** Asking the originator, and its answers; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class OriginatorControlModule {}
