import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { versionOf } from '@clin/grading/form';
import { OwnReports } from '@clin/intelligence/report-pages';
import { checkInput, Clock, CurrentActor, InvalidInput, Requires, Stale, type Actor } from '@clin/platform';
import { askedIn, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { DiscloseReport } from '../disclose-report.js';
import { refuseEnded } from '../disclosing.js';
import { DisclosureInput, DisseminationInput } from '../disclosure.input.js';
import { DisseminateReport } from '../disseminate-report.js';
import { foldDisclosure, foldDissemination, hiddenFields, rowsOf, withoutRow } from './sharing.form.js';
import { SharingQuery } from './sharing.query.js';
import { chosenTable, discloseForm, disseminateForm, interruption, standingTable } from './sharing.view.js';

type Posted = Record<string, unknown>;

/** Letting a report leave the agency: always by way of a page that names who gets what. */
@ApiExcludeController()
@Controller('reports')
export class SharingPages {
  public constructor(
    private readonly reports: OwnReports,
    private readonly sharing: SharingQuery,
    private readonly disseminateReport: DisseminateReport,
    private readonly discloseReport: DiscloseReport,
  ) {}

  @Get(':id/disseminate')
  @Requires('report.disseminate', { boundary: 'record', event: 'report.read' })
  public async askDissemination(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const report = await this.reports.for(actor, id, 'disseminate');
    return page('report-disseminate.njk', disseminateForm(report, await this.sharing.for(actor, report), []));
  }

  /** "add", "change" and "remove-0" show the form again, "review" the interruption card, and only "confirm" disseminates. */
  @Post(':id/disseminate')
  @Requires('report.disseminate', { boundary: 'record' })
  public async disseminate(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const report = await this.reports.for(actor, id, 'disseminate');
    const choices = await this.sharing.for(actor, report);
    const { to, errors } = foldDissemination(body);
    const { then } = body;
    const kept = withoutRow(body);
    if (then === 'add' || then === 'change' || kept !== body)
      return page('report-disseminate.njk', disseminateForm(report, choices, rowsOf(kept), undefined, then === 'add'));
    const input = { version: versionOf(body), to };
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      checkInput(DisseminationInput, input);
      refuseEnded(to, Clock.time(), (index) => `to.${index}.`);
      if (then !== 'confirm') {
        if (input.version !== report.version) throw new Stale({ id });
        const recipients = [...standingTable(report, choices), ...chosenTable(report, choices, to)];
        return page(
          'report-interruption.njk',
          interruption(
            report,
            recipients,
            hiddenFields({ to: rowsOf(body) }),
            'Disseminate',
            await this.sharing.changes(actor, report, choices, to),
          ),
        );
      }
      const { disclosures } = await this.disseminateReport.execute(actor, id, input);
      return redirect(`/reports/${id}`, { title: 'Report disseminated', text: sharedWords(disclosures.length) });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return page('report-disseminate.njk', disseminateForm(report, choices, rowsOf(body), { ...error.fields }), {
        status: 422,
      });
    }
  }

  @Get(':id/disclose')
  @Requires('report.disclose', { boundary: 'record', event: 'report.read' })
  public async askDisclosure(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: Posted,
  ): Promise<Page> {
    const report = await this.reports.for(actor, id, 'disclose');
    const choices = await this.sharing.for(actor, report);
    const { given } = askedIn(query, ['permission']);
    const granted = given.permission ? await this.sharing.granted(actor, id, given.permission, choices) : undefined;
    return page('report-disclose.njk', discloseForm(report, choices, granted));
  }

  @Post(':id/disclose')
  @Requires('report.disclose', { boundary: 'record' })
  public async disclose(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const report = await this.reports.for(actor, id, 'disclose');
    const choices = await this.sharing.for(actor, report);
    if (body['then'] === 'change') return page('report-disclose.njk', discloseForm(report, choices, body));
    const { input, errors } = foldDisclosure(body);
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      checkInput(DisclosureInput, input);
      refuseEnded([input], Clock.time());
      const recipients = chosenTable(report, choices, [input]);
      if (body['then'] !== 'confirm')
        return page(
          'report-interruption.njk',
          interruption(
            report,
            recipients,
            hiddenFields(body),
            'Share',
            await this.sharing.changes(actor, report, { ...choices, standing: [] }, [input]),
          ),
        );
      await this.discloseReport.execute(actor, id, input);
      return redirect(`/reports/${id}`, {
        title: 'Report shared',
        text: `Shared with ${recipients[0]?.name} until ${recipients[0]?.until}.`,
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return page('report-disclose.njk', discloseForm(report, choices, body, { ...error.fields }), { status: 422 });
    }
  }
}

const sharedWords = (made: number): string =>
  made === 0
    ? 'No other agency can see it.'
    : `${made === 1 ? '1 disclosure was made. The agency has been told.' : `${made} disclosures were made. The agencies have been told.`}`;
