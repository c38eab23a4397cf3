import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { peopleWhoSee } from '@clin/access';
import { listAreas } from '@clin/identity';
import { requestsAbout, usesOf } from '@clin/originator-control';
import { Clock, CurrentActor, Read, Requires, type Actor } from '@clin/platform';
import { offersAbout, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { ReportDetailQuery } from '../report-detail.query.js';
import { conditionsView, reportView } from './report.view.js';

/** One report: the owner's whole, or what was disclosed. */
@ApiExcludeController()
@Controller('reports')
export class ReportPages {
  public constructor(
    private readonly detail: ReportDetailQuery,
    private readonly read: Read,
  ) {}

  @Get(':id')
  @Requires('report.read', { boundary: 'record' })
  public async report(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page | Redirect> {
    const report = await this.detail.execute(actor, id);
    if (report.access === 'conditions') return page('report-conditions.njk', conditionsView(report));
    if (report.access === 'owner' && report.status === 'draft') return redirect(`/reports/${id}/edit`);
    const now = Clock.time();
    const { reference } = report;
    const [offers, areas, people, uses, requests] = await this.read.run(actor, (q) =>
      Promise.all([
        report.access === 'owner'
          ? offersAbout(q, actor, {
              id,
              reference,
              atRisk: report.safeguarding,
              travels: report.status === 'disseminated',
            })
          : [],
        listAreas(q),
        peopleWhoSee(q, 'report', id, now),
        report.access === 'recipient' ? usesOf(q, actor, id, report.items) : new Map(),
        requestsAbout(q, actor, id),
      ]),
    );
    return page('report.njk', { ...reportView(actor, report, areas, people, { uses, requests, now }), offers });
  }
}
