import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RECORD_KIND } from '@clin/access';
import { CaseDetailQuery, PARTS, PART_WORDS, type OwnerCase } from '@clin/cases';
import { frameOf, lastMoment } from '@clin/cases/case-pages';
import { CurrentActor, InvalidInput, NotPermitted, Read, Requires, sql, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { folded, list, type Errors, type Posted } from '@clin/web-kit/posted';
import { ShareParts } from '../share-parts.js';

/** What each joint agency sees of a case: part by part, shared or kept. */
@ApiExcludeController()
@Controller('cases/:id/sharing')
export class CaseSharingPages {
  public constructor(
    private readonly detail: CaseDetailQuery,
    private readonly sharing: ShareParts,
    private readonly read: Read,
  ) {}

  @Get()
  @Requires('case.share', { boundary: 'record', event: 'case.sharing' })
  public form(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.show(actor, id, { purpose: '', legalBasis: '' });
  }

  @Post()
  @Requires('case.share', { boundary: 'record' })
  public async share(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    return this.step(actor, id, body, async () => {
      const fields = folded(body, ['agency', 'purpose', 'legalBasis', 'agreement'], { expires: 'The last day' });
      await this.sharing.share(actor, id, { ...fields, parts: list(body['parts']) });
      return 'Parts shared: members of this agency see them from now on';
    });
  }

  @Post('end')
  @Requires('case.share', { boundary: 'record', event: 'case.keep' })
  public keep(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Posted): Promise<Page | Redirect> {
    return this.step(actor, id, body, async () => {
      await this.sharing.keep(actor, id, {
        ...folded(body, ['agency', 'part']),
        reason: 'Kept by the owner of the case',
      });
      return 'Part no longer shared: members of this agency do not see it';
    });
  }

  private async step(actor: Actor, id: string, body: Posted, change: () => Promise<string>): Promise<Page | Redirect> {
    try {
      return redirect(`/cases/${id}/sharing`, { title: await change() });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, id, body, error.fields);
    }
  }

  private async show(actor: Actor, id: string, values: Posted, errors?: Errors): Promise<Page> {
    const found = await this.detail.owned(actor, id);
    if (!found.can.includes('share')) throw new NotPermitted('no-permission');
    const data = {
      ...frameOf(found, 'What joint agencies see'),
      joint: jointView(found),
      agencies: found.sharing.map(({ agency, agencyName }) => [agency, agencyName]),
      parts: PARTS.map((part) => [part, PART_WORDS[part]]),
      agreements: await this.agreements(actor),
      form: form(values, errors),
    };
    return page('case-sharing.njk', data, errors ? { status: 422 } : {});
  }

  /** In force, and covering cases: any other would be refused. */
  private agreements(actor: Actor): Promise<[string, string][]> {
    return this.read.run(actor, async (q) => {
      const rows = await q.rows<{
        reference: string;
        title: string;
      }>(sql`SELECT g.reference, g.title FROM sharing.agreement g
        JOIN sharing.agreement_party p ON p.agreement_id = g.id AND p.agency_id = ${actor.agencyId}::smallint
        WHERE ${RECORD_KIND.case}::smallint = ANY (g.kinds) AND g.id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) ORDER BY g.reference`);
      return rows.map(({ reference, title }) => [reference, `${reference} – ${title}`]);
    });
  }
}

const jointView = ({ sharing }: OwnerCase) =>
  sharing.map(({ agency, agencyName, parts }) => ({
    agency,
    agencyName,
    rows: PARTS.map((part) => ({
      part,
      words: PART_WORDS[part],
      shared: shown(parts.find((one) => one.part === part)),
    })),
  }));

const shown = <T extends { until: Date }>(one: T | undefined): T | undefined =>
  one && { ...one, until: lastMoment(one.until) };
