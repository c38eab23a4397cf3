import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, NotVisible, Requires, type Actor } from '@clin/platform';
import { askedIn, foldDates, form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { AcknowledgeConditions } from '../acknowledge-conditions.js';
import type { Direction } from '../disclosure.input.js';
import { DisclosureListQuery, type ListedDisclosure } from '../disclosure-list.query.js';
import { ExtendDisclosure } from '../extend-disclosure.js';
import { NoticesQuery } from '../notices.query.js';
import type { Receipt } from '../receipt.js';
import { ReceiptQuery } from '../receipt.query.js';
import { SharingParties } from './sharing-parties.query.js';
import { extensionView, listView, noticesView, receiptView, recordHref } from './shared.view.js';

type Asked = Record<string, unknown>;
const FILTERS = ['state', 'agency', 'agreement', 'cursor'] as const;

/** What left the agency and what reached it, the proof of each, and longer or no more. */
@ApiExcludeController()
@Controller('shared')
export class SharedPages {
  public constructor(
    private readonly list: DisclosureListQuery,
    private readonly notices: NoticesQuery,
    private readonly receipts: ReceiptQuery,
    private readonly parties: SharingParties,
    private readonly extendDisclosure: ExtendDisclosure,
    private readonly acknowledge: AcknowledgeConditions,
  ) {}

  @Get('by-us')
  @Requires('disclosure.read', { boundary: 'list', event: 'disclosure.list' })
  public byUs(@CurrentActor() actor: Actor, @Query() query: Asked): Promise<Page> {
    return this.listed(actor, 'shared-by-us', query);
  }

  @Get('with-us')
  @Requires('disclosure.read', { boundary: 'list', event: 'disclosure.list' })
  public withUs(@CurrentActor() actor: Actor, @Query() query: Asked): Promise<Page> {
    return this.listed(actor, 'shared-with-us', query);
  }

  @Get('notices')
  @Requires('disclosure.read', { boundary: 'list', event: 'notice.list' })
  public async told(@CurrentActor() actor: Actor, @Query() query: Asked): Promise<Page> {
    const { given, errors } = askedIn(query, ['cursor']);
    if (errors.cursor) throw new InvalidInput(errors);
    return page('shared-notices.njk', noticesView(await this.notices.execute(actor, given), Boolean(given.cursor)));
  }

  @Get(':id/receipt')
  @Requires('disclosure.read', { boundary: 'own', event: 'disclosure.receipt' })
  public async receipt(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return page('shared-receipt.njk', receiptView(await this.receipts.execute(actor, id)));
  }

  @Get(':id/extension')
  @Requires('disclosure.extend', { boundary: 'own', event: 'disclosure.receipt' })
  public async askExtension(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return page('shared-extension.njk', extensionView(await this.ownReceipt(actor, id)));
  }

  @Post(':id/extension')
  @Requires('disclosure.extend', { boundary: 'own' })
  public async extend(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Asked,
  ): Promise<Page | Redirect> {
    const { input, errors } = foldDates(body, { expires: 'The date' });
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      await this.extendDisclosure.execute(actor, id, { expires: input['expires'], reason: input['reason'] });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const receipt = await this.ownReceipt(actor, id);
      return page('shared-extension.njk', extensionView(receipt, { body, errors: error.fields }), { status: 422 });
    }
    return redirect('/shared/by-us', {
      title: 'Disclosure extended',
      text: 'The agency keeps seeing it until the new date.',
    });
  }

  @Post(':id/acknowledgement')
  @Requires('disclosure.acknowledge', { boundary: 'own' })
  public async accept(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Redirect> {
    const { recordId } = await this.acknowledge.execute(actor, id, {});
    return redirect(await this.parties.hrefOf(actor, recordId), {
      title: 'Conditions accepted',
      text: 'They stay on the page.',
    });
  }

  /** A receipt is the recipient's too; longer is for the owner to say. */
  private async ownReceipt(actor: Actor, id: string): Promise<Receipt> {
    const receipt = await this.receipts.execute(actor, id);
    if (receipt.owner.code !== actor.agencyCode) throw new NotVisible('not-owner');
    return receipt;
  }

  private async listed(actor: Actor, direction: Direction, query: Asked): Promise<Page> {
    const { given: asked, errors } = askedIn(query, FILTERS);
    const choices = await this.parties.of(actor);
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      const found = await this.list.execute(actor, { ...asked, direction });
      const first = !asked.state && !asked.cursor;
      const soon = first ? await this.list.execute(actor, { ...asked, direction, state: 'ending-soon' }) : undefined;
      const hrefs = (one: ListedDisclosure): string => recordHref(one.kind, one.recordId);
      return page('shared-list.njk', {
        ...listView(actor, direction, asked, choices, { found, soon }, hrefs),
        filters: form(asked),
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const wrong = form(asked, error.fields);
      return page(
        'shared-list.njk',
        { ...listView(actor, direction, asked, choices), filters: wrong, form: wrong },
        { status: 422 },
      );
    }
  }
}
