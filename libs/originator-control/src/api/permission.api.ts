import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { AnswerPermission, type DecidedPermission } from '../answer-permission.js';
import { AskPermission, type AskedPermission } from '../ask-permission.js';
import { PermissionDetailQuery, type PermissionDetail } from '../permission-detail.query.js';
import { PermissionListQuery, type PermissionLine } from '../permission-list.query.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** The id of a request is no record's: to everybody but its two sides the database answers as if it did not exist. */
@ApiTags('permissions')
@Controller('api/v1')
export class PermissionApi {
  public constructor(
    private readonly askPermission: AskPermission,
    private readonly answerPermission: AnswerPermission,
    private readonly list: PermissionListQuery,
    private readonly detail: PermissionDetailQuery,
  ) {}

  @Post('records/:id/permission-requests')
  @ApiOperation({
    summary:
      'Ask the originator before a use: {items, use, purpose, detail?, to? (onward sharing), neededBy?, urgent?}',
  })
  @ApiBody(JSON_BODY)
  @Requires('permission.ask', { boundary: 'record' })
  public ask(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<AskedPermission> {
    return this.askPermission.execute(actor, id, body);
  }

  @Get('permission-requests')
  @ApiOperation({ summary: 'Requests by and of the caller’s agency, newest first' })
  @ApiQuery({ name: 'direction', required: false, enum: ['asked-by-us', 'asked-of-us'] })
  @ApiQuery({ name: 'state', required: false, type: String })
  @ApiQuery({ name: 'limit', required: false, type: String })
  @ApiQuery({ name: 'cursor', required: false, type: String })
  @Requires('permission.read', { boundary: 'list', event: 'permission.list' })
  public page(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: PermissionLine[]; next: string | null }> {
    return this.list.execute(actor, query);
  }

  @Get('permission-requests/:id')
  @ApiOperation({ summary: 'One request, for its two sides' })
  @Requires('permission.read', { boundary: 'own' })
  public one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<PermissionDetail> {
    return this.detail.execute(actor, id);
  }

  @Post('permission-requests/:id/answer')
  @HttpCode(200)
  @ApiOperation({ summary: 'The originator answers: {decision: granted | refused, conditions?, until, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('permission.answer', { boundary: 'own' })
  public answer(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DecidedPermission> {
    return this.answerPermission.execute(actor, id, body);
  }

  @Post('permission-requests/:id/handler-statement')
  @HttpCode(200)
  @ApiOperation({
    summary: 'A source handler of the originator states whether the source’s side consents: {consents, statement}',
  })
  @ApiBody(JSON_BODY)
  @Requires('permission.handle', { boundary: 'own' })
  public handle(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DecidedPermission> {
    return this.answerPermission.handle(actor, id, body);
  }

  @Post('permission-requests/:id/withdrawal')
  @HttpCode(200)
  @ApiOperation({ summary: 'The asker withdraws, or the originator takes a permission back: {reason}' })
  @ApiBody(JSON_BODY)
  @Requires('permission.ask', { boundary: 'own', event: 'permission.withdraw' })
  public withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DecidedPermission> {
    return this.answerPermission.withdraw(actor, id, body);
  }
}
