import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { form, page, type Page } from '@clin/web-kit';
import { folded, list, may, text, type Errors, type Posted } from '@clin/web-kit/posted';
import { UNDONE, UNDO_MINUTES } from '../action.states.js';
import { TriageActions, type DecidedRow } from '../triage-actions.js';
import { MOST_DECIDED, TRIAGE_STEPS, WAITING, type TriageStep } from '../triage.input.js';
import { TriageQuery } from '../triage.query.js';
import { actionRow, handlingOf, PRIORITIES, TEAMS, teamOrWho, teamsOf } from './action.view.js';
import { decidedRow, DECISIONS, many, previewRow, rowsPosted, rowText, WAITING_WORDS } from './triage.view.js';

const FILTERS = ['waiting', 'priority', 'due'];
const DECISION = ['step', 'reason', 'to', 'person', 'team', 'agency', 'all'];
/** On pages, passing on is one way of giving. */
const OFFERED = TRIAGE_STEPS.filter((step) => step !== 'pass');
const CRUMBS = [{ text: 'My actions', href: '/actions' }];

/** The triage queue: choose, look at what would happen, decide, see what became of each, take back. */
@ApiExcludeController()
@Controller('triage')
export class TriagePages {
  public constructor(
    private readonly triage: TriageQuery,
    private readonly deciding: TriageActions,
  ) {}

