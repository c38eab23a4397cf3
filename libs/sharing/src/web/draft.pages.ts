import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, WrongState, type Actor } from '@clin/platform';
import { page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { AgreementDetailQuery, type AgreementDetail } from '../agreement-detail.query.js';
import type { AgreementAction } from '../agreement.states.js';
import { DraftAgreement, type SavedAgreement } from '../draft-agreement.js';
import { agreementForm, BLANK, foldAgreement, valuesOf } from './agreement.form.js';
import { AgreementEffectQuery } from '../agreement-effect.query.js';
import { PreviewRules } from '../preview-rules.query.js';
import { headOf, previewWords } from './agreement.view.js';
import { effectWords } from './effect.view.js';
import { Directory } from './directory.query.js';

type Posted = Record<string, unknown>;
interface Shown {
  heading: string;
  hint: string;
  detail?: AgreementDetail;
  revision?: number;
  foreseen?: Foreseen;
}

/** What the form would do, before it is saved. */
interface Foreseen {
  preview: ReturnType<typeof previewWords>;
  effect?: ReturnType<typeof effectWords>;
}

/** Writing an agreement: a new one, a draft, or the next version of one in force. */
@ApiExcludeController()
@Controller('agreements')
export class DraftPages {
  public constructor(
    private readonly detail: AgreementDetailQuery,
    private readonly draftAgreement: DraftAgreement,
    private readonly directory: Directory,
    private readonly previewRules: PreviewRules,
    private readonly effect: AgreementEffectQuery,
  ) {}

  @Get('new')
  @Requires('agreement.draft', { boundary: 'create' })
  public blank(@CurrentActor() actor: Actor): Promise<Page> {
    return this.show(actor, NEW, BLANK);
  }

  @Post('new')
  @Requires('agreement.draft', { boundary: 'create' })
  public begin(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Page | Redirect> {
    return this.take(actor, NEW, body, (input) => this.draftAgreement.begin(actor, input));
  }

  @Get(':id/edit')
  @Requires('agreement.draft', { boundary: 'own' })
  public async edit(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const detail = await this.open(actor, id, 'save');
    return this.show(actor, editing(detail), valuesOf(detail.pending!.terms));
  }

  @Post(':id/edit')
  @Requires('agreement.draft', { boundary: 'own' })
  public async save(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const shown = editing(await this.open(actor, id, 'save'));
    const revision = Number(body['revision']);
    const seen = { ...shown, revision };
    return this.take(actor, seen, body, (input) => this.draftAgreement.save(actor, id, { ...input, revision }));
  }

  @Get(':id/versions/new')
  @Requires('agreement.draft', { boundary: 'own' })
  public async next(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const detail = await this.open(actor, id, 'renew');
    return this.show(actor, renewing(detail), valuesOf(detail.terms));
  }

  @Post(':id/versions/new')
  @Requires('agreement.draft', { boundary: 'own' })
  public async renew(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const shown = renewing(await this.open(actor, id, 'renew'));
    return this.take(actor, shown, body, (input) => this.draftAgreement.renew(actor, id, input));
  }

  private async open(actor: Actor, id: string, action: AgreementAction): Promise<AgreementDetail> {
    const detail = await this.detail.execute(actor, id);
    if (!detail.actions.includes(action)) throw new WrongState('This is not yours to do now. Nothing was changed.');
    return detail;
  }

  /** "add" and "remove" show the form again with one rule more or less, "preview" with what it would disclose and hide; anything else saves. */
  private async take(
    actor: Actor,
    shown: Shown,
    body: Posted,
    save: (input: Posted) => Promise<SavedAgreement>,
  ): Promise<Page | Redirect> {
    const then = typeof body['then'] === 'string' ? body['then'] : '';
    if (then === 'add' || then.startsWith('remove-')) return this.show(actor, shown, body, undefined, then);
    const { input, errors } = foldAgreement(body);
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      if (then === 'preview' && shown.detail)
        return this.show(actor, { ...shown, foreseen: await this.foresee(actor, shown.detail, input) }, body);
      const { id } = await save(input);
      return redirect(`/agreements/${id}`, {
        title: 'Draft saved',
        text: 'Only your organisation can see it until it is proposed.',
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, shown, body, { ...error.fields });
    }
  }

  /** Of what is in the form and not saved: which existing records its rules fit, and what its dates would hide. */
  private async foresee(actor: Actor, { id, version, status }: AgreementDetail, input: Posted): Promise<Foreseen> {
    const { rules, parties, kinds, handling, mostSensitive, wholeRecords, startsOn, endsOn } = input;
    const asked = { rules, parties, kinds, handling, mostSensitive: mostSensitive || undefined, wholeRecords };
    const preview = previewWords(await this.previewRules.execute(actor, id, asked));
    if (version === 1 && status === 'draft') return { preview };
    const dates = { decision: 'approve', startsOn: startsOn || undefined, endsOn: endsOn || undefined };
    return { preview, effect: effectWords(await this.effect.execute(actor, id, dates)) };
  }

  private async show(
    actor: Actor,
    { heading, hint, detail, revision, foreseen }: Shown,
    values: Posted,
    errors?: Record<string, string>,
    then?: string,
  ): Promise<Page> {
    const { agencies, areas } = await this.directory.for(actor);
    const head = detail
      ? headOf(detail, heading)
      : { breadcrumbs: [{ text: 'Agreements', href: '/agreements' }, { text: heading }] };
    const data = {
      ...head,
      heading,
      hint,
      revision,
      isNew: detail === undefined,
      foreseen,
      code: actor.agencyCode,
      back: detail ? `/agreements/${detail.id}` : '/agreements',
      ...agreementForm(values, { own: actor.agencyCode, agencies, areas }, errors, then),
    };
    return page('agreement-form.njk', data, errors ? { status: 422 } : {});
  }
}

const NEW: Shown = {
  heading: 'Draft an agreement',
  hint: 'A draft is known to your organisation only. It is shown to the others when you propose it, and takes effect when they approve.',
};
const editing = (detail: AgreementDetail): Shown => ({
  heading: 'Change the draft',
  hint: 'Only your organisation sees this draft.',
  detail,
  revision: detail.pending!.revision,
});
const renewing = (detail: AgreementDetail): Shown => ({
  heading: 'Draft the next version',
  hint: `Version ${detail.version} stays in force until the next one is approved by your organisation and by the parties that it concerns.`,
  detail,
});
