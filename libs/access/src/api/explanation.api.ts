import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { checkQuery, CurrentActor, Requires, type Actor } from '@clin/platform';
import type { SightCheck } from '../check-sight.js';
import { CheckSightInput } from '../check-sight.input.js';
import { ExplainAccess } from '../explain-access.query.js';
import { ExplainInput } from '../explain.input.js';
import type { Explanation } from '../explanation.js';
import { PreviewChange, type Preview } from '../preview-change.query.js';
import { SimulateSight, type ViewAs } from '../simulate-sight.query.js';

const asked = (name: string, description: string): MethodDecorator =>
  ApiQuery({ name, required: false, type: String, description });

@ApiTags('explanations')
@Controller('api/v1/records/:id')
export class ExplanationApi {
  public constructor(
    private readonly explainAccess: ExplainAccess,
    private readonly simulate: SimulateSight,
    private readonly previewChange: PreviewChange,
  ) {}

  @Get('explanation')
  @ApiOperation({ summary: 'Why the caller sees a record, who else can and through what, and who could when' })
  @Requires('record.explain', { boundary: 'record' })
  public explain(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() { at }: ExplainInput,
  ): Promise<Explanation> {
    return this.explainAccess.execute(actor, id, at);
  }

  @Get('sight')
  @ApiOperation({
    summary: 'Of one’s own record: can this role at this agency, or this colleague, see it; if not, why',
  })
  @asked('agency', 'Code of the agency')
  @asked('role', 'A role there')
  @asked('person', 'Identifier of a colleague, instead of agency and role')
  @Requires('record.simulate', { boundary: 'record', event: 'record.check' })
  public check(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<SightCheck> {
    return this.simulate.check(actor, id, checkQuery(CheckSightInput, query));
  }

  @Get('view-as')
  @ApiOperation({ summary: 'Of one’s own record: exactly what a role at another agency would get' })
  @asked('agency', 'Code of the agency')
  @asked('role', 'A role there')
  @Requires('record.simulate', { boundary: 'record', event: 'record.view-as' })
  public viewAs(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<ViewAs> {
    return this.simulate.viewAs(actor, id, checkQuery(CheckSightInput, query));
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Of one’s own record: who would gain or lose sight by {change: labels | disclosure | revocation, …}; nothing is changed',
  })
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  @Requires('record.simulate', { boundary: 'record', event: 'record.preview' })
  public preview(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Preview> {
    return this.previewChange.execute(actor, id, body);
  }
}
