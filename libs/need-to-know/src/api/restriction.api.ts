import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { LiftRestriction } from '../lift-restriction.js';
import { RestrictRecord, type Restricted } from '../restrict-record.js';
import { RestrictionQuery } from '../restriction.query.js';
import { SetDiscovery } from '../set-discovery.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

@ApiTags('need to know')
@Controller('api/v1/records/:id')
export class RestrictionApi {
  public constructor(
    private readonly restrictRecord: RestrictRecord,
    private readonly lifting: LiftRestriction,
    private readonly restrictions: RestrictionQuery,
    private readonly discovery: SetDiscovery,
  ) {}

  @Get('restriction')
  @ApiOperation({ summary: 'What restricts a record of your agency, and the operations that it could enter' })
  @Requires('record.restrict', { boundary: 'record', event: 'record.restrictions' })
  public async show(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<object> {
    const { record, restrictions, operations } = await this.restrictions.execute(actor, id);
    const { version, sensitivity, discovery } = record;
    return { id: record.id, version, sensitivity, discovery, restrictions, operations };
  }

  @Post('restriction')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Put a record into an operation, or raise its sensitivity: {compartment, sensitivity, reason, version}',
  })
  @ApiBody(JSON_BODY)
  @Requires('record.restrict', { boundary: 'record' })
  public restrict(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Restricted> {
    return this.restrictRecord.execute(actor, id, body);
  }

  @Post('restriction/lifting-request')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask that a restriction be lifted: {restriction, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('record.restrict', { boundary: 'record', event: 'record.ask-lifting' })
  public ask(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<object> {
    return this.lifting.ask(actor, id, body);
  }

  @Post('restriction/lifting')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lift a restriction that somebody else asked to be lifted: {restriction}' })
  @ApiBody(JSON_BODY)
  @Requires('record.restrict', { boundary: 'record', event: 'record.lift-restriction' })
  public lift(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<object> {
    return this.lifting.execute(actor, id, body);
  }

  @Post('discovery')
  @HttpCode(200)
  @ApiOperation({
    summary: 'What others learn who know the exact reference: {setting: silent | named, version}',
  })
  @ApiBody(JSON_BODY)
  @Requires('record.restrict', { boundary: 'record', event: 'record.set-discovery' })
  public name(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<object> {
    return this.discovery.execute(actor, id, body);
  }
}
