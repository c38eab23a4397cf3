import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Clock, CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { askedIn, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { AnswerPermission } from '../answer-permission.js';
import { PermissionDetailQuery } from '../permission-detail.query.js';
import { PermissionListQuery } from '../permission-list.query.js';
import { permissionListView } from './permission-list.view.js';
import { permissionView, statementView, withdrawalView } from './permission.view.js';
import { StepForms } from './step-forms.js';

type Posted = Record<string, unknown>;

/** Requests for permission: both directions, one of them, and its steps but the answer. */
@ApiExcludeController()
@Controller('permissions')
export class PermissionPages {
  public constructor(
    private readonly list: PermissionListQuery,
    private readonly detail: PermissionDetailQuery,
    private readonly answers: AnswerPermission,
    private readonly forms: StepForms,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('permission.read', { boundary: 'list', event: 'permission.list' })
  public async all(@CurrentActor() actor: Actor, @Query() query: Posted): Promise<Page> {
    const { given, errors } = askedIn(query, ['direction', 'state', 'cursor']);
    const shown = { asked: given as Record<string, string>, query };
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      const { items, next } = await this.list.execute(actor, given);
      return page('permission-list.njk', permissionListView({ ...shown, lines: items, next }, this.clock.now()));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const failed = { ...shown, lines: [], next: null, errors: { ...error.fields } };
      return page('permission-list.njk', permissionListView(failed, this.clock.now()), { status: 422 });
    }
  }

  @Get(':id')
  @Requires('permission.read', { boundary: 'own' })
  public async one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const request = await this.detail.execute(actor, id);
    return page('permission.njk', permissionView(request, actor.permissions, this.clock.now()));
  }

  @Get(':id/statement')
  @Requires('permission.handle', { boundary: 'own', event: 'permission.read' })
  public async askStatement(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return page('permission-statement.njk', statementView(await this.forms.for(actor, id, 'handle')));
  }

  @Post(':id/statement')
  @Requires('permission.handle', { boundary: 'own' })
  public async state(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const request = await this.forms.for(actor, id, 'handle');
    try {
      const consents = body['consents'] === 'yes' ? true : body['consents'] === 'no' ? false : undefined;
      await this.answers.handle(actor, id, { consents, statement: body['statement'] });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return page('permission-statement.njk', statementView(request, body, error.fields), { status: 422 });
    }
    return redirect(`/permissions/${id}`, { title: 'Statement recorded', text: 'A supervisor or lead answers now.' });
  }

  @Get(':id/withdrawal')
  @Requires('permission.ask', { boundary: 'own', event: 'permission.read' })
  public async askWithdrawal(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return page('permission-withdrawal.njk', withdrawalView(await this.forms.for(actor, id, 'withdraw')));
  }

  @Post(':id/withdrawal')
  @Requires('permission.ask', { boundary: 'own', event: 'permission.withdraw' })
  public async withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const request = await this.forms.for(actor, id, 'withdraw');
    try {
      await this.answers.withdraw(actor, id, { reason: body['reason'] });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return page('permission-withdrawal.njk', withdrawalView(request, body, error.fields), { status: 422 });
    }
    const title = request.side === 'owner' ? 'Permission taken back' : 'Request withdrawn';
    return redirect(`/permissions/${id}`, { title, text: 'The other agency has been told.' });
  }
}
