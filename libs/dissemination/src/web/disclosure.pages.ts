import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { differenceWords, PreviewChange } from '@clin/access';
import { codeLine } from '@clin/grading';
import { OwnReports } from '@clin/intelligence/report-pages';
import { CurrentActor, InvalidInput, NotVisible, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { RevokeDisclosure } from '../disclose-report.js';
import { RecordConsent } from '../record-consent.js';
import { consentPage } from './consent.view.js';

type Posted = Record<string, unknown>;

/** What the owner of a report does to a disclosure of it, and what the originator let go where. */
@ApiExcludeController()
@Controller('reports')
export class DisclosurePages {
  public constructor(
    private readonly reports: OwnReports,
    private readonly recordConsent: RecordConsent,
    private readonly revokeDisclosure: RevokeDisclosure,
    private readonly previewChange: PreviewChange,
  ) {}

  @Get(':id/consent/:item')
  @Requires('report.consent', { boundary: 'record', event: 'report.read' })
  public async askConsent(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('item') item: string,
  ): Promise<Page> {
    return this.showConsent(actor, id, item);
  }

  @Post(':id/consent/:item')
  @Requires('report.consent', { boundary: 'record' })
  public async consent(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('item') item: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    try {
      await this.recordConsent.execute(actor, id, { item, agency: body['agency'], statement: body['statement'] });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.showConsent(actor, id, item, { body, errors: error.fields });
    }
    return redirect(`/reports/${id}`, { title: 'Consent recorded' });
  }

  @Get(':id/disclosures/:disclosure/revocation')
  @Requires('report.disclose', { boundary: 'record', event: 'report.read' })
  public async askRevocation(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('disclosure') disclosure: string,
  ): Promise<Page> {
    return this.showRevocation(actor, id, disclosure);
  }

  @Post(':id/disclosures/:disclosure/revocation')
  @Requires('report.disclose', { boundary: 'record', event: 'disclosure.revoke' })
  public async revoke(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('disclosure') disclosure: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const { agencyName } = await this.disclosureOf(actor, id, disclosure);
    try {
      await this.revokeDisclosure.execute(actor, disclosure, { reason: body['reason'] });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.showRevocation(actor, id, disclosure, { body, errors: error.fields });
    }
    return redirect(`/reports/${id}`, {
      title: 'Disclosure revoked',
      text: `${agencyName} can no longer see what this disclosure gave, and will be told of the recall.`,
    });
  }

  private async showConsent(
    actor: Actor,
    id: string,
    item: string,
    posted?: { body: Posted; errors: Readonly<Record<string, string>> },
  ): Promise<Page> {
    const report = await this.reports.owned(actor, id);
    return consentPage(report, item, await this.reports.agencies(actor), posted);
  }

  /** A disclosure is looked up among those of this report, so that an id of another report leads nowhere. */
  private async disclosureOf(actor: Actor, id: string, disclosure: string) {
    const report = await this.reports.owned(actor, id);
    const found = report.disclosures.find((one) => one.id === disclosure && one.revokedAt === null);
    if (!found) throw new NotVisible('no-such-disclosure');
    return { report, ...found };
  }

  private async showRevocation(
    actor: Actor,
    id: string,
    disclosure: string,
    posted?: { body: Posted; errors: Readonly<Record<string, string>> },
  ): Promise<Page> {
    const { report, agencyName } = await this.disclosureOf(actor, id, disclosure);
    const { reference, marking } = report;
    const { agencies } = await this.previewChange.of(actor, id, [{ kind: 'revocation', disclosureId: disclosure }]);
    const data = {
      changes: agencies.map(differenceWords),
      id,
      reference,
      marking,
      handling: report.items.map(codeLine),
      disclosure,
      agencyName,
      breadcrumbs: [
        { text: 'Reports', href: '/reports' },
        { text: reference, href: `/reports/${id}` },
        { text: 'Revoke' },
      ],
    };
    return page(
      'report-revoke.njk',
      { ...data, heading: `Revoke the disclosure to ${agencyName}`, form: form(posted?.body, posted?.errors) },
      posted ? { status: 422 } : {},
    );
  }
}
