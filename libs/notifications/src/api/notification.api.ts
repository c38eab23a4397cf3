import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { InboxInput, InboxQuery, type InboxItem } from '../inbox.query.js';
import { MarkAsRead } from '../mark-as-read.js';

@ApiTags('notifications')
@Controller('api/v1/notifications')
export class NotificationApi {
  public constructor(
    private readonly inbox: InboxQuery,
    private readonly markAsRead: MarkAsRead,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The inbox of the person signed in, newest first' })
  @Requires('notification.read', { boundary: 'own', event: 'notification.list' })
  public async list(
    @CurrentActor() actor: Actor,
    @Query() asked: InboxInput,
  ): Promise<{ items: Omit<InboxItem, 'href'>[]; next: string | null; unread: number }> {
    const page = await this.inbox.page(actor, asked);
    return { ...page, items: page.items.map(({ href: _page, ...item }) => item) };
  }

  @Post(':id/reading')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark one notification as read' })
  @Requires('notification.mark', { boundary: 'own', event: 'notification.mark' })
  public read(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<{ id: string; readAt: string }> {
    return this.markAsRead.execute(actor, id);
  }
}
