import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { TriageActions, type DecidedRow } from '../triage-actions.js';
import { TriageQuery, type PreviewedRow, type TriageList } from '../triage.query.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;
const asked = (name: string): MethodDecorator => ApiQuery({ name, required: false, type: String });

/** What waits for a decision of one's agency, decided many at a time and each by itself. */
@ApiTags('actions')
@Controller('api/v1/triage')
export class TriageApi {
  public constructor(
    private readonly triage: TriageQuery,
    private readonly deciding: TriageActions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Actions that wait: waiting=request|team|handed-back|verify, priority, due=overdue' })
  @asked('waiting')
  @asked('priority')
  @asked('due')
  @asked('limit')
  @asked('cursor')
  @Requires('action.read', { boundary: 'list', event: 'action.triage-list' })
  public list(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<TriageList> {
    return this.triage.list(actor, query);
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'What a step would do to each: {step, reason?, to?, person?, team?, agency?, dueOn?, colleague?, rows: [{id, version}]} or {step, …, all: true, filter?}',
  })
  @ApiBody(JSON_BODY)
  @Requires('action.work', { boundary: 'list', event: 'action.triage-preview' })
  public preview(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<{ rows: PreviewedRow[] }> {
    return this.triage.preview(actor, body);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Decide: {step: accept|give|pass|hand-back|verify|return|withdraw, reason?, to?: person|team|agency, person?, team?, agency?, dueOn?, colleague?, rows: [{id, version}]}; answers for each row',
  })
  @ApiBody(JSON_BODY)
  @Requires('action.work', { boundary: 'list', event: 'action.triage' })
  public decide(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<{ rows: DecidedRow[] }> {
    return this.deciding.decide(actor, body);
  }

  @Post('undo')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Take one’s last steps back, within 15 minutes, and requests to other agencies until they are answered: {rows: [{id, version}]}; answers for each',
  })
  @ApiBody(JSON_BODY)
  @Requires('action.work', { boundary: 'list', event: 'action.triage-undo' })
  public undo(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<{ rows: DecidedRow[] }> {
    return this.deciding.undo(actor, body);
  }
}
