import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { PageInput } from '@clin/platform/fields';
import { InboxQuery, type InboxItem } from '../inbox.query.js';
import { MarkAllAsRead } from '../mark-all-as-read.js';
import { MarkAsRead } from '../mark-as-read.js';

@ApiTags('notifications')
@Controller('api/v1/notifications')
export class NotificationApi {
  public constructor(
    private readonly inbox: InboxQuery,
    private readonly markAsRead: MarkAsRead,
    private readonly markAllAsRead: MarkAllAsRead,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The inbox of the person signed in, newest first' })
  @Requires('notification.read', { boundary: 'own', event: 'notification.list' })
  public async list(
    @CurrentActor() actor: Actor,
    @Query() asked: PageInput,
  ): Promise<{ items: Omit<InboxItem, 'href'>[]; next: string | null; unread: number }> {
    const page = await this.inbox.page(actor, asked);
    return { ...page, items: page.items.map(({ href: _page, ...item }) => item) };
  }

  @Post('reading')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark all as read: {until?}, the moment of the newest one that was seen' })
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  @Requires('notification.mark', { boundary: 'own', event: 'notification.mark-all' })
  public readAll(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<{ marked: number }> {
    return this.markAllAsRead.execute(actor, body);
  }

  @Post(':id/reading')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark one notification as read' })
  @Requires('notification.mark', { boundary: 'own', event: 'notification.mark' })
  public read(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<{ id: string; readAt: string }> {
    return this.markAsRead.execute(actor, id);
  }
}
