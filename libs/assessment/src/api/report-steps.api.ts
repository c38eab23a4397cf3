import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Moved } from '@clin/intelligence';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { AssessReport, type Assessed } from '../assess-report.js';
import { CloseReport } from '../close-report.js';
import { ReturnReport } from '../return-report.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** What supervisors decide about a report of their agency. Each carries the version that the caller saw. */
@ApiTags('reports')
@Controller('api/v1/reports/:id')
export class ReportStepsApi {
  public constructor(
    private readonly returnReport: ReturnReport,
    private readonly assessReport: AssessReport,
    private readonly closeReport: CloseReport,
  ) {}

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

  @Post('closure')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close a disseminated report: {version}' })
  @ApiBody(JSON_BODY)
  @Requires('report.close', { boundary: 'record' })
  public close(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Moved> {
    return this.closeReport.execute(actor, id, body);
  }
}
