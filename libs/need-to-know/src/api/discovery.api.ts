import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { checkQuery, CurrentActor, Requires, type Actor } from '@clin/platform';
import { LookInput, LookUp, type Look } from '../look-up.js';
import { QuestionsQuery, type Question } from '../questions.query.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

@ApiTags('need to know')
@Controller('api/v1/discovery')
export class DiscoveryApi {
  public constructor(
    private readonly lookUp: LookUp,
    private readonly questions: QuestionsQuery,
  ) {}

  @Get()
  @ApiQuery({ name: 'reference' })
  @ApiOperation({ summary: 'Shown, held by an agency that can be asked, or absent; at most 30 looks an hour' })
  @Requires('discovery.ask', { boundary: 'own', event: 'discovery.look' })
  public look(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<Look> {
    return this.lookUp.execute(actor, checkQuery(LookInput, query).reference);
  }

  @Get('questions')
  @ApiOperation({ summary: 'What you asked, and what your agency was asked' })
  @Requires('discovery.ask', { boundary: 'own', event: 'discovery.questions' })
  public list(@CurrentActor() actor: Actor): Promise<{ mine: Question[]; ours: Question[] }> {
    return this.questions.execute(actor);
  }

  @Post('questions')
  @ApiOperation({ summary: 'Ask the agency that holds a named record: {reference, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('discovery.ask', { boundary: 'create' })
  public ask(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<object> {
    return this.lookUp.ask(actor, body);
  }
}
