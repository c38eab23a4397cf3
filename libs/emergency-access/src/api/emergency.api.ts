import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { checkQuery, CurrentActor, Requires, type Actor } from '@clin/platform';
import { CloseEmergency } from '../close-emergency.js';
import { EmergenciesQuery } from '../emergencies.query.js';
import type { EmergencyUse, MonthlyReport } from '../emergency.js';
import { MonthInput } from '../emergency.input.js';
import { OpenEmergency, type OpenedEmergency } from '../open-emergency.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** The id is that of a use, no record's: the database answers as if it did not exist except to its two sides. */
@ApiTags('emergency access')
@Controller('api/v1')
export class EmergencyApi {
  public constructor(
    private readonly open: OpenEmergency,
    private readonly closing: CloseEmergency,
    private readonly emergencies: EmergenciesQuery,
  ) {}

  @Post('records/emergency-access')
  @ApiOperation({ summary: 'Open a record for 60 minutes by its exact reference: {reference, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('emergency.open', { boundary: 'create' })
  public async use(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<Omit<OpenedEmergency, 'href'>> {
    const { href: _page, ...opened } = await this.open.execute(actor, body);
    return opened;
  }

  @Get('emergency-access')
  @ApiOperation({ summary: 'Uses to review, your own, and others that you may know of: facts, never content' })
  @Requires('emergency.read', { boundary: 'own', event: 'emergency.list' })
  public list(
    @CurrentActor() actor: Actor,
  ): Promise<{ toReview: EmergencyUse[]; mine: EmergencyUse[]; others: EmergencyUse[] }> {
    return this.emergencies.execute(actor);
  }

  @Get('emergency-access/report')
  @ApiQuery({ name: 'month', example: '2026-11' })
  @ApiOperation({ summary: 'Counts of a month: used, reviewed in time, unjustified' })
  @Requires('emergency.report', { boundary: 'own' })
  public report(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<MonthlyReport> {
    return this.emergencies.report(actor, checkQuery(MonthInput, query).month);
  }

  @Post('emergency-access/:id/end')
  @HttpCode(200)
  @ApiOperation({ summary: 'End an emergency access before its hour' })
  @Requires('emergency.end', { boundary: 'own' })
  public end(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<{ id: string; ended: true }> {
    return this.closing.end(actor, id);
  }

  @Post('emergency-access/:id/review')
  @HttpCode(200)
  @ApiOperation({ summary: 'Review a use of a record of your agency: {verdict: justified | not-justified, words}' })
  @ApiBody(JSON_BODY)
  @Requires('emergency.review', { boundary: 'own' })
  public review(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<{ id: string; verdict: string }> {
    return this.closing.review(actor, id, body);
  }
}
