import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, NotVisible, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { folded, type Errors, type Posted } from '@clin/web-kit/posted';
import type { LoggedStep } from '../action.states.js';
import { ActionListQuery, MOST_ACTIONS } from '../action-list.query.js';
import { stepsCalled } from '../action-steps.js';
import { AssignableQuery } from '../assignable.query.js';
import { MoveAction } from '../move-action.js';
import { actionRow, boardOf, handlingOf, PRIORITIES, STEPS, teamsOf } from './action.view.js';

const FIELDS = ['version', 'reason', 'result', 'to', 'person', 'team', 'agency', 'workingDays', 'colleague'];

/** What somebody is to do, what their team is, and one action with its steps. */
@ApiExcludeController()
@Controller()
export class ActionPages {
  public constructor(
    private readonly actions: ActionListQuery,
    private readonly assignable: AssignableQuery,
    private readonly moving: MoveAction,
  ) {}

  @Get('actions')
  @Requires('action.read', { boundary: 'list', event: 'action.list' })
  public async mine(@CurrentActor() actor: Actor): Promise<Page> {
    const [mine, raised] = [
      await this.actions.execute(actor, {}),
      await this.actions.execute(actor, { view: 'raised' }),
    ];
    return page('action-list.njk', {
      heading: 'My actions',
      breadcrumbs: [{ text: 'My actions' }],
      handling: handlingOf([...mine, ...raised]),
      groups: boardOf(mine).filter(({ rows }) => rows.length > 0),
      raised: raised.map(actionRow),
    });
  }

  @Get('team-board')
  @Requires('action.read', { boundary: 'list', event: 'action.board' })
  public async board(@CurrentActor() actor: Actor): Promise<Page> {
    const actions = await this.actions.execute(actor, { view: 'team' });
    return page('team-board.njk', {
      heading: 'Team board',
      breadcrumbs: [{ text: 'My actions', href: '/actions' }, { text: 'Team board' }],
      handling: handlingOf(actions),
      groups: boardOf(actions),
      agencyName: actor.agencyName,
      any: actions.length > 0,
      full: actions.length === MOST_ACTIONS,
    });
  }

  @Get('actions/:action')
  @Requires('action.read', { boundary: 'own' })
  public one(@CurrentActor() actor: Actor, @Param('action') id: string): Promise<Page> {
    return this.show(actor, id, {});
  }

  @Post('actions/:action/:step')
  @Requires('action.work', { boundary: 'own', event: 'action.move' })
  public async move(
    @CurrentActor() actor: Actor,
    @Param('action') id: string,
    @Param('step') path: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const step = Object.values(STEPS).find((one) => one.path === path);
    if (!step) throw new NotVisible('absent');
    try {
      const given = folded(body, FIELDS, { dueOn: 'The day' });
      await stepsCalled(this.moving)[path]!(actor, id, onlyWanted(given, step.asks));
      return redirect(`/actions/${id}`, { title: step.done });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, id, body, { path, fields: error.fields });
    }
  }

  /** Each step's form has fields of its own name on the page: what was refused opens, with what was typed. */
  private async show(
    actor: Actor,
    id: string,
    values: Posted,
    refused?: { path: string; fields: Errors },
  ): Promise<Page> {
    const found = await this.actions.one(actor, id);
    const wanted = found.steps.some((one) => one === 'reassign' || one === 'pass')
      ? await this.assignable.execute(actor, found.record.id)
      : undefined;
    const colleagues = (wanted?.people ?? []).filter((one) => one.id !== actor.userId);
    const steps = found.steps.filter((name) => name !== 'pass' || colleagues.length > 0);
    const data = {
      heading: found.what,
      reference: found.reference,
      handling: found.record.handling,
      breadcrumbs: [{ text: 'My actions', href: '/actions' }, { text: found.reference }],
      action: actionRow(found),
      history: found.history.map(({ step, at, reason, by, agencyName }) => ({
        title: HISTORY[step],
        at,
        text: reason,
        by: by ?? agencyName,
      })),
      steps: steps.map((name) => ({ ...STEPS[name], open: refused?.path === STEPS[name].path })),
      people: wanted?.people.map(({ id: person, name }) => [person, name]),
      colleagues: colleagues.map((one) => [one.id, one.name]),
      teams: teamsOf(wanted?.teams ?? []),
      agencies: wanted?.agencies.map(({ code, name }) => [code, name]),
      priorities: PRIORITIES,
      form: form(values, refused?.fields),
    };
    return page('action.njk', data, refused ? { status: 422 } : {});
  }
}

const HISTORY: Record<LoggedStep, string> = {
  raise: 'Raised',
  accept: 'Accepted',
  'hand-back': 'Handed back',
  complete: 'Done',
  verify: 'Verified',
  return: 'Given back',
  reassign: 'Assigned again',
  withdraw: 'Withdrawn',
  pass: 'Passed on',
  undo: 'Undone',
  leave: 'Left',
};

/** A form posts every field that stands on its page; the verb is given those that the step asks for. */
function onlyWanted(given: Posted, asks: string | undefined): Posted {
  const assignment = ['to', given['to'], 'workingDays', 'dueOn', 'reason'];
  const passing = ['colleague', 'reason'];
  const fields = asks === 'assignment' ? assignment : asks === 'colleague' ? passing : asks ? [asks] : [];
  const wanted = ['version', ...fields];
  return Object.fromEntries(Object.entries(given).filter(([name]) => wanted.includes(name)));
}
