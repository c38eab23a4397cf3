import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { inWords, levelChoices } from '@clin/platform/sensitivity';
import { form, page, redirect, type Flash, type Page, type Redirect } from '@clin/web-kit';
import { LiftRestriction } from '../lift-restriction.js';
import { RestrictRecord } from '../restrict-record.js';
import { RestrictionQuery } from '../restriction.query.js';
import { SetDiscovery } from '../set-discovery.js';
import { text, type Posted } from './posted.js';

/** Who needs to know of a record: its restrictions, their lifting by two people, and what others learn who know its reference. */
@ApiExcludeController()
@Controller('records/:id')
export class RestrictionPages {
  public constructor(
    private readonly restrictions: RestrictionQuery,
    private readonly restrictRecord: RestrictRecord,
    private readonly lifting: LiftRestriction,
    private readonly discovery: SetDiscovery,
  ) {}

  @Get('restriction')
  @Requires('record.restrict', { boundary: 'record', event: 'record.restrictions' })
  public async ask(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.show(actor, id);
  }

  @Post('restriction')
  @Requires('record.restrict', { boundary: 'record' })
  public restrict(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    return this.step(actor, id, body, async () => {
      const version = Number(text(body['version'])) || undefined;
      await this.restrictRecord.execute(actor, id, {
        ...(version ? { version } : {}),
        compartment: text(body['compartment']) || null,
        sensitivity: Number(text(body['sensitivity'])) || null,
        reason: text(body['reason']),
      });
      return { title: 'Record restricted', text: 'Everybody outside can no longer see it.' };
    });
  }

  @Post('restriction/lifting-request')
  @Requires('record.restrict', { boundary: 'record', event: 'record.ask-lifting' })
  public askLifting(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const restriction = text(body['restriction']);
    const field = `lift-${restriction}`;
    return this.step(
      actor,
      id,
      body,
      async () => {
        await this.lifting.ask(actor, id, { restriction, reason: text(body[field]) });
        return { title: 'Lifting asked for', text: 'Another supervisor or lead decides. They have been told.' };
      },
      { reason: field },
    );
  }

  @Post('restriction/lifting')
  @Requires('record.restrict', { boundary: 'record', event: 'record.lift-restriction' })
  public lift(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Posted): Promise<Page | Redirect> {
    return this.step(actor, id, body, async () => {
      await this.lifting.execute(actor, id, { restriction: text(body['restriction']) });
      return { title: 'Restriction lifted', text: 'Everybody whom the record reached before sees it again.' };
    });
  }

  @Post('discovery')
  @Requires('record.restrict', { boundary: 'record', event: 'record.set-discovery' })
  public name(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Posted): Promise<Page | Redirect> {
    return this.step(actor, id, body, async () => {
      await this.discovery.execute(actor, id, { setting: text(body['setting']) });
      return { title: 'Setting saved' };
    });
  }

  private async step(
    actor: Actor,
    id: string,
    body: Posted,
    change: () => Promise<Flash>,
    renamed: Record<string, string> = {},
  ): Promise<Page | Redirect> {
    try {
      return redirect(`/records/${id}/restriction`, await change());
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const errors = Object.entries(error.fields).map(([field, words]) => [renamed[field] ?? field, words]);
      return this.show(actor, id, { body, errors: Object.fromEntries(errors) as Record<string, string> });
    }
  }

  private async show(
    actor: Actor,
    id: string,
    refused?: { body: Posted; errors: Record<string, string> },
  ): Promise<Page> {
    const { record, restrictions, operations, levels } = await this.restrictions.execute(actor, id);
    const higher = [2, 3].filter((level) => level > record.sensitivity && level <= actor.clearance);
    return page(
      'restriction.njk',
      {
        heading: 'Who needs to know',
        reference: record.reference,
        marking: record.marking,
        breadcrumbs: [{ text: record.reference, href: record.href }, { text: 'Who needs to know' }],
        record,
        restrictions: restrictions.map((one) => ({
          ...one,
          level: one.sensitivity && inWords(levels, one.sensitivity),
        })),
        operations: record.compartmentId === null ? operations.map(({ key, name }) => [key, name]) : [],
        inOperation: record.compartmentId !== null,
        levels: levelChoices(levels, higher).map(([level, words]) => [level, `Clearance ${words}`]),
        level: inWords(levels, record.sensitivity),
        form: form({ setting: record.discovery, ...refused?.body }, refused?.errors),
      },
      refused ? { status: 422 } : {},
    );
  }
}
