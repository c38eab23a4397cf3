import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { versionOf } from '@clin/grading/form';
import { SubmitReport, type OwnerReport } from '@clin/intelligence';
import { higherMarkings, OwnReports } from '@clin/intelligence/report-pages';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { sectionOf } from './draft.form.js';
import { checkCards, crumbs, frameOf, idsOf, titleOf } from './draft.view.js';

/** Check your answers, and submit. */
@ApiExcludeController()
@Controller('reports')
export class CheckPages {
  public constructor(
    private readonly reports: OwnReports,
    private readonly submitReport: SubmitReport,
  ) {}

  @Get(':id/check')
  @Requires('report.submit', { boundary: 'record', event: 'report.read' })
  public async check(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.show(actor, await this.reports.for(actor, id, 'submit'));
  }

  @Post(':id/check')
  @Requires('report.submit', { boundary: 'record' })
  public async submit(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Record<string, unknown>,
  ): Promise<Page | Redirect> {
    const report = await this.reports.for(actor, id, 'submit');
    try {
      await this.submitReport.execute(actor, id, { version: versionOf(body) });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, report, error.fields);
    }
    return redirect(`/reports/${id}`, {
      title: 'Report submitted',
      text: 'The supervisors of your agency have been told.',
    });
  }

  /** Each problem leads to the card of its section, whose "Change" leads to the page that corrects it. */
  private async show(actor: Actor, report: OwnerReport, wrong?: Readonly<Record<string, string>>): Promise<Page> {
    const errorList = Object.entries(wrong ?? {}).map(([path, text]) => {
      const section = sectionOf(path, idsOf(report));
      return { text: `${titleOf(report, section)}: ${text}`, href: `/reports/${report.id}/edit/${section}` };
    });
    const data = {
      ...frameOf(report),
      heading: 'Check your answers',
      breadcrumbs: crumbs(report, 'Check your answers'),
      markings: higherMarkings(report),
      cards: checkCards(report, await this.reports.areas(actor)),
    };
    return page(
      'draft-check.njk',
      { ...data, form: { ...form(), errorList }, note: 'The report was not submitted. Your draft is kept as it is.' },
      wrong ? { status: 422 } : {},
    );
  }
}
