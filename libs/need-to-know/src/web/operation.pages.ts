import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { FormOperation } from '../form-operation.js';
import { OperationsQuery } from '../operations.query.js';
import { OperationForms } from './operation-forms.js';
import { foldedEnd, text, type Posted } from './posted.js';

const NEW = {
  heading: 'Open an operation',
  breadcrumbs: [{ text: 'Operations', href: '/operations' }, { text: 'Open an operation' }],
};

@ApiExcludeController()
@Controller('operations')
export class OperationPages {
  public constructor(
    private readonly operations: OperationsQuery,
    private readonly forming: FormOperation,
    private readonly forms: OperationForms,
  ) {}

  @Get()
  @Requires('operation.read', { boundary: 'own', event: 'operation.list' })
  public async list(@CurrentActor() actor: Actor): Promise<Page> {
    const operations = await this.operations.list(actor);
    return page('operation-list.njk', {
      heading: 'Operations',
      breadcrumbs: [{ text: 'Operations' }],
      operations,
      canOpen: actor.permissions.has('operation.manage'),
    });
  }

  @Get('new')
  @Requires('operation.manage', { boundary: 'create', event: 'operation.form' })
  public new(): Page {
    return page('operation-new.njk', { ...NEW, form: form() });
  }

  @Post('new')
  @Requires('operation.manage', { boundary: 'create', event: 'operation.open' })
  public async open(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Page | Redirect> {
    const { endsOn, errors } = foldedEnd(body);
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      const { key } = await this.forming.open(actor, {
        name: text(body['name']),
        reason: text(body['reason']),
        endsOn,
      });
      return redirect(`/operations/${key}`, { title: 'Operation opened', text: 'You are its first member.' });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return page('operation-new.njk', { ...NEW, form: form(body, error.fields) }, { status: 422 });
    }
  }

  @Get(':key')
  @Requires('operation.read', { boundary: 'own' })
  public one(@CurrentActor() actor: Actor, @Param('key') key: string): Promise<Page> {
    return this.forms.show(actor, key);
  }
}
