import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import type { Interruption } from '@clin/web-kit';
import { AnswerThreat, type AnsweredThreat } from '../answer-threat.js';
import { interruptionOf } from '../interruption.js';
import type { Threat, ThreatDetail } from '../threat.js';
import { ThreatsQuery } from '../threats.query.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** The id is an alert's and no record's: it is absent but for people on duty in its agency who see the record. */
@ApiTags('threats to life')
@Controller('api/v1/threats')
export class ThreatApi {
  public constructor(
    private readonly threats: ThreatsQuery,
    private readonly answer: AnswerThreat,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Alerts of your agency about records that you see: open ones first, at most 100' })
  @Requires('threat.read', { boundary: 'list', event: 'threat.list' })
  public async list(@CurrentActor() actor: Actor): Promise<{ items: Threat[] }> {
    return { items: await this.threats.list(actor) };
  }

  @Get('waiting')
  @ApiOperation({ summary: 'What interrupts every page now: alerts that nobody has accepted' })
  @Requires('threat.read', { boundary: 'list', event: 'threat.watch', passive: true })
  public async waiting(@CurrentActor() actor: Actor): Promise<Interruption> {
    return interruptionOf(await this.threats.waiting(actor));
  }

  @Get(':alert')
  @ApiOperation({ summary: 'One alert: what to say on the telephone, its clock, its log and your next steps' })
  @Requires('threat.read', { boundary: 'own' })
  public one(@CurrentActor() actor: Actor, @Param('alert') id: string): Promise<ThreatDetail> {
    return this.threats.one(actor, id);
  }

  @Post(':alert/acceptance')
  @HttpCode(200)
  @ApiOperation({ summary: 'Accept: {telephoned}. Once, and not by whoever raised it' })
  @ApiBody(JSON_BODY)
  @Requires('threat.answer', { boundary: 'own', event: 'threat.accept' })
  public accept(
    @CurrentActor() actor: Actor,
    @Param('alert') id: string,
    @Body() body: unknown,
  ): Promise<AnsweredThreat> {
    return this.answer.accept(actor, id, body);
  }

  @Post(':alert/decisions')
  @ApiOperation({ summary: 'Log a decision: {decision, reason, refused?}' })
  @ApiBody(JSON_BODY)
  @Requires('threat.answer', { boundary: 'own', event: 'threat.decide' })
  public decide(
    @CurrentActor() actor: Actor,
    @Param('alert') id: string,
    @Body() body: unknown,
  ): Promise<AnsweredThreat> {
    return this.answer.decide(actor, id, body);
  }

  @Post(':alert/hand-over')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hand over to a colleague on duty: {version, to, why}' })
  @ApiBody(JSON_BODY)
  @Requires('threat.answer', { boundary: 'own', event: 'threat.hand-over' })
  public handOver(
    @CurrentActor() actor: Actor,
    @Param('alert') id: string,
    @Body() body: unknown,
  ): Promise<AnsweredThreat> {
    return this.answer.handOver(actor, id, body);
  }

  @Post(':alert/end')
  @HttpCode(200)
  @ApiOperation({
    summary: 'End what you hold: {version, result: protected | passed-on | not-found | not-credible, outcome}',
  })
  @ApiBody(JSON_BODY)
  @Requires('threat.answer', { boundary: 'own', event: 'threat.end' })
  public end(@CurrentActor() actor: Actor, @Param('alert') id: string, @Body() body: unknown): Promise<AnsweredThreat> {
    return this.answer.end(actor, id, body);
  }
}
