import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Read, Requires, type Actor } from '@clin/platform';
import { levelWords } from '@clin/platform/sensitivity';
import { form, page, type Page } from '@clin/web-kit';
import { may } from '@clin/web-kit/posted';
import { CaseDetailQuery } from '../case-detail.query.js';
import { CaseListQuery } from '../case-list.query.js';
import { CASE_STATUS, CASE_STATUS_WORDS } from '../case.states.js';
import { timelineOf } from '../timeline.js';
import { caseView, crumbs, STATUS_COLOURS } from './case.view.js';
import { codesOf, momentsView } from './parts.view.js';
import { sharedCaseView } from './shared-case.view.js';

@ApiExcludeController()
@Controller('cases')
export class CasePages {
  public constructor(
    private readonly cases: CaseListQuery,
    private readonly detail: CaseDetailQuery,
    private readonly read: Read,
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

  @Get(':id')
  @Requires('case.read', { boundary: 'record' })
  public async one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const found = await this.detail.execute(actor, id);
    if (found.access === 'owner') return page('case.njk', caseView(found, await this.read.run(actor, levelWords)));
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
}
