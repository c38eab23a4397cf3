import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { checkInput, CurrentActor, InvalidInput, Read, Requires, type Actor } from '@clin/platform';
import { levelWords } from '@clin/platform/sensitivity';
import { askedIn, foldDate, form, page, ROLE_WORDS, type Page } from '@clin/web-kit';
import { CheckSightInput } from '../check-sight.input.js';
import { ExplainAccess } from '../explain-access.query.js';
import { SimulateSight } from '../simulate-sight.query.js';
import { AskedOf } from './asked-of.query.js';
import { explanationView, type OwnersForm } from './explanation.view.js';
import { checkWords, standingWords } from './words.js';

type Asked = Record<string, unknown>;
const CHECKED = ['agency', 'role', 'person'] as const;

@ApiExcludeController()
@Controller('records/:id')
export class ExplanationPages {
  public constructor(
    private readonly explainAccess: ExplainAccess,
    private readonly simulate: SimulateSight,
    private readonly asked: AskedOf,
    private readonly read: Read,
  ) {}

  @Get('access')
  @Requires('record.explain', { boundary: 'record' })
  public async explain(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: Asked): Promise<Page> {
    const parts = { day: query['at[day]'], month: query['at[month]'], year: query['at[year]'] };
    const { iso, error } = foldDate(Object.values(parts).some(Boolean) ? parts : query['at'], 'The day');
    const wrong: Record<string, string> = error ? { at: error } : {};
    const explanation = await this.explainAccess
      .execute(actor, id, error ? undefined : iso)
      .catch((thrown: unknown) => {
        if (!(thrown instanceof InvalidInput)) throw thrown;
        Object.assign(wrong, thrown.fields);
        return this.explainAccess.execute(actor, id);
      });
    const levels = await this.read.run(actor, levelWords);
    const owners = explanation.labels ? await this.ownersForm(actor, id, query) : undefined;
    const day = form({ at: iso ?? parts }, wrong);
    const failed = { ...wrong, ...owners?.errors };
    return page(
      'record-access.njk',
      {
        ...explanationView(explanation, levels, day, owners),
        form: form({}, failed),
        note: 'What you asked could not be answered. It is still below.',
      },
      Object.keys(failed).length > 0 ? { status: 422 } : {},
    );
  }

  @Get('view-as')
  @Requires('record.simulate', { boundary: 'record', event: 'record.view-as' })
  public async viewAs(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: Asked): Promise<Page> {
    const { given } = askedIn(query, ['agency', 'role']);
    const { record, check, disclosures, projection } = await this.simulate.viewAs(actor, id, given);
    const simulated = {
      ...checkWords(check),
      ways: disclosures.map(standingWords),
      who: `${ROLE_WORDS[check.role!]} at ${check.agencyName}`,
      back: `/records/${id}/access`,
    };
    if (!projection)
      return page('record-unseen.njk', {
        heading: simulated.title,
        reference: record.reference,
        marking: record.marking,
        handling: record.handling,
        breadcrumbs: [{ text: record.reference, href: record.href }, { text: 'View as' }],
        simulated,
      });
    const { template, data } = await this.simulate.page(actor, id, projection);
    return page('record-view-as.njk', { ...data, heading: String(data['heading']), template, simulated });
  }

  private async ownersForm(actor: Actor, id: string, query: Asked): Promise<OwnersForm> {
    const choices = await this.asked.of(actor, id);
    const { given, errors } = askedIn(query, CHECKED);
    if (Object.keys(given).length === 0) return { ...choices, values: {}, errors };
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      const check = await this.simulate.check(actor, id, checkInput(CheckSightInput, given));
      return { ...choices, check, values: given, errors: {} };
    } catch (thrown) {
      if (!(thrown instanceof InvalidInput)) throw thrown;
      return { ...choices, values: given, errors: { ...thrown.fields } };
    }
  }
}
