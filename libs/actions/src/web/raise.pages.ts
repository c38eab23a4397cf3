import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, WrongState, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { folded, text, type Errors, type Posted } from '@clin/web-kit/posted';
import { AssignableQuery } from '../assignable.query.js';
import { IN_EMERGENCY, RaiseAction } from '../raise-action.js';
import { PRIORITIES, teamsOf } from './action.view.js';

const FIELDS = ['what', 'why', 'outcomeNeeded', 'priority', 'to', 'workingDays'];

/** An action is raised about one record, of whatever kind. */
@ApiExcludeController()
@Controller('records/:id')
export class RaisePages {
  public constructor(
    private readonly raising: RaiseAction,
    private readonly assignable: AssignableQuery,
  ) {}

  @Get('action')
  @Requires('action.raise', { boundary: 'record', event: 'action.form' })
  public form(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.show(actor, id, { priority: '2', to: 'person' });
  }

  @Post('action')
  @Requires('action.raise', { boundary: 'record' })
  public async raise(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    try {
      // Of the three ways to say who, the one that was chosen counts.
      const to = text(body['to']);
      const who = ['person', 'team', 'agency'].includes(to) ? [to] : [];
      const made = await this.raising.execute(actor, id, folded(body, [...FIELDS, ...who], { dueOn: 'The day' }));
      const mine = to === 'person' && text(body['person']).toLowerCase() === actor.userId;
      const told = mine ? 'It is among the actions for you.' : 'Whoever is to do it has been told.';
      return redirect(`/actions/${made.id}`, { title: 'Action raised', text: told });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, id, body, error.fields);
    }
  }

  private async show(actor: Actor, id: string, values: Posted, errors?: Errors): Promise<Page> {
    const { card, noun, emergency, takesWork, people, teams, agencies } = await this.assignable.execute(actor, id);
    if (emergency) throw new WrongState(IN_EMERGENCY);
    if (!takesWork)
      throw new WrongState(
        `Members of the agency that leads this ${noun} give work on it, while it is not closed. Nothing was changed.`,
      );
    const data = {
      heading: 'Raise an action',
      reference: card.reference,
      marking: card.marking,
      handling: card.handling,
      breadcrumbs: [{ text: card.reference, href: card.href }, { text: 'Raise an action' }],
      record: card,
      noun,
      people: people.map((one) => [one.id, one.name]),
      teams: teamsOf(teams),
      agencies: agencies.map(({ code, name }) => [code, name]),
      priorities: PRIORITIES,
      form: form(values, errors),
    };
    return page('action-raise.njk', data, errors ? { status: 422 } : {});
  }
}
