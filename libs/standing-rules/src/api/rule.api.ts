import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { ApplyRule, type AppliedRule } from '../apply-rule.js';
import { RuleReachQuery, type RuleReach } from '../rule-reach.query.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** A standing rule in force and the records that were disseminated before it. */
@ApiTags('agreements')
@Controller('api/v1/agreements/:id/rules/:rule')
export class RuleApi {
  public constructor(
    private readonly ruleReach: RuleReachQuery,
    private readonly applyRule: ApplyRule,
  ) {}

  @Get('reach')
  @ApiOperation({
    summary:
      'Which records disseminated before a rule, of the caller’s organisation, applying it would share, with whom',
  })
  @Requires('agreement.apply-rule', { boundary: 'own', event: 'agreement.preview' })
  public reach(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('rule') rule: string): Promise<RuleReach> {
    return this.ruleReach.execute(actor, id, rule);
  }

  @Post('application')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Share them, at most 200 disclosures in one call, with the organisations confirmed: {agencies}',
  })
  @ApiBody(JSON_BODY)
  @Requires('agreement.apply-rule', { boundary: 'own' })
  public apply(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('rule') rule: string,
    @Body() body: unknown,
  ): Promise<AppliedRule> {
    return this.applyRule.execute(actor, id, rule, body);
  }
}
