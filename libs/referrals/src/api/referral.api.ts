import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import type { ReferralDetail, UnacceptedReferral } from '../referral-detail.js';
import { ReferralDetailQuery } from '../referral-detail.query.js';
import { ReferralListQuery, type ReferralPage } from '../referral-list.query.js';
import { SaveReferral, type SavedReferral } from '../save-referral.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

/** Each filter once in the OpenAPI document. */
const listed = (): MethodDecorator => (target, key, descriptor) => {
  for (const name of ['box', 'status', 'kind', 'agency', 'overdue', 'limit', 'cursor'])
    ApiQuery({ name, required: false, type: String })(target, key, descriptor);
};

@ApiTags('referrals')
@Controller('api/v1/referrals')
export class ReferralApi {
  public constructor(
    private readonly saveReferral: SaveReferral,
    private readonly list: ReferralListQuery,
    private readonly detail: ReferralDetailQuery,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Referrals by (box=sent) and to (box=inbox) the caller’s agency: overdue first, then by when they are due' })
  @listed()
  @Requires('referral.read', { boundary: 'list', event: 'referral.list' })
  public page(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<ReferralPage> {
    return this.list.execute(actor, query);
  }

  @Post()
  @ApiOperation({
    summary:
      'Begin a draft; it may be incomplete: {kind: line | research | safeguarding | platform | threat-to-life, receiver?, title?, text?, fields?, purpose?, legalBasis?, agreement?, conditions?, expires?, pack? (items of disseminated reports)}',
  })
  @ApiBody(JSON_BODY)
  @Requires('referral.write', { boundary: 'create', event: 'referral.create' })
  public begin(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<SavedReferral> {
    return this.saveReferral.begin(actor, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'The sender’s whole referral, or what the receiver was given, with what each side said to the other' })
  @Requires('referral.read', { boundary: 'record' })
  public one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ReferralDetail | UnacceptedReferral> {
    return this.detail.execute(actor, id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a draft: {version, …}; what is left out stays' })
  @ApiBody(JSON_BODY)
  @Requires('referral.write', { boundary: 'record', event: 'referral.save' })
  public save(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<SavedReferral> {
    return this.saveReferral.change(actor, id, body);
  }
} // prettier-ignore
