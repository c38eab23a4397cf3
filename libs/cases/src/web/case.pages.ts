import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { CaseDetailQuery } from '../case-detail.query.js';
import { CaseListQuery } from '../case-list.query.js';
import { MARKINGS } from '../case.input.js';
import { TEXTS } from '../case-parts.js';
import { CASE_TEMPLATES, TEMPLATE_NAMES, templateCalled, type TemplateName } from '../case-templates.js';
import { CASE_STATUS, CASE_STATUS_WORDS } from '../case.states.js';
import { OpenCase } from '../open-case.js';
import { timelineOf } from '../timeline.js';
import { caseView, crumbs, STATUS_COLOURS } from './case.view.js';
import { folded, may, text, type Errors, type Posted } from './posted.js';
import { codesOf, momentsView } from './parts.view.js';
import { sharedCaseView } from './shared-case.view.js';

@ApiExcludeController()
@Controller('cases')
export class CasePages {
  public constructor(
    private readonly cases: CaseListQuery,
    private readonly detail: CaseDetailQuery,
    private readonly opening: OpenCase,
  ) {}

  @Get()
  @Requires('case.read', { boundary: 'list', event: 'case.list' })
  public async list(@CurrentActor() actor: Actor, @Query() query: Record<string, string>): Promise<Page> {
    const asked = { status: query['status'] || undefined, cursor: query['cursor'] || undefined };
    const data = { heading: 'Cases', breadcrumbs: [{ text: 'Cases' }], canOpen: may(actor, 'case.open') };
    const shown = { statuses: Object.keys(CASE_STATUS).map((name) => [name, CASE_STATUS_WORDS[name as 'open']]) };
    try {
      const { items, next } = await this.cases.execute(actor, asked);
      const rows = items.map((one) => ({
        ...one,
        tag: one.status && { words: CASE_STATUS_WORDS[one.status], colour: STATUS_COLOURS[one.status] },
      }));
      return page('case-list.njk', { ...data, ...shown, rows, next, filters: form(query), status: asked.status });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const refused = {
        ...data,
        ...shown,
        rows: [],
        failed: true,
        filters: form(query),
        form: form(query, error.fields),
      };
      return page('case-list.njk', refused, { status: 422 });
    }
  }

  @Get('new')
  @Requires('case.open', { boundary: 'create', event: 'case.form' })
  public new(
    @CurrentActor() actor: Actor,
    @Query('reference') reference?: string,
    @Query('template') template?: string,
  ): Page {
    const known = TEMPLATE_NAMES.find((name) => name === template);
    const texts = known ? { template: known, ...templateCalled(known).texts } : {};
    const toLink = text(reference);
    return this.newPage(actor, { marking: 'OFFICIAL-SENSITIVE', sensitivity: '2', toLink, ...texts });
  }

  @Post('new')
  @Requires('case.open', { boundary: 'create' })
  public async open(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Page | Redirect> {
    try {
      const fields = ['template', 'name', 'reason', 'marking', 'sensitivity', ...TEXTS];
      const { id } = await this.opening.execute(actor, {
        ...emptied(body),
        ...folded(body, fields, { endsOn: 'The last day' }),
      });
      const toLink = text(body['toLink']);
      return redirect(toLink ? `/cases/${id}/add/link?reference=${encodeURIComponent(toLink)}` : `/cases/${id}`, {
        title: 'Case opened',
        text: 'Its operation opened with it, and you are the first member. Nobody else can tell that it exists.',
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.newPage(actor, body, error.fields);
    }
  }

  @Get(':id')
  @Requires('case.read', { boundary: 'record' })
  public async one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const found = await this.detail.execute(actor, id);
    if (found.access === 'owner') return page('case.njk', caseView(found));
    if (found.access === 'recipient') return page('case.njk', sharedCaseView(found));
    const { reference, ownerName } = found;
    return page('case-conditions.njk', {
      heading: 'A case was shared with your agency',
      reference,
      ownerName,
      breadcrumbs: [{ text: 'Cases', href: '/cases' }, { text: reference }],
    });
  }

  @Get(':id/timeline')
  @Requires('case.read', { boundary: 'record', event: 'case.timeline' })
  public async timeline(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const found = await this.detail.execute(actor, id);
    const moments =
      found.access === 'conditions' ? [] : timelineOf(found.parts, found.access === 'owner' ? found.history : []);
    return page('case-timeline.njk', {
      heading: 'Timeline',
      reference: found.reference,
      ...(found.access === 'conditions' ? {} : { marking: found.marking, handling: codesOf(found.parts) }),
      breadcrumbs: crumbs(found, 'Timeline'),
      moments: momentsView(moments),
      id,
    });
  }

  private newPage(actor: Actor, values: Posted, errors?: Errors): Page {
    const data = {
      heading: 'Open a case',
      breadcrumbs: [{ text: 'Cases', href: '/cases' }, { text: 'Open a case' }],
      templates: TEMPLATE_NAMES.map((name) => [name, CASE_TEMPLATES[name].words]),
      template: TEMPLATE_NAMES.includes(values['template'] as TemplateName)
        ? templateCalled(values['template'] as TemplateName)
        : undefined,
      markings: MARKINGS.map((marking) => [marking, marking]),
      levels: ['1', '2', '3'].filter((level) => Number(level) <= actor.clearance),
      toLink: text(values['toLink']),
      form: form({ ...values, name: text(values['name']) }, errors),
    };
    return page('case-new.njk', data, errors ? { status: 422 } : {});
  }
}

/** Of a template, a text that somebody has emptied stays empty. */
const emptied = (body: Posted): Posted =>
  text(body['template']) ? Object.fromEntries(TEXTS.map((field) => [field, ''])) : {};
