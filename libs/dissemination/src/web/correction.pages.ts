import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { versionOf } from '@clin/grading/form';
import { OwnReports } from '@clin/intelligence/report-pages';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { foldDates, redirect, type Page, type Redirect } from '@clin/web-kit';
import { CorrectReport, DecideCorrection, WithdrawCorrection, WithdrawReport } from '../correct-report.js';
import { ReportCorrectionQuery } from '../report-correction.query.js';
import { correctionPage, decisionPage, foldCorrection, withdrawalPage } from './correction.form.js';

type Posted = Record<string, unknown>;

/** What the owner does when something that was shared turns out to be wrong. */
@ApiExcludeController()
@Controller('reports')
export class CorrectionPages {
  public constructor(
    private readonly reports: OwnReports,
    private readonly corrections: ReportCorrectionQuery,
    private readonly correctReport: CorrectReport,
    private readonly decideCorrection: DecideCorrection,
    private readonly withdrawCorrection: WithdrawCorrection,
    private readonly withdrawReport: WithdrawReport,
  ) {}

  @Get(':id/correction')
  @Requires('report.correct', { boundary: 'record', event: 'report.read' })
  public async askCorrection(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return correctionPage(await this.reports.for(actor, id, 'correct'), await this.reports.areas(actor));
  }

  @Post(':id/correction')
  @Requires('report.correct', { boundary: 'record' })
  public async correct(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const report = await this.reports.for(actor, id, 'correct');
    const { input, errors } = foldDates(body, { eventDate: 'The date of the event' });
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      await this.correctReport.execute(actor, id, foldCorrection(report, { ...body, eventDate: input['eventDate'] }));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return correctionPage(report, await this.reports.areas(actor), { body, errors: { ...error.fields } });
    }
    return redirect(`/reports/${id}`, {
      title: 'Correction proposed',
      text: 'A supervisor who did not write it decides. Until then others see the report as it was.',
    });
  }

  @Get(':id/correction/decision')
  @Requires('report.assess', { boundary: 'record', event: 'report.read' })
  public async askDecision(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const report = await this.reports.for(actor, id, 'decide');
    return decisionPage(report, await this.corrections.execute(actor, id), await this.reports.areas(actor));
  }

  @Post(':id/correction/decision')
  @Requires('report.assess', { boundary: 'record', event: 'report.decide-correction' })
  public async decide(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const report = await this.reports.for(actor, id, 'decide');
    const { decision, reason } = body;
    try {
      await this.decideCorrection.execute(actor, id, { version: versionOf(body), decision, reason });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const open = await this.corrections.execute(actor, id);
      return decisionPage(report, open, await this.reports.areas(actor), { body, errors: { ...error.fields } });
    }
    return decision === 'approve'
      ? redirect(`/reports/${id}`, {
          title: 'Report corrected',
          text: 'Every agency that was given what changed is told.',
        })
      : redirect(`/reports/${id}`, { title: 'Correction rejected', text: 'The report stays as it was.' });
  }

  @Post(':id/correction/withdrawal')
  @Requires('report.correct', { boundary: 'record', event: 'report.withdraw-correction' })
  public async takeBack(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Redirect> {
    await this.withdrawCorrection.execute(actor, id, { version: versionOf(body) });
    return redirect(`/reports/${id}`, {
      title: 'Proposed correction withdrawn',
      text: 'The report stays as it was. Another correction can be proposed.',
    });
  }

  @Get(':id/withdrawal')
  @Requires('report.withdraw', { boundary: 'record', event: 'report.read' })
  public async askWithdrawal(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return withdrawalPage(await this.reports.for(actor, id, 'withdraw'));
  }

  @Post(':id/withdrawal')
  @Requires('report.withdraw', { boundary: 'record' })
  public async withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const report = await this.reports.for(actor, id, 'withdraw');
    try {
      await this.withdrawReport.execute(actor, id, { version: versionOf(body), reason: body['reason'] });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return withdrawalPage(report, { body, errors: { ...error.fields } });
    }
    return redirect(`/reports/${id}`, {
      title: 'Report withdrawn',
      text: 'Every agency that was ever given it is told to stop using it. Your agency keeps it.',
    });
  }
}
