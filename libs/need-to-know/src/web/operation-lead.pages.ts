import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { redirect, type Page, type Redirect } from '@clin/web-kit';
import { LeadOperation } from '../lead-operation.js';
import { OperationForms } from './operation-forms.js';
import { foldedEnd, text, type Posted } from './posted.js';

/** Handing an operation over, taking it over and opening it again: a page with a form for each, which comes back to the operation. */
@ApiExcludeController()
@Controller('operations/:key')
export class OperationLeadPages {
  public constructor(
    private readonly leading: LeadOperation,
    private readonly forms: OperationForms,
  ) {}

  @Get('handover')
  @Requires('operation.manage', { boundary: 'own', event: 'operation.form' })
  public handoverForm(@CurrentActor() actor: Actor, @Param('key') key: string): Promise<Page> {
    return this.forms.lead(actor, key, 'handover');
  }

  @Post('handover')
  @Requires('operation.manage', { boundary: 'own', event: 'operation.hand-over' })
  public async handOver(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    return this.orForm(actor, key, 'handover', body, async (until) => {
      await this.leading.handOver(actor, key, { to: text(body['to']), ...until });
      return redirect(`/operations/${key}`, { title: 'Operation handed over', text: 'Its members have been told.' });
    });
  }

  @Get('takeover')
  @Requires('operation.manage', { boundary: 'own', event: 'operation.form' })
  public takeoverForm(@CurrentActor() actor: Actor, @Param('key') key: string): Promise<Page> {
    return this.forms.lead(actor, key, 'takeover');
  }

  @Post('takeover')
  @Requires('operation.manage', { boundary: 'own', event: 'operation.take-over' })
  public async takeOver(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    return this.orForm(actor, key, 'takeover', body, async (until) => {
      await this.leading.takeOver(actor, key, until);
      return redirect(`/operations/${key}`, {
        title: 'You lead this operation',
        text: 'Its members have been told, and it is on the record.',
      });
    });
  }

  @Post('reopening')
  @Requires('operation.manage', { boundary: 'own', event: 'operation.reopen' })
  public async reopen(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    try {
      await this.leading.reopen(actor, key, { reason: text(body['reason']) });
      return redirect(`/operations/${key}`, {
        title: 'Operation opened again',
        text: 'Memberships that ended stay ended.',
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.forms.show(actor, key, { body, errors: error.fields });
    }
  }

  /** Does it with the reason and the end date of the form, or shows the form again with what is wrong. */
  private async orForm(
    actor: Actor,
    key: string,
    which: 'handover' | 'takeover',
    body: Posted,
    lead: (until: {
      reason: ReturnType<typeof text>;
      endsOn: ReturnType<typeof foldedEnd>['endsOn'];
    }) => Promise<Redirect>,
  ): Promise<Page | Redirect> {
    const { endsOn, errors } = foldedEnd(body);
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      return await lead({ reason: text(body['reason']), endsOn });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.forms.lead(actor, key, which, { body, errors: error.fields });
    }
  }
}
