import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { ApproveAgreement, type ApprovedAgreement } from '../approve-agreement.js';
import { DecideAgreement } from '../decide-agreement.js';
import { ProposeAgreement, type MovedAgreement } from '../propose-agreement.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** The steps of an agreement's life, by the state table. */
@ApiTags('agreements')
@Controller('api/v1/agreements/:id')
export class AgreementStepsApi {
  public constructor(
    private readonly proposeAgreement: ProposeAgreement,
    private readonly approveAgreement: ApproveAgreement,
    private readonly decide: DecideAgreement,
  ) {}

  @Post('proposal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Show a draft to every organisation that it names: {revision}' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.draft', { boundary: 'own', event: 'agreement.propose' })
  public propose(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<MovedAgreement> {
    return this.proposeAgreement.execute(actor, id, body);
  }

  @Post('approval')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve a version for one’s own organisation: {version, revision}' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.approve', { boundary: 'own' })
  public approve(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<ApprovedAgreement> {
    return this.approveAgreement.execute(actor, id, body);
  }

  @Post('revision')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a proposal back to correct it: {reason}' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.draft', { boundary: 'own', event: 'agreement.revise' })
  public revise(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedAgreement> {
    return this.decide.execute(actor, id, 'revise', body);
  }

  @Post('discard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give up a draft or a proposal: {reason}' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.draft', { boundary: 'own', event: 'agreement.discard' })
  public discard(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<MovedAgreement> {
    return this.decide.execute(actor, id, 'discard', body);
  }

  @Post('suspension')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hide everything disclosed under it from the next request: {reason}' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.suspend', { boundary: 'own' })
  public suspend(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<MovedAgreement> {
    return this.decide.execute(actor, id, 'suspend', body);
  }

  @Post('reinstatement')
  @HttpCode(200)
  @ApiOperation({ summary: 'Show it again, by a second person: {reason}' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.suspend', { boundary: 'own', event: 'agreement.reinstate' })
  public reinstate(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<MovedAgreement> {
    return this.decide.execute(actor, id, 'reinstate', body);
  }

  @Post('end')
  @HttpCode(200)
  @ApiOperation({ summary: 'End an agreement early: {reason}' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.suspend', { boundary: 'own', event: 'agreement.end' })
  public end(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedAgreement> {
    return this.decide.execute(actor, id, 'end', body);
  }

  @Post('withdrawal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave an agreement, or decline an invitation: {reason}' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.approve', { boundary: 'own', event: 'agreement.withdraw' })
  public withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<MovedAgreement> {
    return this.decide.execute(actor, id, 'withdraw', body);
  }

  @Post('review')
  @HttpCode(200)
  @ApiOperation({ summary: 'Record a review; the next is due in a year: {reason}' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.suspend', { boundary: 'own', event: 'agreement.review' })
  public review(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedAgreement> {
    return this.decide.execute(actor, id, 'review', body);
  }
}
