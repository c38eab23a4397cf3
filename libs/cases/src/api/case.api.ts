import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import type { CaseDetail } from '../case-detail.js';
import { CaseDetailQuery } from '../case-detail.query.js';
import { CaseListQuery, type CaseListItem } from '../case-list.query.js';
import { ChangeCase, MoveCase, type MovedCase } from '../change-case.js';
import { OpenCase, type OpenedCase } from '../open-case.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;
const MANAGE = { boundary: 'record' } as const;
const asked = (name: string): MethodDecorator => ApiQuery({ name, required: false, type: String });

/** Cases, for whoever is in their operation; to everybody else none of these exists. */
@ApiTags('cases')
@Controller('api/v1/cases')
export class CaseApi {
  public constructor(
    private readonly openCase: OpenCase,
    private readonly change: ChangeCase,
    private readonly moveCase: MoveCase,
    private readonly list: CaseListQuery,
    private readonly detail: CaseDetailQuery,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Cases that the person signed in is in, newest first' })
  @asked('status')
  @asked('limit')
  @asked('cursor')
  @Requires('case.read', { boundary: 'list', event: 'case.list' })
  public all(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: CaseListItem[]; next: string | null }> {
    return this.list.execute(actor, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One case: whole for its owner, the shared parts for a joint agency' })
  @Requires('case.read', { boundary: 'record' })
  public one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<CaseDetail> {
    return this.detail.execute(actor, id);
  }

  @Post()
  @ApiOperation({
    summary:
      'Open a case and its operation: {name, reason, endsOn, template?, marking?, sensitivity?, summary?, lines?, people?, pursue?, …}',
  })
  @ApiBody(JSON_BODY)
  @Requires('case.open', { boundary: 'create' })
  public open(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<OpenedCase> {
    return this.openCase.execute(actor, body);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change name, summary, lines, people or the 4P plan: {version, …}' })
  @ApiBody(JSON_BODY)
  @Requires('case.write', { boundary: 'record', event: 'case.change' })
  public edit(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedCase> {
    return this.change.execute(actor, id, body);
  }

  @Post(':id/suspension')
  @HttpCode(200)
  @ApiOperation({ summary: 'Suspend: {version, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('case.manage', { ...MANAGE, event: 'case.suspend' })
  public suspend(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedCase> {
    return this.moveCase.execute(actor, id, 'suspend', body);
  }

  @Post(':id/resumption')
  @HttpCode(200)
  @ApiOperation({ summary: 'Resume: {version, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('case.manage', { ...MANAGE, event: 'case.resume' })
  public resume(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedCase> {
    return this.moveCase.execute(actor, id, 'resume', body);
  }

  @Post(':id/closure')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close: {version, reason, outcome, leaveActions?, closeOperation?}' })
  @ApiBody(JSON_BODY)
  @Requires('case.manage', { ...MANAGE, event: 'case.close' })
  public close(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedCase> {
    return this.moveCase.execute(actor, id, 'close', body);
  }

  @Post(':id/reopening')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reopen, with its operation if that is closed: {version, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('case.manage', { ...MANAGE, event: 'case.reopen' })
  public reopen(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedCase> {
    return this.moveCase.execute(actor, id, 'reopen', body);
  }
}
