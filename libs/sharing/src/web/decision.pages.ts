import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, NotVisible, Requires, WrongState, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { AgreementDetailQuery, type AgreementDetail } from '../agreement-detail.query.js';
import { AgreementEffectQuery, CHANGES, type AgreementChange } from '../agreement-effect.query.js';
import type { AgreementAction } from '../agreement.states.js';
import { DecideAgreement } from '../decide-agreement.js';
import { headOf } from './agreement.view.js';
import { effectWords } from './effect.view.js';
import { DECISIONS, type PageDecision } from './words.js';

type Posted = Record<string, unknown>;
const counted = (decision: PageDecision): AgreementChange | undefined => CHANGES.find((change) => change === decision);

/** Decisions with a reason: each page first says what will become of things, and for how many. */
@ApiExcludeController()
@Controller('agreements')
export class AgreementDecisionPages {
  public constructor(
    private readonly detail: AgreementDetailQuery,
    private readonly effect: AgreementEffectQuery,
    private readonly decide: DecideAgreement,
  ) {}

  @Get(':id/proposal/:decision')
  @Requires('agreement.draft', { boundary: 'own' })
  public askProposal(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('decision') decision: string,
  ): Promise<Page> {
    return this.ask(actor, id, oneOf(decision, ['revise', 'discard']));
  }

  @Post(':id/proposal/:decision')
  @Requires('agreement.draft', { boundary: 'own' })
  public proposal(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('decision') decision: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    return this.take(actor, id, oneOf(decision, ['revise', 'discard']), body);
  }

  @Get(':id/decision/:decision')
  @Requires('agreement.suspend', { boundary: 'own' })
  public askDecision(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('decision') decision: string,
  ): Promise<Page> {
    return this.ask(actor, id, oneOf(decision, ['suspend', 'reinstate', 'end', 'review']));
  }

  @Post(':id/decision/:decision')
  @Requires('agreement.suspend', { boundary: 'own' })
  public decision(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('decision') decision: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    return this.take(actor, id, oneOf(decision, ['suspend', 'reinstate', 'end', 'review']), body);
  }

  @Get(':id/withdraw')
  @Requires('agreement.approve', { boundary: 'own', event: 'agreement.withdraw' })
  public askWithdrawal(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.ask(actor, id, 'withdraw');
  }

  @Post(':id/withdraw')
  @Requires('agreement.approve', { boundary: 'own', event: 'agreement.withdraw' })
  public withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    return this.take(actor, id, 'withdraw', body);
  }

  private async ask(
    actor: Actor,
    id: string,
    decision: PageDecision,
    posted?: Posted,
    errors?: Record<string, string>,
  ): Promise<Page> {
    const detail = await this.open(actor, id, decision);
    const words = DECISIONS[decision];
    const change = counted(decision);
    const effect = change && effectWords(await this.effect.execute(actor, id, { decision: change }));
    const data = {
      ...headOf(detail, words.heading),
      heading: words.heading,
      words,
      effect,
      form: form(posted, errors),
    };
    return page('agreement-decision.njk', data, errors ? { status: 422 } : {});
  }

  private async take(actor: Actor, id: string, decision: PageDecision, body: Posted): Promise<Page | Redirect> {
    await this.open(actor, id, decision);
    try {
      await this.decide.execute(actor, id, decision, { reason: body['reason'] });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.ask(actor, id, decision, body, { ...error.fields });
    }
    const to = decision === 'withdraw' ? '/agreements' : `/agreements/${id}`;
    return redirect(to, { title: DECISIONS[decision].done });
  }

  private async open(actor: Actor, id: string, action: AgreementAction): Promise<AgreementDetail> {
    const detail = await this.detail.execute(actor, id);
    if (!detail.actions.includes(action)) throw new WrongState('This is not yours to do now. Nothing was changed.');
    return detail;
  }
}

function oneOf(asked: string, known: readonly PageDecision[]): PageDecision {
  const found = known.find((decision) => decision === asked);
  if (!found) throw new NotVisible('no such decision');
  return found;
}
