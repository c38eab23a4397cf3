import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, WrongState, type Actor } from '@clin/platform';
import { formErrors, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { AgreementEffectQuery } from '../agreement-effect.query.js';
import { AgreementDetailQuery, type AgreementDetail } from '../agreement-detail.query.js';
import type { AgreementAction } from '../agreement.states.js';
import { ApproveAgreement } from '../approve-agreement.js';
import { PreviewRules } from '../preview-rules.query.js';
import { ProposeAgreement } from '../propose-agreement.js';
import { approvalWords, headOf, previewWords } from './agreement.view.js';
import { effectWords } from './effect.view.js';
import { Directory } from './directory.query.js';
import { ruleWords } from './words.js';

type Posted = Record<string, unknown>;
const DONE = {
  approved: 'It takes effect when the others have approved.',
  enacted: 'It has been approved by everybody needed and takes effect on its start date.',
  acceded: 'Your organisation is a party from now on.',
};

/** Proposing and approving: each by way of a page that names the organisations, what becomes possible, and what the rules would disclose. */
@ApiExcludeController()
@Controller('agreements')
export class ApprovalPages {
  public constructor(
    private readonly detail: AgreementDetailQuery,
    private readonly directory: Directory,
    private readonly previewRules: PreviewRules,
    private readonly effect: AgreementEffectQuery,
    private readonly proposeAgreement: ProposeAgreement,
    private readonly approveAgreement: ApproveAgreement,
  ) {}

  @Get(':id/propose')
  @Requires('agreement.draft', { boundary: 'own', event: 'agreement.propose' })
  public async askProposal(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.card(actor, await this.open(actor, id, 'propose'), 'propose');
  }

  @Post(':id/propose')
  @Requires('agreement.draft', { boundary: 'own', event: 'agreement.propose' })
  public async propose(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const detail = await this.open(actor, id, 'propose');
    return this.asked(actor, detail, 'propose', async () => {
      await this.proposeAgreement.execute(actor, id, { revision: Number(body['revision']) });
      return redirect(`/agreements/${id}`, {
        title: 'Proposed',
        text: 'The other organisations can read it and approve it.',
      });
    });
  }

  @Get(':id/approve')
  @Requires('agreement.approve', { boundary: 'own' })
  public async askApproval(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.card(actor, await this.open(actor, id, 'approve'), 'approve');
  }

  @Post(':id/approve')
  @Requires('agreement.approve', { boundary: 'own' })
  public async approve(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const detail = await this.open(actor, id, 'approve');
    return this.asked(actor, detail, 'approve', async () => {
      const seen = { version: Number(body['version']), revision: Number(body['revision']) };
      const { outcome } = await this.approveAgreement.execute(actor, id, seen);
      return redirect(`/agreements/${id}`, { title: 'Approved for your organisation', text: DONE[outcome] });
    });
  }

  private async asked(
    actor: Actor,
    detail: AgreementDetail,
    step: 'propose' | 'approve',
    act: () => Promise<Redirect>,
  ): Promise<Page | Redirect> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.card(actor, detail, step, { ...error.fields });
    }
  }

  private async card(
    actor: Actor,
    detail: AgreementDetail,
    step: 'propose' | 'approve',
    errors?: Record<string, string>,
  ): Promise<Page> {
    const known = await this.directory.for(actor);
    const about = detail.pending?.state === 'proposed' || step === 'propose' ? detail.pending : null;
    const { rules, parties } = about?.terms ?? detail.terms;
    const others = parties.filter((code) => code !== actor.agencyCode).map(known.agency);
    const version = about?.version ?? detail.version;
    const heading =
      step === 'propose'
        ? `You are about to show version ${version} of ${detail.reference} to ${others.length} ${others.length === 1 ? 'organisation' : 'organisations'}`
        : `You are about to approve version ${version} of ${detail.reference} for ${actor.agencyName}`;
    const data = {
      ...headOf(detail, step === 'propose' ? 'Propose' : 'Approve'),
      heading,
      step,
      version,
      revision: about?.revision ?? detail.revision,
      words: step === 'propose' ? [] : approvalWords(detail, known),
      others,
      rules: rules.map((rule) => ruleWords(rule, known.agency, known.area)),
      preview: rules.length > 0 ? previewWords(await this.previewRules.execute(actor, detail.id, {})) : null,
      effect:
        about && about.version > 1
          ? effectWords(await this.effect.execute(actor, detail.id, { decision: 'approve' }))
          : null,
      form: formErrors(errors),
    };
    return page('agreement-card.njk', data, errors ? { status: 422 } : {});
  }

  private async open(actor: Actor, id: string, action: AgreementAction): Promise<AgreementDetail> {
    const detail = await this.detail.execute(actor, id);
    if (!detail.actions.includes(action)) throw new WrongState('This is not yours to do now. Nothing was changed.');
    return detail;
  }
}
