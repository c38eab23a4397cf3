import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { UNFINISHED } from '@clin/actions';
import { CurrentActor, InvalidInput, NotPermitted, NotVisible, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { folded, type Errors, type Posted } from '@clin/web-kit/posted';
import { CaseDetailQuery } from '../case-detail.query.js';
import { CASE_MOVES, type CaseMove } from '../case.states.js';
import { MoveCase } from '../change-case.js';
import { frameOf } from './case.view.js';

const WORDS: Record<CaseMove, { heading: string; text: string; button: string; done: string }> = {
  suspend: {
    heading: 'Suspend the case',
    text: 'Nothing in it is lost or hidden. It is marked as suspended until somebody resumes it.',
    button: 'Suspend this case',
    done: 'Case suspended',
  },
  resume: {
    heading: 'Resume the case',
    text: 'It is worked on again from now on.',
    button: 'Resume this case',
    done: 'Case resumed',
  },
  close: {
    heading: 'Close the case',
    text: 'Nothing can be added to a closed case. Its members keep seeing it until their memberships of the operation end.',
    button: 'Close this case',
    done: 'Case closed',
  },
  reopen: {
    heading: 'Reopen the case',
    text: 'It is worked on again from now on.',
    button: 'Reopen this case',
    done: 'Case reopened',
  },
};

/** A case moves on: one page for each step, with the reason that stays in its history. */
@ApiExcludeController()
@Controller('cases/:id/steps/:step')
export class CaseStepPages {
  public constructor(
    private readonly detail: CaseDetailQuery,
    private readonly moving: MoveCase,
  ) {}

  @Get()
  @Requires('case.manage', { boundary: 'record', event: 'case.form' })
  public form(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('step') step: string): Promise<Page> {
    return this.show(actor, id, moveCalled(step), {});
  }

  @Post()
  @Requires('case.manage', { boundary: 'record', event: 'case.move' })
  public async move(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('step') step: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const move = moveCalled(step);
    try {
      const fields = ['version', 'reason', ...(move === 'close' ? ['outcome', 'leaveActions', 'closeOperation'] : [])];
      await this.moving.execute(actor, id, move, folded(body, fields));
      return redirect(`/cases/${id}`, { title: WORDS[move].done });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(actor, id, move, body, error.fields);
    }
  }

  private async show(actor: Actor, id: string, move: CaseMove, values: Posted, errors?: Errors): Promise<Page> {
    const found = await this.detail.owned(actor, id);
    if (!found.can.includes(move)) throw new NotPermitted('wrong-state');
    const { heading, text, button } = WORDS[move];
    const data = {
      ...frameOf(found, heading),
      says: found.name,
      text,
      button,
      closes: move === 'close',
      version: found.version,
      closesOperation: move === 'close' && !found.operationClosed,
      reopensOperation: move === 'reopen' && found.operationClosed,
      unfinished:
        move === 'close' &&
        unfinishedWords(found.parts.actions.filter(({ state }) => UNFINISHED.includes(state)).length),
      form: form(values, errors),
    };
    return page('case-reason.njk', data, errors ? { status: 422 } : {});
  }
}

const unfinishedWords = (count: number): string =>
  count === 0 ? '' : `${count} ${count === 1 ? 'action is' : 'actions are'} not finished.`;

function moveCalled(step: string): CaseMove {
  const move = CASE_MOVES.find((one) => one === step);
  if (!move) throw new NotVisible('absent');
  return move;
}
