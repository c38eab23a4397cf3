import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { AuditLogQuery, type AuditPage } from '../audit-log.query.js';
import type { AuditSearch } from '../audit-search.js';

@ApiTags('audit')
@Controller('api/v1/audit-entries')
export class AuditApi {
  public constructor(private readonly log: AuditLogQuery) {}

  @Get()
  @ApiOperation({ summary: 'The audit log, newest first, for auditors' })
  @Requires('audit.read', { boundary: 'list', event: 'audit.search' })
  public search(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<AuditPage> {
    return this.log.page(actor, searchOf(query));
  }
}

/** Repeated and unknown parameters are ignored. */
export function searchOf(query: Record<string, unknown>): AuditSearch {
  const names = ['from', 'to', 'person', 'event', 'record', 'outcome', 'cursor'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (typeof query[name] === 'string' && query[name] ? [[name, query[name].trim()]] : [])),
  );
}
