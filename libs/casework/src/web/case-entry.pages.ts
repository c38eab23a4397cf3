import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { amountWords, CaseDetailQuery, resultKind } from '@clin/cases';
import { frameOf } from '@clin/cases/case-pages';
import { CurrentActor, InvalidInput, NotPermitted, NotVisible, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { folded, text, type Errors, type Posted } from '@clin/web-kit/posted';
import { LinkRecord } from '../link-record.js';
import { LogEntry } from '../log-entry.js';
import { ENTRY_FORMS, riskValues, type EntryForm } from './entry-forms.js';

/** What is added to a case: decisions, risks, results and links, each by a form of its own; and results struck out. */
@ApiExcludeController()
@Controller('cases/:id')
export class CaseEntryPages {
  public constructor(
    private readonly detail: CaseDetailQuery,
    private readonly log: LogEntry,
    private readonly links: LinkRecord,
  ) {}

  @Get('add/:what')
  @Requires('case.write', { boundary: 'record', event: 'case.form' })
  public form(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('what') what: string,
    @Query() query: Posted,
  ): Promise<Page> {
    return this.addPage(actor, id, formCalled(what), {
      risk: text(query['risk']),
      reference: text(query['reference']),
    });
  }

  @Post('add/:what')
  @Requires('case.write', { boundary: 'record', event: 'case.log' })
  public async add(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('what') what: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const entry = formCalled(what);
    try {
      await entry.add({ log: this.log, links: this.links }, actor, id, body);
      return redirect(`/cases/${id}#${entry.part}`, { title: entry.done });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.addPage(actor, id, entry, body, error.fields);
    }
  }

  @Get('results/:entry/strike')
  @Requires('case.write', { boundary: 'record', event: 'case.form' })
  public strikeForm(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('entry') entry: string,
  ): Promise<Page> {
    return this.strikePage(actor, id, entry, {});
  }

  @Post('results/:entry/strike')
  @Requires('case.write', { boundary: 'record', event: 'case.strike-result' })
  public async strike(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('entry') entry: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    try {
      await this.log.strike(actor, id, entry, folded(body, ['reason']));
      return redirect(`/cases/${id}#results`, { title: 'Result struck out', text: 'It counts no more.' });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.strikePage(actor, id, entry, body, error.fields);
    }
  }

  private async addPage(actor: Actor, id: string, entry: EntryForm, values: Posted, errors?: Errors): Promise<Page> {
    const found = await this.detail.owned(actor, id);
    if (!found.can.includes('write')) throw new NotPermitted('wrong-state');
    const begun = errors
      ? values
      : { reference: values['reference'], ...entry.values, ...riskValues(found, text(values['risk'])) };
    const data = { ...frameOf(found, entry.heading), ...entry.choices, part: entry.part, form: form(begun, errors) };
    return page(entry.template, data, errors ? { status: 422 } : {});
  }

  private async strikePage(actor: Actor, id: string, entry: string, values: Posted, errors?: Errors): Promise<Page> {
    const found = await this.detail.owned(actor, id);
    const result = found.parts.results.find((one) => one.id === entry && !one.struck);
    if (!result || !found.can.includes('write')) throw new NotVisible('absent');
    const data = {
      ...frameOf(found, 'Strike out a result'),
      says: `${resultKind(result.kind).words}: ${amountWords(result.kind, result.amount)}.`,
      text: 'It stays to be read with your reason, and counts in nothing any more. To correct it, record it again as it should be.',
      button: 'Strike out this result',
      part: 'results',
      form: form(values, errors),
    };
    return page('case-reason.njk', data, errors ? { status: 422 } : {});
  }
}

function formCalled(what: string): EntryForm {
  if (!Object.hasOwn(ENTRY_FORMS, what)) throw new NotVisible('absent');
  return ENTRY_FORMS[what]!;
}
