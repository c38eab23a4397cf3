import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ActionListQuery, actionRow, AssignableQuery } from '@clin/actions';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { page, type Page } from '@clin/web-kit';
import { may } from '@clin/web-kit/posted';
import { LinkedCasesQuery } from '../linked-cases.query.js';

/** The work on one record, of whatever kind: its actions, and the cases that it is linked to. */
@ApiExcludeController()
@Controller('records/:id')
export class RecordWorkPages {
  public constructor(
    private readonly actions: ActionListQuery,
    private readonly assignable: AssignableQuery,
    private readonly linked: LinkedCasesQuery,
  ) {}

  @Get('actions')
  @Requires('action.read', { boundary: 'record', event: 'action.list' })
  public async list(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const [actions, cases, { card, noun, emergency, takesWork }] = [
      await this.actions.ofRecord(actor, id),
      await this.linked.execute(actor, id),
      await this.assignable.execute(actor, id),
    ];
    return page('action-record.njk', {
      heading: 'Actions and cases',
      reference: card.reference,
      marking: card.marking,
      handling: card.handling,
      breadcrumbs: [{ text: card.reference, href: card.href }, { text: 'Actions and cases' }],
      record: card,
      noun,
      cases,
      rows: actions.map(actionRow),
      emergency,
      canRaise: !emergency && takesWork && may(actor, 'action.raise'),
      canOpen: !emergency && may(actor, 'case.open'),
      canLink: !emergency && may(actor, 'case.write'),
    });
  }
}
