import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Clock, CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { AnswerQuestion } from '../answer-question.js';
import { standingOf } from '../question.words.js';
import { QuestionsQuery } from '../questions.query.js';
import { text, type Posted } from './posted.js';

/** One question about a reference: its asker reads the answer, the owner's people give it. */
@ApiExcludeController()
@Controller('discovery/questions/:id')
export class QuestionPages {
  public constructor(
    private readonly questions: QuestionsQuery,
    private readonly answering: AnswerQuestion,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('discovery.ask', { boundary: 'own' })
  public one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.show(actor, id);
  }

  @Post('answer')
  @Requires('discovery.answer', { boundary: 'own' })
  public async answer(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    try {
      const input = { answer: text(body['answer']), words: text(body['words']), contact: text(body['contact']) };
      await this.answering.execute(actor, id, input);
      return redirect(`/discovery/questions/${id}`, {
        title: 'Question answered',
        text: 'Whoever asked has been told.',
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, id, { body, errors: error.fields });
    }
  }

  private async show(
    actor: Actor,
    id: string,
    refused?: { body: Posted; errors: Readonly<Record<string, string>> },
  ): Promise<Page> {
    const question = await this.questions.one(actor, id);
    return page(
      'question.njk',
      {
        heading: `Question about ${question.reference}`,
        breadcrumbs: [{ text: 'Ask about a reference', href: '/discovery' }, { text: question.reference }],
        question,
        standing: standingOf(question, this.clock.now()),
        answering: question.side === 'owner' && !question.answer && actor.permissions.has('discovery.answer'),
        form: form(refused?.body, refused?.errors),
      },
      refused ? { status: 422 } : {},
    );
  }
}
