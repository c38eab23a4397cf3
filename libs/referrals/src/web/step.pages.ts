import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { checkInput, CurrentActor, InvalidInput, NotVisible, Requires, WrongState, type Actor } from '@clin/platform';
import { foldDates, form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { MoveReferral, type MovedReferral } from '../move-referral.js';
import type { ReferralDetail } from '../referral-detail.js';
import { ReferralDetailQuery } from '../referral-detail.query.js';
import { TransferInput, WORDLESS } from '../referral.input.js';
import { mayPack } from '../referral-pack.js';
import { RESULTS } from '../referral.kinds.js';
import { STATUS_WORDS, type ReferralAction } from '../referral.states.js';
import { SendReferral } from '../send-referral.js';
import { FormChoicesQuery } from './form-choices.query.js';
import { STEP_FORMS } from './step-forms.js';
import { transferView } from './transfer.view.js';

type Posted = Record<string, unknown>;
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() ? value.trim() : undefined;
const COUNTS = ['referred', 'removed', 'restricted', 'refused', 'noResponse'] as const;

/** One form for every step: which of them is open, and to whom, is the table of states' to say. */
@ApiExcludeController()
@Controller('referrals/:id/steps')
export class StepPages {
  public constructor(
    private readonly detail: ReferralDetailQuery,
    private readonly moveReferral: MoveReferral,
    private readonly sendReferral: SendReferral,
    private readonly choices: FormChoicesQuery,
  ) {}

  @Get(':step')
  @Requires('referral.note', { boundary: 'record', event: 'referral.read' })
  public async ask(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('step') step: string): Promise<Page> {
    return this.show(actor, await this.forStep(actor, id, step), step as ReferralAction);
  }

  @Post(':step')
  @Requires('referral.note', { boundary: 'record', event: 'referral.step' })
  public async take(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('step') step: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const found = await this.forStep(actor, id, step);
    const action = step as ReferralAction;
    try {
      const { input, errors } = foldDates(body, { expires: 'Shared until' });
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      if (body['then'] === 'change') return await this.show(actor, found, action, { body });
      if (action === 'transfer' && body['then'] !== 'confirm') return await this.card(actor, found, input);
      await this.execute(actor, id, action, input);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, found, action, { body, errors: error.fields });
    }
    const told =
      action === 'note' || body['audience'] === 'own'
        ? 'Your agency alone can read it.'
        : 'The other agency has been told.';
    const { done } = STEP_FORMS[action]!;
    if (body['back'] === 'my-work') return redirect('/', { title: `${done}: ${found.reference}`, text: told });
    return redirect(`/referrals/${id}`, { title: done, text: told });
  }

  /** Before another agency gains it: which, how many people there, and who loses it. Throws InvalidInput for what the form lacks. */
  private async card(actor: Actor, found: ReferralDetail, given: Posted): Promise<Page> {
    checkInput(TransferInput, transferOf(given));
    const { receivers } = await this.choices.for(actor);
    const next = receivers.find(({ code }) => code === text(given['receiver']));
    if (!next) throw new InvalidInput({ receiver: 'Choose an agency of the list.' });
    return page(
      'referral-transfer.njk',
      transferView(found, next, given, await this.choices.transfer(actor, found, next.code)),
    );
  }

  private execute(actor: Actor, id: string, action: ReferralAction, body: Posted): Promise<MovedReferral> {
    const base = { version: Number(text(body['version']) ?? 0), text: text(body['text']) };
    switch (action) {
      case 'transfer':
        return this.sendReferral.transfer(actor, id, transferOf(body));
      case 'withdraw':
        return this.sendReferral.withdraw(actor, id, base);
      case 'reopen':
        return this.sendReferral.reopen(actor, id, { ...base, ...anewOf(body) });
      case 'note':
        return this.moveReferral.execute(actor, id, 'progress', { ...base, audience: 'own' });
      case 'progress':
        return this.moveReferral.execute(actor, id, 'progress', { ...base, audience: text(body['audience']) });
      case 'outcome':
        return this.moveReferral.execute(actor, id, 'outcome', {
          ...base,
          result: text(body['result']),
          ...countsIn(body),
        });
      default:
        return this.moveReferral.execute(actor, id, action as 'accept', base);
    }
  }

  /** Throws NotVisible for a step that there is not, WrongState for one that is not open to this person now. */
  private async forStep(actor: Actor, id: string, step: string): Promise<ReferralDetail> {
    const found = await this.detail.execute(actor, id);
    if (!Object.hasOwn(STEP_FORMS, step) || found.access === 'conditions') throw new NotVisible('no-such-step');
    if (!found.actions.includes(step as ReferralAction))
      throw new WrongState(
        `This referral is “${STATUS_WORDS[found.status]}”, and this is not yours to do now. Nothing was changed.`,
      );
    return found;
  }

  private async show(
    actor: Actor,
    found: ReferralDetail,
    action: ReferralAction,
    posted?: { body: Posted; errors?: Readonly<Record<string, string>> },
  ): Promise<Page> {
    const sharing = action === 'transfer' || action === 'reopen';
    const offered = sharing ? await this.choices.for(actor) : undefined;
    const { id, kind, reference, version, marking, pack } = found;
    const words = STEP_FORMS[action]!;
    return page(
      'referral-step.njk',
      {
        id,
        reference,
        version,
        marking,
        action,
        words,
        title: found.title,
        heading: words.heading,
        handling: ['P'],
        breadcrumbs: [
          { text: 'Referrals', href: '/referrals' },
          { text: reference, href: `/referrals/${id}` },
          { text: words.button },
        ],
        results: action === 'outcome' ? RESULTS[kind] : undefined,
        counts: action === 'outcome' && kind === 'platform',
        receivers: action === 'transfer' ? offered?.receivers.map(({ code, name }) => [code, name]) : undefined,
        agreements: offered?.agreements.map((one) => [one.reference, `${one.reference}: ${one.title}`]),
        hasPack: pack.length > 0,
        mayPack: mayPack(actor),
        form: form(
          posted?.body ?? {
            audience: 'sender',
            pack: mayPack(actor) ? 'yes' : 'no',
            agreement: found.sharing?.agreement,
            expires: found.sharing?.expires,
          },
          saying(words.label, posted?.errors),
        ),
      },
      posted?.errors ? { status: 422 } : {},
    );
  }
}

/** What is missing in words is said as the form asks for it. */
const saying = (
  label: string | undefined,
  errors?: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined =>
  label && errors?.['text'] === WORDLESS
    ? { ...errors, text: `Say it in words: ${label.charAt(0).toLowerCase()}${label.slice(1)}` }
    : errors;

/** Sharing anew: what is left out stays as it was. */
const anewOf = (body: Posted): Posted => ({
  ...(text(body['agreement']) ? { agreement: text(body['agreement']) } : {}),
  ...(text(body['expires']) ? { expires: text(body['expires']) } : {}),
  withPack: body['pack'] !== 'no',
});

const transferOf = (body: Posted): Posted => ({
  version: Number(text(body['version']) ?? 0),
  text: text(body['text']),
  ...anewOf(body),
  receiver: text(body['receiver']),
});

function countsIn(body: Posted): Partial<Record<(typeof COUNTS)[number], number>> {
  return Object.fromEntries(COUNTS.flatMap((name) => (text(body[name]) === undefined ? [] : [[name, Number(text(body[name]))]])));
}

// prettier-ignore
