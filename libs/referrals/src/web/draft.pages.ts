import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Clock,
  CurrentActor,
  InvalidInput,
  NotPermitted,
  NotVisible,
  Requires,
  Stale,
  WrongState,
  type Actor,
} from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { missingOf } from '../referral-completeness.js';
import type { ReferralDetail } from '../referral-detail.js';
import { ReferralDetailQuery } from '../referral-detail.query.js';
import { KIND_HINTS, KIND_WORDS, REFERRAL_KINDS } from '../referral.kinds.js';
import { mayPack, NOT_YOURS_TO_PACK } from '../referral-pack.js';
import { SaveReferral } from '../save-referral.js';
import { SendReferral } from '../send-referral.js';
import { conflictPage } from './draft-conflict.view.js';
import { checkView, editView, foldDraft, itemsIn } from './draft.form.js';
import { FormChoicesQuery } from './form-choices.query.js';

type Posted = Record<string, unknown>;
type Errors = Readonly<Record<string, string>>;

/** Starting a referral, filling it in, and the card that names who gets it before it leaves. */
@ApiExcludeController()
@Controller('referrals')
export class DraftPages {
  public constructor(
    private readonly saveReferral: SaveReferral,
    private readonly sendReferral: SendReferral,
    private readonly detail: ReferralDetailQuery,
    private readonly choices: FormChoicesQuery,
    private readonly clock: Clock,
  ) {}

  @Get('new')
  @Requires('referral.write', { boundary: 'create', event: 'referral.create' })
  public start(@CurrentActor() actor: Actor, @Query() query: Posted): Promise<Page> {
    return this.showStart(actor, query);
  }

