import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { FormOperation } from '../form-operation.js';
import { LeadOperation } from '../lead-operation.js';
import { OperationsQuery, type Operation, type OperationDetail } from '../operations.query.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;
const MANAGE = { boundary: 'own' } as const;

/** Operations are known to their members and, of joint agencies, to the leads who nominate: to everybody else none of these exists. */
@ApiTags('operations')
@Controller('api/v1/operations')
export class OperationApi {
  public constructor(
    private readonly form: FormOperation,
    private readonly operations: OperationsQuery,
    private readonly lead: LeadOperation,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The operations that the person signed in knows of' })
  @Requires('operation.read', { boundary: 'own', event: 'operation.list' })
  public async list(@CurrentActor() actor: Actor): Promise<{ items: Operation[] }> {
    return { items: await this.operations.list(actor) };
  }

  @Get(':key')
  @ApiOperation({ summary: 'One operation with its members and joint agencies' })
  @Requires('operation.read', { boundary: 'own' })
  public one(@CurrentActor() actor: Actor, @Param('key') key: string): Promise<OperationDetail> {
    return this.operations.one(actor, key);
  }

  @Post()
  @ApiOperation({ summary: 'Open an operation: {name, reason, endsOn}; you are its first member' })
  @ApiBody(JSON_BODY)
  @Requires('operation.manage', { boundary: 'create', event: 'operation.open' })
  public open(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<{ key: string }> {
    return this.form.open(actor, body);
  }

  @Post(':key/members')
  @HttpCode(200)
  @ApiOperation({ summary: 'Add a person of your own agency, or renew: {user, reason, endsOn}' })
  @ApiBody(JSON_BODY)
  @Requires('operation.manage', { ...MANAGE, event: 'operation.admit' })
  public admit(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() body: unknown): Promise<object> {
    return this.form.admit(actor, key, body);
  }

  @Post(':key/members/:user/removal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Remove a member' })
  @Requires('operation.manage', { ...MANAGE, event: 'operation.expel' })
  public expel(@CurrentActor() actor: Actor, @Param('key') key: string, @Param('user') user: string): Promise<object> {
    return this.form.expel(actor, key, user);
  }

  @Post(':key/agencies')
  @HttpCode(200)
  @ApiOperation({ summary: 'Name a joint agency, whose leads nominate its members: {agency}' })
  @ApiBody(JSON_BODY)
  @Requires('operation.manage', { ...MANAGE, event: 'operation.join-agency' })
  public join(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() body: unknown): Promise<object> {
    return this.form.join(actor, key, body);
  }

  @Post(':key/agencies/:agency/removal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Part with a joint agency and all of its members' })
  @Requires('operation.manage', { ...MANAGE, event: 'operation.part-agency' })
  public part(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('agency') agency: string,
  ): Promise<object> {
    return this.form.part(actor, key, agency);
  }

  @Post(':key/closure')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close the operation: nobody and nothing enters any more' })
  @Requires('operation.manage', { ...MANAGE, event: 'operation.close' })
  public close(@CurrentActor() actor: Actor, @Param('key') key: string): Promise<object> {
    return this.form.close(actor, key);
  }

  @Post(':key/reopening')
  @HttpCode(200)
  @ApiOperation({ summary: 'Open a closed operation again: {reason}; memberships that ended stay ended' })
  @ApiBody(JSON_BODY)
  @Requires('operation.manage', { ...MANAGE, event: 'operation.reopen' })
  public reopen(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() body: unknown): Promise<object> {
    return this.lead.reopen(actor, key, body);
  }

  @Post(':key/handover')
  @HttpCode(200)
  @ApiOperation({ summary: 'Its lead hands over to another lead of the owner: {to, reason, endsOn}' })
  @ApiBody(JSON_BODY)
  @Requires('operation.manage', { ...MANAGE, event: 'operation.hand-over' })
  public handOver(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() body: unknown): Promise<object> {
    return this.lead.handOver(actor, key, body);
  }

  @Post(':key/takeover')
  @HttpCode(200)
  @ApiOperation({ summary: 'A lead of the owner takes over an operation that has no lead left: {reason, endsOn}' })
  @ApiBody(JSON_BODY)
  @Requires('operation.manage', { ...MANAGE, event: 'operation.take-over' })
  public takeOver(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() body: unknown): Promise<object> {
    return this.lead.takeOver(actor, key, body);
  }
}
