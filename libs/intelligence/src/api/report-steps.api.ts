import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { AssessReport, type Assessed } from '../assess-report.js';
import { CorrectReport, DecideCorrection, WithdrawReport, type Proposed } from '../correct-report.js';
import { CloseReport } from '../close-report.js';
import { ReportCorrectionQuery, type OpenCorrection } from '../report-correction.query.js';
import { ReturnReport } from '../return-report.js';
import { SubmitReport, type Moved } from '../submit-report.js';
import { DisseminateReport, type Disseminated } from '../disseminate-report.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** The steps of a report's life. Each carries the version that the caller saw. */
@ApiTags('reports')
@Controller('api/v1/reports/:id')
export class ReportStepsApi {
  public constructor(
    private readonly submitReport: SubmitReport,
    private readonly returnReport: ReturnReport,
    private readonly assessReport: AssessReport,
    private readonly disseminateReport: DisseminateReport,
    private readonly closeReport: CloseReport,
    private readonly correctReport: CorrectReport,
    private readonly decideCorrection: DecideCorrection,
    private readonly withdrawReport: WithdrawReport,
    private readonly corrections: ReportCorrectionQuery,
  ) {}

  @Post('submission')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hand a draft or a returned report to the supervisors: {version}' })
  @ApiBody(JSON_BODY)
  @Requires('report.submit', { boundary: 'record' })
  public submit(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Moved> {
    return this.submitReport.execute(actor, id, body);
  }

  @Post('return')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give a report back to its author: {version, reason, dueBy}' })
  @ApiBody(JSON_BODY)
  @Requires('report.return', { boundary: 'record' })
  public giveBack(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Moved> {
    return this.returnReport.execute(actor, id, body);
  }

  @Post('assessment')
  @HttpCode(200)
  @ApiOperation({ summary: 'Grade and sanitise: {version, sanitisedTitle?, items?}; what is left out stays' })
  @ApiBody(JSON_BODY)
  @Requires('report.assess', { boundary: 'record' })
  public assess(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Assessed> {
    return this.assessReport.execute(actor, id, body);
  }

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

  @Post('closure')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close a disseminated report: {version}' })
  @ApiBody(JSON_BODY)
  @Requires('report.close', { boundary: 'record' })
  public close(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Moved> {
    return this.closeReport.execute(actor, id, body);
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

  @Post('withdrawal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Withdraw a report: every disclosure ends and a notice is left: {version, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('report.withdraw', { boundary: 'record' })
  public withdraw(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Moved> {
    return this.withdrawReport.execute(actor, id, body);
  }
}
