import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { LinkRecord, type Linked } from '../link-record.js';
import { LogEntry, type LoggedEntry } from '../log-entry.js';
import { ShareParts, type SharedParts } from '../share-parts.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** What is logged in a case, linked to it and shared of it. */
@ApiTags('cases')
@Controller('api/v1/cases/:id')
export class CaseEntryApi {
  public constructor(
    private readonly log: LogEntry,
    private readonly links: LinkRecord,
    private readonly sharing: ShareParts,
  ) {}

  @Post('decisions')
  @ApiOperation({ summary: 'Log a decision: {decision, reason, refused?}' })
  @ApiBody(JSON_BODY)
  @Requires('case.write', { boundary: 'record', event: 'case.decide' })
  public decide(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<LoggedEntry> {
    return this.log.decision(actor, id, body);
  }

  @Post('risks')
  @ApiOperation({
    summary:
      'Assess a risk or threat, or one again: {risk?, kind, what, likelihood, impact, control, owner, reviewOn, state?}',
  })
  @ApiBody(JSON_BODY)
  @Requires('case.write', { boundary: 'record', event: 'case.assess-risk' })
  public assess(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<LoggedEntry> {
    return this.log.risk(actor, id, body);
  }

  @Post('results')
  @ApiOperation({ summary: 'Record a result: {kind, amount, eventDate, attributable, type?, value?, line?, detail?}' })
  @ApiBody(JSON_BODY)
  @Requires('case.write', { boundary: 'record', event: 'case.record-result' })
  public achieve(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<LoggedEntry> {
    return this.log.result(actor, id, body);
  }

  @Post('results/:entry/strike')
  @ApiOperation({ summary: 'Strike a result out: {reason}; it counts no more and stays to be read' })
  @ApiBody(JSON_BODY)
  @Requires('case.write', { boundary: 'record', event: 'case.strike-result' })
  public strike(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('entry') entry: string,
    @Body() body: unknown,
  ): Promise<LoggedEntry> {
    return this.log.strike(actor, id, entry, body);
  }

  @Post('links')
  @ApiOperation({ summary: 'Link a record that you can read: {reference, why}' })
  @ApiBody(JSON_BODY)
  @Requires('case.write', { boundary: 'record', event: 'case.link' })
  public link(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Linked> {
    return this.links.link(actor, id, body);
  }

  @Post('links/:link/removal')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a link: {reason}' })
  @ApiBody(JSON_BODY)
  @Requires('case.write', { boundary: 'record', event: 'case.unlink' })
  public unlink(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('link') link: string,
    @Body() body: unknown,
  ): Promise<Linked> {
    return this.links.unlink(actor, id, link, body);
  }

  @Post('links/:link/copies')
  @ApiOperation({
    summary: 'Copy the text of an item of the linked record: {item}; 409 when its originator is to be asked first',
  })
  @ApiBody(JSON_BODY)
  @Requires('case.write', { boundary: 'record', event: 'case.copy-text' })
  public copy(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('link') link: string,
    @Body() body: unknown,
  ): Promise<Linked> {
    return this.links.copy(actor, id, link, body);
  }

  @Post('sharing')
  @ApiOperation({
    summary: 'Share parts with a joint agency: {agency, parts, purpose, legalBasis, agreement, expires}',
  })
  @ApiBody(JSON_BODY)
  @Requires('case.share', { boundary: 'record' })
  public share(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<SharedParts> {
    return this.sharing.share(actor, id, body);
  }

  @Post('sharing/end')
  @HttpCode(200)
  @ApiOperation({ summary: 'Keep a part that was shared: {agency, part, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('case.share', { boundary: 'record', event: 'case.keep' })
  public keep(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<SharedParts> {
    return this.sharing.keep(actor, id, body);
  }
}