  @Post('new')
  @Requires('referral.write', { boundary: 'create', event: 'referral.create' })
  public async begin(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Page | Redirect> {
    try {
      if (!body['receiver'])
        throw new InvalidInput({
          receiver: 'Choose the agency that receives it.',
          ...(body['kind'] ? {} : { kind: 'Choose what you refer.' }),
        });
      const { agreements } = await this.choices.for(actor);
      const under = agreements.find(({ parties }) => parties.includes(String(body['receiver'])));
      const { id } = await this.saveReferral.begin(actor, {
        kind: body['kind'],
        receiver: body['receiver'],
        ...(under ? { agreement: under.reference, purpose: under.purpose, legalBasis: under.legalBasis } : {}),
        expires: inAYear(this.clock.now()),
        ...(await this.begunFrom(actor, body)),
      });
      return redirect(`/referrals/${id}/edit`);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.showStart(actor, body, error.fields);
    }
  }

  @Get(':id/edit')
  @Requires('referral.write', { boundary: 'record', event: 'referral.read' })
  public async edit(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.showEdit(actor, await this.draft(actor, id));
  }

  /** "find" looks a report up for the pack, "save" keeps the draft, "check" goes on when nothing is missing. */
  @Post(':id/edit')
  @Requires('referral.write', { boundary: 'record', event: 'referral.save' })
  public async save(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const draft = await this.draft(actor, id);
    try {
      if (body['then'] === 'find')
        return await this.showEdit(actor, draft, { body, found: await this.choices.itemsOf(actor, body['find']) });
      const { input, errors } = foldDraft(draft.kind, body);
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      await this.saveReferral.change(actor, id, input);
    } catch (error) {
      if (error instanceof Stale) return this.bothVersions(actor, id, body);
      if (!(error instanceof InvalidInput)) throw error;
      return this.showEdit(actor, draft, { body, errors: error.fields });
    }
    if (body['then'] !== 'check')
      return redirect(`/referrals/${id}/edit`, { title: 'Draft saved', text: 'Nobody else can see it.' });
    const saved = await this.draft(actor, id);
    const missing = this.missing(actor, saved);
    return Object.keys(missing).length > 0
      ? this.showEdit(actor, saved, { errors: missing, saved: true })
      : redirect(`/referrals/${id}/check`);
  }

  /** The page's script posts here by itself; a stale version answers 409, and the script then sends the form to see both. */
  @Post(':id/edit/autosave')
  @HttpCode(200)
  @Requires('referral.write', { boundary: 'record', event: 'referral.save' })
  public async autosave(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<{ version: number; savedAt: string }> {
    const { input, errors } = foldDraft((await this.draft(actor, id)).kind, body);
    if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
    const { version } = await this.saveReferral.change(actor, id, input);
    return { version, savedAt: this.clock.now().toISOString() };
  }

  @Get(':id/check')
  @Requires('referral.send', { boundary: 'record', event: 'referral.read' })
  public async check(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const draft = await this.draft(actor, id);
    const missing = this.missing(actor, draft);
    if (Object.keys(missing).length > 0) return this.showEdit(actor, draft, { errors: missing, saved: true });
    return page('referral-check.njk', checkView(draft, await this.choices.consequences(actor, draft)));
  }

  @Post(':id/check')
  @Requires('referral.send', { boundary: 'record' })
  public async send(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const draft = await this.draft(actor, id);
    try {
      await this.sendReferral.send(actor, id, { version: Number(body['version']) || 0 });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.showEdit(actor, draft, { errors: error.fields, saved: true });
    }
    return redirect(`/referrals/${id}`, {
      title: 'Referral sent',
      text: `${draft.receiver?.name ?? 'The receiver'} has been told.`,
    });
  }

  private async bothVersions(actor: Actor, id: string, body: Posted): Promise<Page> {
    const stored = await this.draft(actor, id);
    const packed = stored.pack.flatMap(({ items }) => items.map((item) => item.id));
    return conflictPage(stored, body, await this.choices.for(actor, [...new Set([...packed, ...itemsIn(body)])]));
  }

  /** What a report's page began it with: who is at risk, and the report's items, once it is disseminated, of whoever may share them. */
  private async begunFrom(actor: Actor, { kind, subject, report }: Posted): Promise<Posted> {
    const fields =
      kind === 'safeguarding' && (subject === 'child' || subject === 'adult') ? { fields: { subject } } : {};
    if (typeof report !== 'string' || report === '' || !mayPack(actor)) return fields;
    const pack = await this.choices.itemsOf(actor, report).catch(nothingIfRefused);
    return { ...fields, pack };
  }

  /** Throws NotVisible unless it is the actor's own draft, and WrongState once it was sent. */
  private async draft(actor: Actor, id: string): Promise<ReferralDetail> {
    const found = await this.detail.execute(actor, id);
    if (found.access === 'conditions') throw new NotVisible('not-accepted');
    if (found.access !== 'sender') throw new NotPermitted('not-this-side');
    if (!found.actions.includes('save'))
      throw new WrongState('This is not a draft of yours, so it cannot be changed. Nothing was changed.');
    return found;
  }

  private missing(actor: Actor, draft: ReferralDetail): Record<string, string> {
    const asked = { ...draft, sharing: draft.sharing!, hasReceiver: draft.receiver !== null };
    const wrong = missingOf(asked, this.clock.now());
    return draft.pack.length > 0 && !mayPack(actor) ? { ...wrong, pack: NOT_YOURS_TO_PACK } : wrong;
  }

  private async showStart(actor: Actor, body: Posted, errors?: Errors): Promise<Page> {
    const { receivers } = await this.choices.for(actor);
    return page(
      'referral-new.njk',
      {
        heading: 'Start a referral',
        breadcrumbs: [{ text: 'Referrals', href: '/referrals' }, { text: 'Start' }],
        kinds: REFERRAL_KINDS.map((kind) => ({ value: kind, text: KIND_WORDS[kind], hint: KIND_HINTS[kind] })),
        receivers: receivers.map(({ code, name }) => [code, name]),
        begun: ['subject', 'report'].flatMap((name) => (typeof body[name] === 'string' ? [[name, body[name]]] : [])),
        form: form(body, errors),
      },
      errors ? { status: 422 } : {},
    );
  }

  private async showEdit(
    actor: Actor,
    draft: ReferralDetail,
    posted: { body?: Posted; errors?: Errors; found?: readonly string[]; saved?: boolean } = {},
  ): Promise<Page> {
    const packed = posted.body ? itemsIn(posted.body) : draft.pack.flatMap(({ items }) => items.map(({ id }) => id));
    const offered = await this.choices.for(actor, [...packed, ...(posted.found ?? [])]);
    return page(
      'referral-edit.njk',
      editView(draft, offered, packed, { ...posted, mayPack: mayPack(actor) }),
      posted.errors ? { status: 422 } : {},
    );
  }
}

function nothingIfRefused(error: unknown): string[] {
  if (error instanceof InvalidInput) return [];
  throw error;
}

function inAYear(now: Date): string {
  const day = new Date(now);
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.toISOString().slice(0, 10);
}
// prettier-ignore
