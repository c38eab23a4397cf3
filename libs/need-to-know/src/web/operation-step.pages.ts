import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { redirect, type Flash, type Page, type Redirect } from '@clin/web-kit';
import { FormOperation } from '../form-operation.js';
import { OperationForms } from './operation-forms.js';
import { foldedEnd, text, type Posted } from './posted.js';

/** What leads change on the page of an operation; each step comes back to it. */
@ApiExcludeController()
@Controller('operations/:key')
export class OperationStepPages {
  public constructor(
    private readonly forming: FormOperation,
    private readonly forms: OperationForms,
  ) {}

  @Post('members')
  @Requires('operation.manage', { boundary: 'own', event: 'operation.admit' })
  public admit(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const { endsOn, errors } = foldedEnd(body);
    return this.step(actor, key, body, async () => {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      await this.forming.admit(actor, key, { user: text(body['user']), reason: text(body['reason']), endsOn });
      return { title: 'Member added', text: 'They see the operation and its records from now on.' };
    });
  }

  @Post('members/:user/removal')
  @Requires('operation.manage', { boundary: 'own', event: 'operation.expel' })
  public expel(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('user') user: string,
  ): Promise<Page | Redirect> {
    return this.step(actor, key, {}, async () => {
      await this.forming.expel(actor, key, user);
      return { title: 'Member removed', text: 'They no longer see the operation or its records.' };
    });
  }

  @Post('agencies')
  @Requires('operation.manage', { boundary: 'own', event: 'operation.join-agency' })
  public join(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() body: Posted): Promise<Page | Redirect> {
    return this.step(actor, key, body, async () => {
      await this.forming.join(actor, key, { agency: text(body['agency']) });
      return { title: 'Agency named', text: 'Its leads have been told and can nominate members.' };
    });
  }

  @Post('agencies/:agency/removal')
  @Requires('operation.manage', { boundary: 'own', event: 'operation.part-agency' })
  public part(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('agency') agency: string,
  ): Promise<Page | Redirect> {
    return this.step(actor, key, {}, async () => {
      await this.forming.part(actor, key, agency);
      return { title: 'Agency removed', text: 'None of its people is a member any more.' };
    });
  }

  @Post('closure')
  @Requires('operation.manage', { boundary: 'own', event: 'operation.close' })
  public close(@CurrentActor() actor: Actor, @Param('key') key: string): Promise<Page | Redirect> {
    return this.step(actor, key, {}, async () => {
      await this.forming.close(actor, key);
      return { title: 'Operation closed', text: 'Its members keep seeing what is in it until their memberships end.' };
    });
  }

  /** Back to the operation, with what was wrong beside its field. */
  private async step(actor: Actor, key: string, body: Posted, change: () => Promise<Flash>): Promise<Page | Redirect> {
    try {
      return redirect(`/operations/${key}`, await change());
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.forms.show(actor, key, { body, errors: error.fields });
    }
  }
}
