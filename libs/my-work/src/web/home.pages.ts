import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, Read, Requires, type Actor } from '@clin/platform';
import { page, workListsOf, type Page } from '@clin/web-kit';
import { InboxQuery } from '@clin/notifications';
import { MyWorkQuery } from '../my-work.query.js';
import { homeOf, type OtherList } from './home.view.js';

/** My work: what waits for this person, and the way to what their roles can do. */
@ApiExcludeController()
@Controller()
export class HomePages {
  public constructor(
    private readonly work: MyWorkQuery,
    private readonly inbox: InboxQuery,
    private readonly read: Read,
  ) {}

  @Get()
  @Requires('self.read', { boundary: 'own', event: 'work.list' })
  public async home(@CurrentActor() actor: Actor): Promise<Page> {
    const [mine, unread, others] = await Promise.all([
      this.work.mine(actor),
      this.inbox.unread(actor),
      this.others(actor),
    ]);
    return page('home.njk', { heading: 'My work', ...homeOf(actor, mine, unread, others) });
  }

  /** What other rooms say waits for this person. */
  private others(actor: Actor): Promise<OtherList[]> {
    const lists = workListsOf(actor);
    if (lists.length === 0) return Promise.resolve([]);
    return this.read.run(actor, (q) =>
      Promise.all(lists.map(async ({ find, ...list }) => ({ ...list, ...(await find(q, actor)) }))),
    );
  }
}
