import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { AgreementDetailQuery, Directory } from '@clin/sharing';
import { page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { ApplyRule } from '../apply-rule.js';
import { RuleReachQuery } from '../rule-reach.query.js';
import { appliedWords, rulePage } from './rule.view.js';

type Posted = Record<string, unknown>;

/** Applying a standing rule to records disseminated before it: always by way of a card that names who would get what. */
@ApiExcludeController()
@Controller('agreements/:id/rules/:rule')
export class RulePages {
  public constructor(
    private readonly detail: AgreementDetailQuery,
    private readonly directory: Directory,
    private readonly ruleReach: RuleReachQuery,
    private readonly applyRule: ApplyRule,
  ) {}

  @Get('apply')
  @Requires('agreement.apply-rule', { boundary: 'own', event: 'agreement.preview' })
  public ask(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('rule') rule: string): Promise<Page> {
    return this.card(actor, id, rule);
  }

  @Post('apply')
  @Requires('agreement.apply-rule', { boundary: 'own' })
  public async apply(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('rule') rule: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const given = body['agencies'];
    try {
      const agencies = Array.isArray(given) ? given : given === undefined ? [] : [given];
      const applied = await this.applyRule.execute(actor, id, rule, { agencies });
      return redirect(`/agreements/${id}/rules/${rule}/apply`, appliedWords(applied));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.card(actor, id, rule, { ...error.fields });
    }
  }

  private async card(actor: Actor, id: string, rule: string, errors?: Record<string, string>): Promise<Page> {
    const reach = await this.ruleReach.execute(actor, id, rule);
    const [{ terms }, known] = [await this.detail.execute(actor, id), await this.directory.for(actor)];
    return page('agreement-rule.njk', rulePage(reach, known, terms.marking, errors), errors ? { status: 422 } : {});
  }
}
