import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CaseDetailQuery, type Link, type OwnerCase } from '@clin/cases';
import { frameOf } from '@clin/cases/case-pages';
import { CurrentActor, InvalidInput, NotVisible, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { folded, type Errors, type Posted } from '@clin/web-kit/posted';
import { CopyableQuery } from '../copyable.query.js';
import { LinkRecord } from '../link-record.js';

/** One link of a case: its end, and the copying of its record's text as far as the originator's codes allow. */
@ApiExcludeController()
@Controller('cases/:id/links/:link')
export class CaseLinkPages {
  public constructor(
    private readonly detail: CaseDetailQuery,
    private readonly copyable: CopyableQuery,
    private readonly links: LinkRecord,
  ) {}

  @Get('copy')
  @Requires('case.write', { boundary: 'record', event: 'case.form' })
  public copyForm(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('link') link: string): Promise<Page> {
    return this.copyPage(actor, id, link);
  }

  @Post('copy')
  @Requires('case.write', { boundary: 'record', event: 'case.copy-text' })
  public async copy(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('link') link: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    try {
      await this.links.copy(actor, id, link, folded(body, ['item']));
      return redirect(`/cases/${id}#links`, { title: 'Text copied into the case' });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.copyPage(actor, id, link, error.fields);
    }
  }

  @Get('removal')
  @Requires('case.write', { boundary: 'record', event: 'case.form' })
  public removalForm(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('link') link: string,
  ): Promise<Page> {
    return this.removalPage(actor, id, link, {});
  }

  @Post('removal')
  @Requires('case.write', { boundary: 'record', event: 'case.unlink' })
  public async remove(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('link') link: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    try {
      await this.links.unlink(actor, id, link, folded(body, ['reason']));
      return redirect(`/cases/${id}#links`, { title: 'Link removed' });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.removalPage(actor, id, link, body, error.fields);
    }
  }

  private async copyPage(actor: Actor, id: string, link: string, errors?: Errors): Promise<Page> {
    const [found, linked] = await this.linked(actor, id, link);
    const { recordId, items } = await this.copyable.execute(actor, id, link);
    const frame = frameOf(found, `Copy text of ${linked.reference}`);
    const data = {
      ...frame,
      handling: [...(frame.handling ?? []), ...items.map(({ codes }) => codes)],
      link: linked,
      recordId,
      items,
      form: form({}, errors),
    };
    return page('case-copy.njk', data, errors ? { status: 422 } : {});
  }

  private async removalPage(actor: Actor, id: string, link: string, values: Posted, errors?: Errors): Promise<Page> {
    const [found, linked] = await this.linked(actor, id, link);
    const data = {
      ...frameOf(found, 'Remove a link'),
      says: `${linked.reference}: ${linked.title}`,
      text: 'The record itself is not changed. What was copied from it stays in the case.',
      button: 'Remove this link',
      part: 'links',
      form: form(values, errors),
    };
    return page('case-reason.njk', data, errors ? { status: 422 } : {});
  }

  private async linked(actor: Actor, id: string, link: string): Promise<[OwnerCase, Link]> {
    const found = await this.detail.owned(actor, id);
    const linked = found.parts.links.find((one) => one.id === link && !one.removedAt);
    if (!linked || !found.can.includes('write')) throw new NotVisible('absent');
    return [found, linked];
  }
}
