import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import type { ReportDetail } from '../report-detail.js';
import { ReportDetailQuery } from '../report-detail.query.js';
import { ReportListQuery, type ReportListItem } from '../report-list.query.js';
import { SaveDraft, type SavedReport } from '../save-draft.js';
import { SubmitReport, type Moved } from '../submit-report.js';
import { REPORT_PAGE } from './report-page.schema.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;
const FILTERS = ['status', 'grade', 'handling', 'area', 'from', 'to', 'owner', 'shared', 'limit', 'cursor'];

/** Each filter once in the OpenAPI document. */
function listed(): MethodDecorator {
  return (target, key, descriptor) => {
    for (const name of FILTERS) ApiQuery({ name, required: false, type: String })(target, key, descriptor);
  };
}

@ApiTags('reports')
@Controller('api/v1/reports')
export class ReportApi {
  public constructor(
    private readonly saveDraft: SaveDraft,
    private readonly submitReport: SubmitReport,
    private readonly list: ReportListQuery,
    private readonly detail: ReportDetailQuery,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Reports that the caller may see, newest first' })
  @listed()
  @RouteSchema({ response: { 200: REPORT_PAGE } })
  @Requires('report.read', { boundary: 'list', event: 'report.list' })
  public page(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: ReportListItem[]; next: string | null }> {
    return this.list.execute(actor, query);
  }

  @Post()
  @ApiOperation({ summary: 'Begin a draft; it may be incomplete' })
  @ApiBody(JSON_BODY)
  @Requires('report.write', { boundary: 'create', event: 'report.create' })
  public begin(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<SavedReport> {
    return this.saveDraft.begin(actor, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'The owner’s whole report, or what was disclosed of it' })
  @Requires('report.read', { boundary: 'record' })
  public one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ReportDetail> {
    return this.detail.execute(actor, id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a draft or a returned report: {version, …}; what is left out stays' })
  @ApiBody(JSON_BODY)
  @Requires('report.write', { boundary: 'record', event: 'report.save' })
  public save(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<SavedReport> {
    return this.saveDraft.change(actor, id, body);
  }

  @Post(':id/submission')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hand a draft or a returned report to the supervisors: {version}' })
  @ApiBody(JSON_BODY)
  @Requires('report.submit', { boundary: 'record' })
  public submit(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Moved> {
    return this.submitReport.execute(actor, id, body);
  }
}
