import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { partnersOf, type KnownAgency } from '@clin/access';
import { Clock, CurrentActor, InvalidInput, NotPermitted, Read, Requires, type Actor } from '@clin/platform';
import { askedIn, dateTimeUk, foldDates, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { AskPermission } from '../ask-permission.js';
import { PermissionDetailQuery, type AskableRecord } from '../permission-detail.query.js';
import { askView } from './ask.view.js';
import { recordPermissionsView } from './permission-list.view.js';

type Posted = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : text(value) ? [text(value)] : [];

/** From a record: what was asked about it, and the form that asks. */
@ApiExcludeController()
@Controller('records/:id')
export class AskPages {
  public constructor(
    private readonly askPermission: AskPermission,
    private readonly detail: PermissionDetailQuery,
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  @Get('permissions')
  @Requires('permission.read', { boundary: 'record', event: 'permission.list' })
  public async ofRecord(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const found = await this.detail.ofRecord(actor, id);
    return page(
      'permission-record.njk',
      recordPermissionsView(found, actor.permissions.has('permission.ask'), this.clock.now()),
    );
  }

  @Get('permission-request')
  @Requires('permission.ask', { boundary: 'record', event: 'permission.read' })
  public async form(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: Posted): Promise<Page> {
    const { record, agencies } = await this.askable(actor, id);
    const { given } = askedIn(query, ['item', 'use']);
    const items = given.item ? [given.item] : record.items.length === 1 ? [record.items[0]!.id] : [];
    return page('permission-ask.njk', askView(record, agencies, { items, use: given.use, urgency: 'no' }));
  }

  @Post('permission-request')
  @Requires('permission.ask', { boundary: 'record' })
  public async ask(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const { record, agencies } = await this.askable(actor, id);
    const { input, errors } = foldDates(body, { neededBy: 'The day' });
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      const asked = await this.askPermission.execute(actor, id, {
        items: list(body['items']),
        use: text(body['use']),
        purpose: text(body['purpose']),
        detail: text(body['detail']) || null,
        to: text(body['to']) || null,
        neededBy: text(input['neededBy']) || null,
        urgent: body['urgency'] === 'yes',
      });
      return redirect(`/permissions/${asked.id}`, {
        title: 'Request sent',
        text: `${record.ownerName} has been told. An answer is due by ${dateTimeUk(asked.dueAt)}.`,
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return page('permission-ask.njk', askView(record, agencies, body, error.fields), { status: 422 });
    }
  }

  /** The originator decides itself, and asks nobody. */
  private async askable(actor: Actor, id: string): Promise<{ record: AskableRecord; agencies: KnownAgency[] }> {
    const record = await this.detail.askable(actor, id);
    if (record.mine) throw new NotPermitted('originator-asks-itself');
    const known = await this.read.run(actor, (q) => partnersOf(q, actor));
    return { record, agencies: known.filter(({ code }) => code !== record.owner) };
  }
}
