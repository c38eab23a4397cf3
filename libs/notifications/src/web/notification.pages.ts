import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { PageInput } from '@clin/platform/fields';
import { InboxQuery } from '../inbox.query.js';
import { MarkAllAsRead } from '../mark-all-as-read.js';
import { MarkAsRead } from '../mark-as-read.js';

@ApiExcludeController()
@Controller('notifications')
export class NotificationPages {
  public constructor(
    private readonly inbox: InboxQuery,
    private readonly markAsRead: MarkAsRead,
    private readonly markAllAsRead: MarkAllAsRead,
  ) {}

  @Get()
  @Requires('notification.read', { boundary: 'own', event: 'notification.list' })
  public async list(@CurrentActor() actor: Actor, @Query() asked: PageInput): Promise<Page> {
    const { items, next, unread } = await this.inbox.page(actor, asked);
    return page('inbox.njk', {
      heading: 'Notifications',
      breadcrumbs: [{ text: 'Notifications' }],
      items,
      next,
      unread,
      first: !asked.cursor,
      newest: items[0]?.createdAt,
    });
  }

  @Post('reading')
  @Requires('notification.mark', { boundary: 'own', event: 'notification.mark-all' })
  public async readAll(@CurrentActor() actor: Actor, @Body() body: Record<string, unknown>): Promise<Redirect> {
    const { marked } = await this.markAllAsRead.execute(actor, { until: body['until'] });
    return redirect('/notifications', {
      title: marked === 1 ? '1 notification marked as read' : `${marked} notifications marked as read`,
    });
  }

  @Post(':id/reading')
  @Requires('notification.mark', { boundary: 'own', event: 'notification.mark' })
  public async read(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Redirect> {
    await this.markAsRead.execute(actor, id);
    return redirect('/notifications');
  }
}
