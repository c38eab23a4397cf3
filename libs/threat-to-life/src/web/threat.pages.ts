import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, NotVisible, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { AnswerThreat } from '../answer-threat.js';
import { ThreatsQuery } from '../threats.query.js';
import { besides, detailView, logged, placesOf, STEPS, threatRow } from './threat.view.js';

type Posted = Record<string, unknown>;
/** What was typed and stays on the page: with what is wrong, or after an act that was done. */
interface Kept {
  body: Posted;
  errors?: Readonly<Record<string, string>>;
  done?: { title: string; left: Readonly<Record<string, string>> };
}

/** What threatens a life now, and one alert with all that there is to do about it. */
@ApiExcludeController()
@Controller('threats')
export class ThreatPages {
  public constructor(
    private readonly threats: ThreatsQuery,
    private readonly answer: AnswerThreat,
  ) {}

  @Get()
  @Requires('threat.read', { boundary: 'list', event: 'threat.list' })
  public async list(@CurrentActor() actor: Actor): Promise<Page> {
    const rows = (await this.threats.list(actor)).map(threatRow);
    return page('threat-list.njk', {
      heading: 'Threats to life',
      breadcrumbs: [{ text: 'Threats to life' }],
      open: rows.filter(({ status }) => status !== 'ended'),
      ended: rows.filter(({ status }) => status === 'ended'),
    });
  }

  @Get(':alert')
  @Requires('threat.read', { boundary: 'own' })
  public one(@CurrentActor() actor: Actor, @Param('alert') id: string): Promise<Page> {
    return this.show(actor, id);
  }

  @Post(':alert/:step')
  @Requires('threat.answer', { boundary: 'own', event: 'threat.answer' })
  public async step(
    @CurrentActor() actor: Actor,
    @Param('alert') id: string,
    @Param('step') path: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const step = Object.hasOwn(STEPS, path) ? STEPS[path] : undefined;
    if (!step) throw new NotVisible('absent');
    try {
      const given = Object.fromEntries(step.fields.map((field) => [field, body[field]]));
      const again = step.verb === 'decide' && logged(await this.threats.one(actor, id), actor.name, body);
      if (!again) await this.answer[step.verb](actor, id, given);
      const left = besides(step.fields, body);
      if (Object.keys(left).length === 0) return redirect(`/threats/${id}`, { title: step.done });
      // What is written above the other buttons travels in no cookie: the page gives it back itself, as after a refusal.
      return this.show(actor, id, { body: left, done: { title: step.done, left } });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, id, { body, errors: error.fields });
    }
  }

  private async show(actor: Actor, id: string, kept?: Kept): Promise<Page> {
    const threat = await this.threats.one(actor, id);
    const data = {
      heading: 'Threat to life',
      reference: threat.reference,
      breadcrumbs: [{ text: 'Threats to life', href: '/threats' }, { text: threat.reference }],
      ...detailView(threat),
      done: kept?.done && { title: kept.done.title, ...placesOf(threat, kept.done.left) },
      form: form(kept?.body, kept?.errors),
    };
    return page('threat.njk', data, kept?.errors ? { status: 422 } : {});
  }
}
