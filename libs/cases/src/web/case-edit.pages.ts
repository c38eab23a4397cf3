import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, NotPermitted, Requires, Stale, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { text, type Errors, type Posted } from '@clin/web-kit/posted';
import type { OwnerCase } from '../case-detail.js';
import { CaseDetailQuery } from '../case-detail.query.js';
import { ChangeCase } from '../change-case.js';
import { TEXTS, TEXT_WORDS } from '../case-parts.js';
import { frameOf } from './case.view.js';

const FIELDS = ['name', ...TEXTS] as const;

/** Name, summary, lines, people and plan of a case; on a conflict both versions stand beside each other and nothing typed is lost. */
@ApiExcludeController()
@Controller('cases/:id/edit')
export class CaseEditPages {
  public constructor(
    private readonly detail: CaseDetailQuery,
    private readonly change: ChangeCase,
  ) {}

  @Get()
  @Requires('case.write', { boundary: 'record', event: 'case.form' })
  public async form(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const found = await this.detail.owned(actor, id);
    if (!found.can.includes('write')) throw new NotPermitted('wrong-state');
    return editPage(found, { ...storedOf(found), version: String(found.version) });
  }

  @Post()
  @Requires('case.write', { boundary: 'record', event: 'case.change' })
  public async save(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const given = Object.fromEntries(FIELDS.map((field) => [field, text(body[field])]));
    try {
      if (!given['name']) throw new InvalidInput({ name: 'Give the case a name.' });
      await this.change.execute(actor, id, { ...given, version: text(body['version']) });
      return redirect(`/cases/${id}`, { title: 'Case saved' });
    } catch (error) {
      if (error instanceof Stale) return conflictPage(await this.detail.owned(actor, id), given);
      if (!(error instanceof InvalidInput)) throw error;
      return editPage(await this.detail.owned(actor, id), body, error.fields);
    }
  }
}

const storedOf = ({ name, parts }: OwnerCase): Record<string, string> => ({ name, ...parts.summary, ...parts.plan });

const editPage = (found: OwnerCase, values: Posted, errors?: Errors): Page =>
  page(
    'case-edit.njk',
    { ...frameOf(found, 'Change the case'), form: form(values, errors) },
    errors ? { status: 422 } : {},
  );

/** Somebody saved since this form was opened: both versions where they differ, and the person decides. */
function conflictPage(found: OwnerCase, mine: Record<string, string>): Page {
  const stored = storedOf(found);
  const words = (field: string): string => (field === 'name' ? 'Name' : TEXT_WORDS[field as 'summary']);
  const differing = FIELDS.filter((field) => stored[field] !== mine[field]);
  const rows = (values: Record<string, string>) =>
    differing.map((field) => ({ label: words(field), text: values[field] ?? '' }));
  const data = {
    ...frameOf(found, 'This was changed somewhere else since you opened it'),
    action: `/cases/${found.id}/edit`,
    version: found.version,
    versions: [
      { title: 'Stored now', rows: rows(stored) },
      {
        title: 'Yours, not saved',
        rows: rows(mine),
        fields: Object.entries(mine).map(([name, value]) => ({ name, value })),
      },
    ],
  };
  return page('case-conflict.njk', data, { status: 409 });
}
