import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Clock, CurrentActor, InvalidInput, NotVisible, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { CloseEmergency } from '../close-emergency.js';
import { EmergenciesQuery } from '../emergencies.query.js';
import { OpenEmergency } from '../open-emergency.js';

type Posted = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

@ApiExcludeController()
@Controller('emergency-access')
export class EmergencyPages {
  public constructor(
    private readonly opening: OpenEmergency,
    private readonly closing: CloseEmergency,
    private readonly emergencies: EmergenciesQuery,
  ) {}

  @Get()
  @Requires('emergency.read', { boundary: 'own', event: 'emergency.list' })
  public list(@CurrentActor() actor: Actor): Promise<Page> {
    return this.show(actor);
  }

  @Post()
  @Requires('emergency.open', { boundary: 'create' })
  public async open(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Page | Redirect> {
    try {
      const { href } = await this.opening.execute(actor, {
        reference: text(body['reference']),
        reason: text(body['reason']),
      });
      return redirect(href, {
        title: 'Opened for 60 minutes',
        text: 'Its owner and the auditors have been told. Somebody there reviews this within 24 hours.',
        variant: 'warning',
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, { body, errors: error.fields });
    }
  }

  @Post(':id/end')
  @Requires('emergency.end', { boundary: 'own' })
  public async end(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Redirect> {
    await this.closing.end(actor, id);
    return redirect('/emergency-access', {
      title: 'Emergency access ended',
      text: 'Nobody sees the record through it any more.',
    });
  }

  @Get(':id/review')
  @Requires('emergency.review', { boundary: 'own', event: 'emergency.read' })
  public askReview(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.reviewPage(actor, id);
  }

  @Post(':id/review')
  @Requires('emergency.review', { boundary: 'own' })
  public async review(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    try {
      await this.closing.review(actor, id, { verdict: text(body['verdict']), words: text(body['words']) });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.reviewPage(actor, id, { body, errors: error.fields });
    }
    return redirect('/emergency-access', { title: 'Review recorded' });
  }

  private async show(
    actor: Actor,
    refused?: { body: Posted; errors: Readonly<Record<string, string>> },
  ): Promise<Page> {
    return page(
      'emergency-list.njk',
      {
        heading: 'Emergency access',
        breadcrumbs: [{ text: 'Emergency access' }],
        ...(await this.emergencies.execute(actor)),
        canOpen: actor.permissions.has('emergency.open'),
        month: Clock.time().toISOString().slice(0, 7),
        form: form(refused?.body, refused?.errors),
        note: 'Nothing was opened. What you entered is still below.',
      },
      refused ? { status: 422 } : {},
    );
  }

  /** For somebody of the owner's other than who opened it, once; everybody else finds nothing. */
  private async reviewPage(
    actor: Actor,
    id: string,
    refused?: { body: Posted; errors: Readonly<Record<string, string>> },
  ): Promise<Page> {
    const use = await this.emergencies.one(actor, id);
    if (!use?.ours || use.reviewedAt) throw new NotVisible('not-to-review');
    return page(
      'emergency-review.njk',
      {
        heading: 'Review an emergency access',
        reference: use.reference,
        breadcrumbs: [{ text: 'Emergency access', href: '/emergency-access' }, { text: 'Review' }],
        use,
        form: form(refused?.body, refused?.errors),
      },
      refused ? { status: 422 } : {},
    );
  }
}
