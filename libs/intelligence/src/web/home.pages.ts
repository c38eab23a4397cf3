import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { page, type Page } from '@clin/web-kit';
import { InboxQuery } from '@clin/notifications';
import { MyWorkQuery } from './my-work.query.js';
import { homeOf } from './home.view.js';

/** My work: what waits for this person, and the way to what their roles can do. */
@ApiExcludeController()
@Controller()
export class HomePages {
  public constructor(
    private readonly work: MyWorkQuery,
    private readonly inbox: InboxQuery,
  ) {}

  @Get()
  @Requires('self.read', { boundary: 'own', event: 'work.list' })
  public async home(@CurrentActor() actor: Actor): Promise<Page> {
    const [mine, unread] = await Promise.all([this.work.mine(actor), this.inbox.unread(actor)]);
    return page('home.njk', { heading: 'My work', ...homeOf(actor, mine, unread) });
  }
}
