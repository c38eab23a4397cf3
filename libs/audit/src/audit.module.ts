import { Module } from '@nestjs/common';
import { AuditLogQuery } from './audit-log.query.js';
import './permissions.js';

@Module({ providers: [AuditLogQuery], exports: [AuditLogQuery] })
export class AuditModule {}
