import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { checkQuery, CurrentActor, Requires, type Actor } from '@clin/platform';
import { AnswerQuestion, type Answered } from '../answer-question.js';
import { LookInput, LookUp, type Look } from '../look-up.js';
import { QuestionsQuery, type Question, type QuestionDetail } from '../questions.query.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

@ApiTags('need to know')
@Controller('api/v1/discovery')
export class DiscoveryApi {
  public constructor(
    private readonly lookUp: LookUp,
    private readonly questions: QuestionsQuery,
    private readonly answering: AnswerQuestion,
  ) {}

  @Get()
  @ApiQuery({ name: 'reference' })
  @ApiOperation({ summary: 'Shown, held by an agency that can be asked, or absent; at most 30 looks an hour' })
  @Requires('discovery.ask', { boundary: 'own', event: 'discovery.look' })
  public look(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<Look> {
    return this.lookUp.execute(actor, checkQuery(LookInput, query).reference);
  }

  @Get('questions')
  @ApiOperation({ summary: 'What you asked, and what your agency was asked' })
  @Requires('discovery.ask', { boundary: 'own', event: 'discovery.questions' })
  public list(@CurrentActor() actor: Actor): Promise<{ mine: Question[]; ours: Question[] }> {
    return this.questions.execute(actor);
  }

  @Get('questions/:id')
  @ApiOperation({
    summary: 'One question and its answer, to whoever asked it and to the owner’s people who see the record',
  })
  @Requires('discovery.ask', { boundary: 'own' })
  public one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<QuestionDetail> {
    return this.questions.one(actor, id);
  }

  @Post('questions/:id/answer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a question: {answer: shared | not-shared | telephone, words, contact}' })
  @ApiBody(JSON_BODY)
  @Requires('discovery.answer', { boundary: 'own' })
  public answer(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<Answered> {
    return this.answering.execute(actor, id, body);
  }

  @Post('questions')
  @ApiOperation({ summary: 'Ask the agency that holds a named record: {reference, reason}' })
  @ApiBody(JSON_BODY)
  @Requires('discovery.ask', { boundary: 'create' })
  public ask(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<object> {
    return this.lookUp.ask(actor, body);
  }
}
