import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { listAgencies, listAreas } from '@clin/identity';
import { CurrentActor, InvalidInput, Read, Requires, type Actor } from '@clin/platform';
import { form, page, type Page } from '@clin/web-kit';
import { ReportListQuery } from '../report-list.query.js';
import { foldFilters, listOf, selectedOf } from './report-list.view.js';

/** Reports that the person may see, newest first; every filter is in the address. */
@ApiExcludeController()
@Controller('reports')
export class ReportListPages {
  public constructor(
    private readonly list: ReportListQuery,
    private readonly read: Read,
  ) {}

  @Get()
  @Requires('report.read', { boundary: 'list', event: 'report.list' })
  public async reports(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<Page> {
    const { filters, errors } = foldFilters(query);
    const [areas, agencies] = await this.read.run(actor, (q) => Promise.all([listAreas(q), listAgencies(q)]));
    const shown = {
      heading: 'Reports',
      breadcrumbs: [{ text: 'Reports' }],
      ...listOf(areas, agencies),
      selected: selectedOf(filters, areas, agencies),
      own: actor.agencyCode,
      canLog: actor.permissions.has('report.write'),
    };
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      const { items, next } = await this.list.execute(actor, filters);
      const handling = [...new Set(items.map((item) => item.handling))];
      return page('report-list.njk', {
        ...shown,
        rows: items,
        next,
        first: !query['cursor'],
        handling,
        filters: form(query),
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return page(
        'report-list.njk',
        {
          ...shown,
          selected: shown.selected.filter(({ name }) => !(name in error.fields)),
          rows: [],
          first: true,
          failed: true,
          filters: form(query, error.fields),
          form: form(query, error.fields),
        },
        { status: 422 },
      );
    }
  }
}