  @Get()
  @Requires('action.read', { boundary: 'list', event: 'action.triage-list' })
  public async queue(@CurrentActor() actor: Actor, @Query() query: Posted): Promise<Page> {
    try {
      return await this.show(actor, folded(query, [...FILTERS, 'cursor']), query);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, {}, {}, error.fields);
    }
  }

  @Post('preview')
  @Requires('action.work', { boundary: 'list', event: 'action.triage-preview' })
  public async preview(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Page> {
    const filter = folded(body, FILTERS);
    const place = { ...filter, ...folded(body, ['cursor']) };
    if (body['then'] === 'change') return this.show(actor, place, body);
    try {
      const decision = decisionIn(body);
      const asked = { ...decision, filter, ...(body['all'] ? {} : { rows: rowsPosted(body['row']) }) };
      const { rows } = await this.triage.preview(actor, asked);
      const named = await this.triage.named(
        actor,
        rows.map(({ id }) => id),
      );
      const can = rows.filter(({ why }) => why === null);
      const step = text(body['step']) as TriageStep;
      const whom = await this.whom(actor, decision);
      return page('triage-preview.njk', {
        heading: 'Check before you decide',
        breadcrumbs: [...CRUMBS, { text: 'Triage', href: '/triage' }, { text: 'Check' }],
        handling: handlingOf([...named.values()]),
        says: `${DECISIONS[step].words}: ${many(can.length, `of ${rows.length}`)}.`,
        due: decision['dueOn'],
        full: Boolean(body['all']) && rows.length === MOST_DECIDED,
        can: can.map((row) => previewRow(row, whom)),
        cannot: rows.filter(({ why }) => why !== null).map((row) => previewRow(row)),
        hidden: Object.entries({ ...place, ...decision }).filter(([name]) => name !== 'all'),
        all: Boolean(body['all']),
        chosen: list(body['row']),
        reason: text(body['reason']),
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, place, body, error.fields);
    }
  }

  @Post()
  @Requires('action.work', { boundary: 'list', event: 'action.triage' })
  public async decide(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Page> {
    try {
      const { all: _all, ...decision } = decisionIn(body);
      const { rows } = await this.deciding.decide(actor, { ...decision, rows: rowsPosted(body['row']) });
      return await this.result(actor, rows, text(body['step']) as TriageStep);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, folded(body, [...FILTERS, 'cursor']), body, error.fields);
    }
  }

  @Post('undo')
  @Requires('action.work', { boundary: 'list', event: 'action.triage-undo' })
  public async undo(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Page> {
    try {
      const { rows } = await this.deciding.undo(actor, { rows: rowsPosted(body['row']) });
      return await this.result(actor, rows, 'undo');
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, {}, {}, error.fields);
    }
  }

  /** A row of a form keeps its version, so that a page that is sent again moves nothing again. */
  private async result(actor: Actor, decided: readonly DecidedRow[], step: TriageStep | 'undo'): Promise<Page> {
    const named = await this.triage.named(
      actor,
      decided.map(({ id }) => id),
    );
    const rows = decided.map((row) => decidedRow(row, step, named.get(row.id)));
    const ok = rows.filter((row) => row.ok);
    return page('triage-result.njk', {
      heading: many(ok.length, step === 'undo' ? 'taken back' : DECISIONS[step].done),
      breadcrumbs: [...CRUMBS, { text: 'Triage', href: '/triage' }, { text: 'Result' }],
      handling: handlingOf([...named.values()]),
      ok,
      refused: rows.filter((row) => !row.ok),
      undo: (step === 'give' || UNDONE.has(step)) && ok.length > 0,
      minutes: UNDO_MINUTES,
    });
  }

  /** To whom actions are given, in words; undefined for every other decision. */
  private async whom(actor: Actor, { to, person, team, agency }: Posted): Promise<string | undefined> {
    if (to === 'team') return `${TEAMS.find(([role]) => role === team)?.[1] ?? ''}, ${actor.agencyName}`;
    if (to === 'agency')
      return (await this.triage.agencies(actor)).find(({ code }) => code === agency)?.name ?? 'another agency';
    if (to !== 'person') return undefined;
    return (await this.triage.colleagues(actor)).find(({ id }) => id === person)?.name ?? 'somebody else';
  }

  /** The list with its form; what was refused stands on it with what was chosen and typed. */
  private async show(actor: Actor, asked: Posted, values: Posted, errors?: Errors): Promise<Page> {
    const { items, next, matching } = await this.triage.list(actor, asked);
    const [colleagues, teams, agencies] = await Promise.all([
      this.triage.colleagues(actor),
      this.triage.teams(actor),
      this.triage.agencies(actor),
    ]);
    const chosen = list(values['row']);
    const allChosen = values['choose'] === 'page';
    const data = {
      heading: 'Triage',
      breadcrumbs: [...CRUMBS, { text: 'Triage' }],
      handling: handlingOf(items),
      agencyName: actor.agencyName,
      rows: items.map((item) => ({
        ...actionRow(item),
        who: teamOrWho(item.assigned, actor.agencyCode),
        waits: WAITING_WORDS[item.waiting],
        text: rowText(item),
        chosen: allChosen || chosen.includes(rowText(item)),
      })),
      next,
      allChosen,
      asked,
      filters: form(asked),
      filtered: FILTERS.some((name) => asked[name]),
      waitings: WAITING.map((name) => [name, WAITING_WORDS[name]]),
      priorities: PRIORITIES,
      steps: OFFERED.map((name) => [name, DECISIONS[name].words]),
      colleagues: colleagues.map(({ id, name }) => [id, name]),
      teams: teamsOf(teams),
      agencies: agencies.map(({ code, name }) => [code, name]),
      everything:
        matching > MOST_DECIDED
          ? `The first ${MOST_DECIDED} that match, on every page`
          : `All that match, on every page (${matching})`,
      canDecide: may(actor, 'action.work'),
      form: form(values, errors),
    };
    return page('triage.njk', data, errors ? { status: 422 } : {});
  }
}

/** Whom and by when were chosen for another decision are not asked about. Throws InvalidInput for a day that is none. */
function decisionIn(body: Posted): Posted {
  const { to, person, team, agency, dueOn, ...rest } = folded(body, DECISION, { dueOn: 'The day' });
  if (rest['step'] !== 'give') return rest;
  const whom = to === 'person' ? { person } : to === 'team' ? { team } : to === 'agency' ? { agency } : {};
  return { ...rest, to, ...whom, ...(dueOn ? { dueOn } : {}) };
}
