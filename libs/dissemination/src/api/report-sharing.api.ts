import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Moved } from '@clin/intelligence';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import {
  CorrectReport,
  DecideCorrection,
  WithdrawCorrection,
  WithdrawReport,
  type Proposed,
} from '../correct-report.js';
import { DisseminateReport, type Disseminated } from '../disseminate-report.js';
import { RecordConsent } from '../record-consent.js';
import { ReportCorrectionQuery, type OpenCorrection } from '../report-correction.query.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** A report leaves its agency, and what becomes of it then. Each step carries the version that the caller saw. */
@ApiTags('reports')
@Controller('api/v1/reports/:id')
export class ReportSharingApi {
  public constructor(
    private readonly disseminateReport: DisseminateReport,
    private readonly recordConsent: RecordConsent,
    private readonly correctReport: CorrectReport,
    private readonly decideCorrection: DecideCorrection,
    private readonly withdrawCorrection: WithdrawCorrection,
    private readonly withdrawReport: WithdrawReport,
    private readonly corrections: ReportCorrectionQuery,
  ) {}

  @Post('dissemination')
  @HttpCode(200)
  @ApiOperation({ summary: 'Apply the standing rules, and disclose to those named beyond them: {version, to?}' })
  @ApiBody(JSON_BODY)
  @Requires('report.disseminate', { boundary: 'record' })
  public disseminate(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<Disseminated> {
    return this.disseminateReport.execute(actor, id, body);
  }

  @Post('consents')
  @ApiOperation({ summary: 'A source handler records the originator’s consent: {item, agency, statement}' })
  @ApiBody(JSON_BODY)
  @Requires('report.consent', { boundary: 'record' })
  public consent(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<{ id: string; item: string; agency: string }> {
    return this.recordConsent.execute(actor, id, body);
  }

  @Post('correction')
  @ApiOperation({
    summary:
      'Propose what a disseminated report should have said: {version, reason, sanitisedTitle?, eventDate?, items?}',
  })
  @ApiBody(JSON_BODY)
  @Requires('report.correct', { boundary: 'record' })
  public correct(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Proposed> {
    return this.correctReport.execute(actor, id, body);
  }

  @Get('correction')
  @ApiOperation({ summary: 'Of one’s own report: the correction that waits for a decision' })
  @Requires('report.correct', { boundary: 'record', event: 'report.read' })
  public waiting(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<OpenCorrection> {
    return this.corrections.execute(actor, id);
  }

  @Post('correction/decision')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve or reject a correction that somebody else wrote: {version, decision, reason?}' })
  @ApiBody(JSON_BODY)
  @Requires('report.assess', { boundary: 'record', event: 'report.decide-correction' })
  public decide(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Moved> {
    return this.decideCorrection.execute(actor, id, body);
  }

  @Post('correction/withdrawal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Withdraw a correction that one proposed oneself, while it waits: {version}' })
  @ApiBody(JSON_BODY)
  @Requires('report.correct', { boundary: 'record', event: 'report.withdraw-correction' })
  public takeBack(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Moved> {
    return this.withdrawCorrection.execute(actor, id, body);
  }

  @Post('withdrawal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Withdraw a report: every disclosure ends and a notice is left: {version, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('report.withdraw', { boundary: 'record' })
  public withdraw(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Moved> {
    return this.withdrawReport.execute(actor, id, body);
  }
}
