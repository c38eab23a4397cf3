import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Clock, CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { askedIn, form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { LookUp, type Look } from '../look-up.js';
import { standingOf } from '../question.words.js';
import { QuestionsQuery, type Question } from '../questions.query.js';
import { text, type Posted } from './posted.js';

/** Ask about a reference: shown, held by somebody, or absent. */
@ApiExcludeController()
@Controller('discovery')
export class DiscoveryPages {
  public constructor(
    private readonly lookUp: LookUp,
    private readonly questions: QuestionsQuery,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('discovery.ask', { boundary: 'own', event: 'discovery.look' })
  public async look(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<Page> {
    const { given, errors } = askedIn(query, ['reference']);
    if (Object.keys(errors).length > 0) return this.show(actor, { body: {}, errors });
    if (!given.reference) return this.show(actor);
    try {
      return await this.show(actor, { body: given, look: await this.lookUp.execute(actor, given.reference) });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, { body: given, errors: error.fields });
    }
  }

  @Post()
  @Requires('discovery.ask', { boundary: 'create' })
  public async ask(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Page | Redirect> {
    try {
      const asked = { reference: text(body['reference']), reason: text(body['reason']) };
      const { ownerName } = await this.lookUp.ask(actor, asked);
      return redirect('/discovery', { title: 'Question sent', text: `${ownerName} has been told.` });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const look = error.fields['reason'] ? await this.again(actor, body) : undefined;
      return this.show(actor, { body, errors: error.fields, ...(look ? { look } : {}) });
    }
  }

  private again(actor: Actor, body: Posted): Promise<Look | undefined> {
    return this.lookUp.execute(actor, body['reference']).catch(() => undefined);
  }

  private async show(
    actor: Actor,
    state: { body: Posted; errors?: Readonly<Record<string, string>>; look?: Look } = { body: {} },
  ): Promise<Page> {
    const { body, errors, look } = state;
    const { mine, ours } = await this.questions.execute(actor);
    const now = this.clock.now();
    const told = (rows: Question[]): object[] => rows.map((one) => ({ ...one, standing: standingOf(one, now) }));
    return page(
      'discovery.njk',
      {
        heading: 'Ask about a reference',
        breadcrumbs: [{ text: 'Ask about a reference' }],
        look,
        mine: told(mine),
        ours: told(ours),
        form: form(body, errors),
        note: 'What you entered is still below.',
      },
      errors ? { status: 422 } : {},
    );
  }
}
