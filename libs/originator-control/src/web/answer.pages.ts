import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { declaredKinds, peopleWhoSee } from '@clin/access';
import { checkInput, Clock, CurrentActor, InvalidInput, Read, Requires, type Actor } from '@clin/platform';
import { dateUk, foldDates, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { londonDay } from '@clin/platform/working-time';
import { AnswerPermission } from '../answer-permission.js';
import type { PermissionDetail } from '../permission-detail.query.js';
import { AnswerPermissionInput } from '../permission.input.js';
import { answerCard, answerView } from './permission.view.js';
import { StepForms } from './step-forms.js';

type Posted = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const FIELDS = ['decision', 'conditions', 'reason', 'until[day]', 'until[month]', 'until[year]'];

/** The originator's answer: always by way of a card that says who may then do what, and until when. */
@ApiExcludeController()
@Controller('permissions/:id/answer')
export class AnswerPages {
  public constructor(
    private readonly answers: AnswerPermission,
    private readonly forms: StepForms,
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('permission.answer', { boundary: 'own', event: 'permission.read' })
  public async form(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return page('permission-answer.njk', answerView(await this.forms.for(actor, id, 'answer')));
  }

  @Post()
  @Requires('permission.answer', { boundary: 'own' })
  public async answer(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const request = await this.forms.for(actor, id, 'answer');
    if (body['then'] === 'change') return page('permission-answer.njk', answerView(request, body));
    try {
      const input = this.folded(body);
      if (body['then'] !== 'confirm')
        return page('permission-answer-card.njk', await this.card(actor, request, input, body));
      const { state } = await this.answers.execute(actor, id, input);
      return redirect(`/permissions/${id}`, {
        title: state === 'granted' ? 'Permission given' : 'Request refused',
        text: `${request.askerName} has been told.`,
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return page('permission-answer.njk', answerView(request, body, error.fields), { status: 422 });
    }
  }

  /** The verb checks again; asked here first, so that nobody confirms what cannot be done. */
  private folded(body: Posted): AnswerPermissionInput {
    const { input, errors } = foldDates(body, { until: 'The last day' });
    if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
    const granted = body['decision'] === 'granted';
    const checked = checkInput(AnswerPermissionInput, {
      decision: text(body['decision']),
      ...(granted
        ? { conditions: text(body['conditions']), until: text(input['until']) || null }
        : { reason: text(body['reason']) }),
    });
    if (granted && !checked.until) throw new InvalidInput({ until: 'Give the last day of the permission.' });
    if (granted && checked.until! < londonDay(this.clock.now()))
      throw new InvalidInput({ until: 'Give a date in the future, at most five years ahead.' });
    if (!granted && !checked.reason) throw new InvalidInput({ reason: 'Say why this is refused.' });
    return checked;
  }

  private async card(actor: Actor, request: PermissionDetail, input: AnswerPermissionInput, body: Posted) {
    const [kind] = [...declaredKinds()].find(([, { words }]) => words.noun === request.noun) ?? [];
    const people = kind
      ? (await this.read.run(actor, (q) => peopleWhoSee(q, kind, request.recordId, this.clock.now()))).get(
          request.asker,
        )
      : undefined;
    const parts = (body['until'] ?? {}) as Record<string, unknown>;
    const posted: Record<string, unknown> = { ...body, 'until[day]': parts['day'], 'until[month]': parts['month'], 'until[year]': parts['year'] }; // prettier-ignore
    const fields = FIELDS.filter((name) => text(posted[name])).map((name) => ({ name, value: text(posted[name]) }));
    const words = {
      decision: input.decision,
      conditions: input.conditions ?? '',
      reason: input.reason ?? '',
      until: input.until ? dateUk(input.until) : '',
    };
    return answerCard(request, words, people, fields);
  }
}
