import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { MoveReferral, type MovedReferral } from '../move-referral.js';
import { SendReferral } from '../send-referral.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** The steps of a referral's life, each a resource. Each carries the version that the caller saw; the verbs ask which side the caller is on. */
@ApiTags('referrals')
@Controller('api/v1/referrals/:id')
export class ReferralStepsApi {
  public constructor(
    private readonly sendReferral: SendReferral,
    private readonly moveReferral: MoveReferral,
  ) {}

  @Post('sending')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a draft to the agency that it names, with its pack: {version}' })
  @ApiBody(JSON_BODY)
  @Requires('referral.send', { boundary: 'record', event: 'referral.send' })
  public send(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedReferral> {
    return this.sendReferral.send(actor, id, body);
  }

  @Post('acknowledgement')
  @HttpCode(200)
  @ApiOperation({ summary: 'The receiver has it: {version, text?}' })
  @ApiBody(JSON_BODY)
  @Requires('referral.note', { boundary: 'record', event: 'referral.acknowledge' })
  public acknowledge(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<MovedReferral> {
    return this.moveReferral.execute(actor, id, 'acknowledge', body);
  }

  @Post('acceptance')
  @HttpCode(200)
  @ApiOperation({ summary: 'The receiver takes it on: {version, text (who leads, as a post, and how to reach them)}' })
  @ApiBody(JSON_BODY)
  @Requires('referral.answer', { boundary: 'record', event: 'referral.accept' })
  public accept(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedReferral> {
    return this.moveReferral.execute(actor, id, 'accept', body);
  }

  @Post('rejection')
  @HttpCode(200)
  @ApiOperation({ summary: 'The receiver does not take it on: {version, text (why)}' })
  @ApiBody(JSON_BODY)
  @Requires('referral.answer', { boundary: 'record', event: 'referral.reject' })
  public reject(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedReferral> {
    return this.moveReferral.execute(actor, id, 'reject', body);
  }

  @Post('information-request')
  @HttpCode(200)
  @ApiOperation({ summary: 'The receiver asks for more: {version, text}' })
  @ApiBody(JSON_BODY)
  @Requires('referral.answer', { boundary: 'record', event: 'referral.ask' })
  public ask(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedReferral> {
    return this.moveReferral.execute(actor, id, 'ask', body);
  }

  @Post('information')
  @HttpCode(200)
  @ApiOperation({ summary: 'The sender answers what was asked: {version, text}' })
  @ApiBody(JSON_BODY)
  @Requires('referral.send', { boundary: 'record', event: 'referral.inform' })
  public inform(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedReferral> {
    return this.moveReferral.execute(actor, id, 'inform', body);
  }

  @Post('progress')
  @HttpCode(200)
  @ApiOperation({
    summary: 'A note for the sender, or for one’s own agency alone: {version, text, audience?: sender | own}',
  })
  @ApiBody(JSON_BODY)
  @Requires('referral.note', { boundary: 'record', event: 'referral.progress' })
  public progress(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<MovedReferral> {
    return this.moveReferral.execute(actor, id, 'progress', body);
  }

  @Post('outcome')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'What came of it: {version, result, text}, of a platform referral {referred, removed, restricted, refused, noResponse} besides',
  })
  @ApiBody(JSON_BODY)
  @Requires('referral.answer', { boundary: 'record', event: 'referral.outcome' })
  public outcome(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedReferral> {
    return this.moveReferral.execute(actor, id, 'outcome', body);
  }

  @Post('closure')
  @HttpCode(200)
  @ApiOperation({ summary: 'The sender is done with it: {version, text?}' })
  @ApiBody(JSON_BODY)
  @Requires('referral.send', { boundary: 'record', event: 'referral.close' })
  public close(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedReferral> {
    return this.moveReferral.execute(actor, id, 'close', body);
  }

  @Post('transfer')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'To another agency; the one that had it loses sight of it: {version, receiver, text (why), agreement?, expires?, withPack?}',
  })
  @ApiBody(JSON_BODY)
  @Requires('referral.send', { boundary: 'record', event: 'referral.transfer' })
  public transfer(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<MovedReferral> {
    return this.sendReferral.transfer(actor, id, body);
  }

  @Post('withdrawal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take it back; the receiver loses sight of it: {version, text (why)}' })
  @ApiBody(JSON_BODY)
  @Requires('referral.send', { boundary: 'record', event: 'referral.withdraw' })
  public withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<MovedReferral> {
    return this.sendReferral.withdraw(actor, id, body);
  }

  @Post('reopening')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask the same agency again: {version, text, agreement?, expires?, withPack?}' })
  @ApiBody(JSON_BODY)
  @Requires('referral.send', { boundary: 'record', event: 'referral.reopen' })
  public reopen(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<MovedReferral> {
    return this.sendReferral.reopen(actor, id, body);
  }
}
