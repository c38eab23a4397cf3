import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { AgreementDetailQuery, type AgreementDetail } from '../agreement-detail.query.js';
import { AgreementEffectQuery, CHANGES, type AgreementEffect } from '../agreement-effect.query.js';
import { AgreementListQuery, type AgreementLine } from '../agreement-list.query.js';
import { DraftAgreement, type SavedAgreement } from '../draft-agreement.js';
import { PreviewRules, type RulesPreview } from '../preview-rules.query.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;
const FILTERS = ['status', 'party', 'due', 'cursor'];

/** Each filter once in the OpenAPI document. */
function listed(): MethodDecorator {
  return (target, key, descriptor) => {
    for (const name of FILTERS) ApiQuery({ name, required: false, type: String })(target, key, descriptor);
  };
}

/** An id is an agreement's: to anybody but its owner, its parties and organisations invited to it, the database answers as if there were none. */
@ApiTags('agreements')
@Controller('api/v1/agreements')
export class AgreementApi {
  public constructor(
    private readonly list: AgreementListQuery,
    private readonly detail: AgreementDetailQuery,
    private readonly draftAgreement: DraftAgreement,
    private readonly previewRules: PreviewRules,
    private readonly effect: AgreementEffectQuery,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Agreements that the caller’s organisation owns, is party to or is invited to join' })
  @listed()
  @Requires('agreement.read', { boundary: 'list', event: 'agreement.list' })
  public page(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: AgreementLine[]; next: string | null }> {
    return this.list.execute(actor, query);
  }

  @Post()
  @ApiOperation({ summary: 'Draft an agreement, known to the caller’s organisation only' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.draft', { boundary: 'create' })
  public begin(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<SavedAgreement> {
    return this.draftAgreement.begin(actor, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Terms, parties with their approvals, standing rules, versions and history' })
  @Requires('agreement.read', { boundary: 'own' })
  public one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AgreementDetail> {
    return this.detail.execute(actor, id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Write the draft anew: every term, and the {revision} that was seen' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.draft', { boundary: 'own' })
  public save(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<SavedAgreement> {
    return this.draftAgreement.save(actor, id, body);
  }

  @Post(':id/versions')
  @ApiOperation({ summary: 'Draft the next version of an agreement in force: every term' })
  @ApiBody(JSON_BODY)
  @Requires('agreement.draft', { boundary: 'own' })
  public renew(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<SavedAgreement> {
    return this.draftAgreement.renew(actor, id, body);
  }

  @Post(':id/rules/preview')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Which existing records of the caller’s organisation {rules?, parties?, kinds?, handling?, mostSensitive?, wholeRecords?} would disclose, to whom; nothing is changed',
  })
  @ApiBody(JSON_BODY)
  @Requires('agreement.read', { boundary: 'own', event: 'agreement.preview' })
  public preview(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<RulesPreview> {
    return this.previewRules.execute(actor, id, body);
  }

  @Get(':id/effect')
  @ApiOperation({
    summary:
      'Whom a decision about the agreement would hide the caller’s organisation’s disclosures from, or show them to',
  })
  @ApiQuery({ name: 'decision', required: true, type: String, description: CHANGES.join(', ') })
  @ApiQuery({ name: 'startsOn', required: false, type: String, description: 'Of a version that is not saved' })
  @ApiQuery({ name: 'endsOn', required: false, type: String, description: 'Of a version that is not saved' })
  @Requires('agreement.read', { boundary: 'own', event: 'agreement.preview' })
  public effectOf(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<AgreementEffect> {
    return this.effect.execute(actor, id, query);
  }
}
