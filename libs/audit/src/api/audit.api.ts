import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { AuditLogQuery, type AuditPage } from '../audit-log.query.js';
import { AuditSearch } from '../audit-search.js';

@ApiTags('audit')
@Controller('api/v1/audit-entries')
export class AuditApi {
  public constructor(private readonly log: AuditLogQuery) {}

  @Get()
  @ApiOperation({ summary: 'The audit log, newest first, for auditors' })
  @Requires('audit.read', { boundary: 'list', event: 'audit.search' })
  public search(@CurrentActor() actor: Actor, @Query() search: AuditSearch): Promise<AuditPage> {
    return this.log.page(actor, search);
  }
}
