import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { AcknowledgeConditions, type Acknowledged } from '../acknowledge-conditions.js';
import { DisclosureListQuery, type ListedDisclosure } from '../disclosure-list.query.js';
import { ExtendDisclosure, type Extended } from '../extend-disclosure.js';
import { NoticesQuery, type Notice } from '../notices.query.js';
import type { Receipt } from '../receipt.js';
import { ReceiptQuery } from '../receipt.query.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** Each filter once in the OpenAPI document. */
const filtered =
  (...names: string[]): MethodDecorator =>
  (target, key, descriptor) => {
    for (const name of names) ApiQuery({ name, required: name === 'direction', type: String })(target, key, descriptor);
  };

/** Disclosures of any kind of record. An id is a disclosure's: the database answers for whom it exists. */
@ApiTags('disclosures')
@Controller('api/v1')
export class SharedApi {
  public constructor(
    private readonly list: DisclosureListQuery,
    private readonly notices: NoticesQuery,
    private readonly receipts: ReceiptQuery,
    private readonly extendDisclosure: ExtendDisclosure,
    private readonly acknowledge: AcknowledgeConditions,
  ) {}

  @Get('disclosures')
  @ApiOperation({ summary: 'What we shared and what is shared with us, by state: in-force, ending-soon or ended' })
  @filtered('direction', 'state', 'agency', 'agreement', 'limit', 'cursor')
  @Requires('disclosure.read', { boundary: 'list', event: 'disclosure.list' })
  public page(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: ListedDisclosure[]; next: string | null }> {
    return this.list.execute(actor, query);
  }

  @Get('notices')
  @ApiOperation({ summary: 'Recalls, withdrawals and corrections of what our agency was told' })
  @filtered('limit', 'cursor')
  @Requires('disclosure.read', { boundary: 'list', event: 'notice.list' })
  public told(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: Notice[]; next: string | null }> {
    return this.notices.execute(actor, query);
  }

  @Get('disclosures/:id/receipt')
  @ApiOperation({ summary: 'What was disclosed, on which grounds, with a SHA-256 manifest of the exact content' })
  @Requires('disclosure.read', { boundary: 'own', event: 'disclosure.receipt' })
  public receipt(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Receipt> {
    return this.receipts.execute(actor, id);
  }

  @Post('disclosures/:id/extension')
  @HttpCode(200)
  @ApiOperation({ summary: 'Share for longer, at most five years ahead: {expires, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('disclosure.extend', { boundary: 'own' })
  public extend(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Extended> {
    return this.extendDisclosure.execute(actor, id, body);
  }

  @Post('disclosures/:id/acknowledgement')
  @HttpCode(200)
  @ApiOperation({ summary: 'Accept the conditions of a disclosure to one’s own agency, for oneself: {}' })
  @ApiBody(JSON_BODY)
  @Requires('disclosure.acknowledge', { boundary: 'own' })
  public accept(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Acknowledged> {
    return this.acknowledge.execute(actor, id, body);
  }
}
