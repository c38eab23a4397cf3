import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { DiscloseReport, RevokeDisclosure } from '../disclose-report.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

@ApiTags('disclosures')
@Controller('api/v1')
export class DisclosureApi {
  public constructor(
    private readonly discloseReport: DiscloseReport,
    private readonly revokeDisclosure: RevokeDisclosure,
  ) {}

  @Post('records/:id/disclosures')
  @ApiOperation({
    summary: 'Disclose items of a record: {agency, items, purpose, legalBasis, agreement, conditions, expires}',
  })
  @ApiBody(JSON_BODY)
  @Requires('report.disclose', { boundary: 'record' })
  public disclose(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<{ id: string; recordId: string; agency: string }> {
    return this.discloseReport.execute(actor, id, body);
  }

  /** The id is a disclosure's: the database answers as if it did not exist unless the actor's agency made it. */
  @Post('disclosures/:id/revocation')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a disclosure now: {reason}' })
  @ApiBody(JSON_BODY)
  @Requires('report.disclose', { boundary: 'own', event: 'disclosure.revoke' })
  public revoke(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<{ id: string; recordId: string; revoked: true }> {
    return this.revokeDisclosure.execute(actor, id, body);
  }
}
