import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CurrentActor, NotVisible, Requires, type Actor } from '@clin/platform';
import { stepsCalled } from '../action-steps.js';
import { ActionListQuery, type ActionLine, type ListedAction } from '../action-list.query.js';
import { MoveAction, type MovedAction } from '../move-action.js';
import { RaiseAction, type RaisedAction } from '../raise-action.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;
const OWN = { boundary: 'own' } as const;

/** Actions, for whoever sees their record and is of a side; to everybody else none of these exists. */
@ApiTags('actions')
@Controller('api/v1')
export class ActionApi {
  public constructor(
    private readonly raising: RaiseAction,
    private readonly moving: MoveAction,
    private readonly actions: ActionListQuery,
  ) {}

  @Get('actions')
  @ApiOperation({
    summary: 'Actions: view=mine (to do), team (of the agency) or raised (by the person); what is late first',
  })
  @ApiQuery({ name: 'view', required: false, type: String })
  @Requires('action.read', { boundary: 'list', event: 'action.list' })
  public async list(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: ListedAction[] }> {
    return { items: await this.actions.execute(actor, query) };
  }

  @Get('actions/:action')
  @ApiOperation({ summary: 'One action with its history' })
  @Requires('action.read', OWN)
  public one(
    @CurrentActor() actor: Actor,
    @Param('action') id: string,
  ): Promise<ListedAction & { history: ActionLine[] }> {
    return this.actions.one(actor, id);
  }

  @Get('records/:id/actions')
  @ApiOperation({ summary: 'The actions about a record' })
  @Requires('action.read', { boundary: 'record', event: 'action.list' })
  public async ofRecord(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<{ items: ListedAction[] }> {
    return { items: await this.actions.ofRecord(actor, id) };
  }

  @Post('records/:id/actions')
  @ApiOperation({
    summary:
      'Raise an action: {what, why, outcomeNeeded, priority, dueOn or workingDays, to: person|team|agency, person?, team?, agency?}',
  })
  @ApiBody(JSON_BODY)
  @Requires('action.raise', { boundary: 'record' })
  public raise(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<RaisedAction> {
    return this.raising.execute(actor, id, body);
  }

  @Post('actions/:action/:step')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'acceptance {version} · hand-back {version, reason} · completion {version, result} · verification {version} · return {version, reason} · withdrawal {version, reason} · passing {version, reason, colleague} · reassignment {version, reason, to, …}',
  })
  @ApiBody(JSON_BODY)
  @Requires('action.work', { ...OWN, event: 'action.move' })
  public move(
    @CurrentActor() actor: Actor,
    @Param('action') id: string,
    @Param('step') step: string,
    @Body() body: unknown,
  ): Promise<MovedAction> {
    const moves = stepsCalled(this.moving);
    if (!Object.hasOwn(moves, step)) throw new NotVisible('absent');
    return moves[step]!(actor, id, body);
  }
}
