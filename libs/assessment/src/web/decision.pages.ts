import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { codeLine } from '@clin/grading';
import { seenVersion, versionOf, type Fields } from '@clin/grading/form';
import type { OwnerReport } from '@clin/intelligence';
import { OwnReports } from '@clin/intelligence/report-pages';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { foldDates, form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { AssessReport } from '../assess-report.js';
import { CloseReport } from '../close-report.js';
import { ReturnReport } from '../return-report.js';
import { assessmentPage, exposuresOf, foldAssessment } from './assess.form.js';

type Posted = Record<string, unknown>;

/** What a supervisor decides about a report of their agency: assess, return, close. */
@ApiExcludeController()
@Controller('reports')
export class DecisionPages {
  public constructor(
    private readonly reports: OwnReports,
    private readonly assessReport: AssessReport,
    private readonly returnReport: ReturnReport,
    private readonly closeReport: CloseReport,
  ) {}

  @Get(':id/assess')
  @Requires('report.assess', { boundary: 'record', event: 'report.read' })
  public async askAssessment(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const report = await this.reports.for(actor, id, 'assess');
    return assessmentPage(report, await this.reports.areas(actor));
  }

  @Post(':id/assess')
  @Requires('report.assess', { boundary: 'record' })
  public async assess(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const report = await this.reports.for(actor, id, 'assess');
    const input = foldAssessment(report, body);
    try {
      if (exposuresOf(report, input).length > 0 && body['checked'] !== 'yes') {
        throw new InvalidInput({ checked: 'Confirm that you have checked the warnings about the source' });
      }
      await this.assessReport.execute(actor, id, input);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return assessmentPage(report, await this.reports.areas(actor), { body, errors: { ...error.fields } });
    }
    return redirect(`/reports/${id}`, { title: 'Report assessed', text: 'It can now be disseminated.' });
  }

  @Get(':id/return')
  @Requires('report.return', { boundary: 'record', event: 'report.read' })
  public async askReturn(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return small(await this.reports.for(actor, id, 'return'), RETURN);
  }

  @Post(':id/return')
  @Requires('report.return', { boundary: 'record' })
  public async giveBack(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const report = await this.reports.for(actor, id, 'return');
    const { input, errors } = foldDates(body, { dueBy: 'The date' });
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      await this.returnReport.execute(actor, id, {
        version: versionOf(body),
        reason: input['reason'],
        dueBy: input['dueBy'],
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return small(report, RETURN, { body, errors: { ...error.fields } });
    }
    return redirect(`/reports/${id}`, {
      title: 'Report returned',
      text: `${report.author.name ?? 'The author'} has been told.`,
    });
  }

  @Get(':id/close')
  @Requires('report.close', { boundary: 'record', event: 'report.read' })
  public async askClosure(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return small(await this.reports.for(actor, id, 'close'), CLOSE);
  }

  @Post(':id/close')
  @Requires('report.close', { boundary: 'record' })
  public async close(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Posted): Promise<Redirect> {
    await this.closeReport.execute(actor, id, { version: versionOf(body) });
    return redirect(`/reports/${id}`, {
      title: 'Report closed',
      text: 'What was shared stays shared until it expires or is revoked.',
    });
  }
}

const RETURN = { template: 'report-return.njk', heading: 'Return this report for correction', crumb: 'Return' };
const CLOSE = { template: 'report-close.njk', heading: 'Close this report', crumb: 'Close' };

function small(
  report: OwnerReport,
  { template, heading, crumb }: typeof RETURN,
  posted?: { body: Posted; errors: Fields },
): Page {
  const { id, reference, marking, title } = report;
  const breadcrumbs = [
    { text: 'Reports', href: '/reports' },
    { text: reference, href: `/reports/${id}` },
    { text: crumb },
  ];
  const data = {
    id,
    reference,
    version: seenVersion(report, posted?.body),
    marking,
    handling: report.items.map(codeLine),
    title,
    author: report.author.name,
    breadcrumbs,
  };
  return page(template, { ...data, heading, form: form(posted?.body, posted?.errors) }, posted ? { status: 422 } : {});
}
