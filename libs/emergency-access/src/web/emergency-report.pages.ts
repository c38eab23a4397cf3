import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { checkQuery, Clock, CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { londonDay } from '@clin/platform/working-time';
import { askedIn, form, monthUk, page, type Page } from '@clin/web-kit';
import { EmergenciesQuery } from '../emergencies.query.js';
import { MonthInput } from '../emergency.input.js';
import { reportCsv } from './report-csv.js';

/** The monthly report: figures first, and the uses behind them. */
@ApiExcludeController()
@Controller('emergency-access')
export class EmergencyReportPages {
  public constructor(
    private readonly emergencies: EmergenciesQuery,
    private readonly clock: Clock,
  ) {}

  @Get('report')
  @Requires('emergency.report', { boundary: 'own' })
  public async show(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<Page> {
    const { given, errors } = askedIn(query, ['month']);
    const now = londonDay(this.clock.now()).slice(0, 7);
    const frame = {
      breadcrumbs: [{ text: 'Emergency access', href: '/emergency-access' }, { text: 'Monthly report' }],
      note: 'No figures are shown until the month is corrected.',
    };
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      const { month } = checkQuery(MonthInput, { month: given.month ?? now });
      const report = await this.emergencies.report(actor, month);
      return page('emergency-report.njk', {
        ...frame,
        heading: `Emergency access in ${monthUk(month)}`,
        report,
        form: form({ month }),
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const data = { ...frame, heading: 'Emergency access by month', form: form(given, error.fields) };
      return page('emergency-report.njk', data, { status: 422 });
    }
  }

  @Get('report.csv')
  @Requires('emergency.report', { boundary: 'own', event: 'emergency.download' })
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="emergency-access-OFFICIAL-SENSITIVE.csv"')
  public async download(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<string> {
    return reportCsv(await this.emergencies.report(actor, checkQuery(MonthInput, query).month));
  }
}
