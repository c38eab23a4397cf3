import { Controller, Get, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { InboxQuery } from '../inbox.query.js';
import { UnreadStreams } from '../unread-streams.js';

const EVENTS = 'text/event-stream';

@ApiTags('notifications')
@Controller('api/v1/notifications/unread')
export class UnreadApi {
  public constructor(
    private readonly inbox: InboxQuery,
    private readonly streams: UnreadStreams,
  ) {}

  /** A stream that may not be opened is answered 204, which tells a browser to ask no more. */
  @Get()
  @ApiOperation({
    summary: 'How many notifications are unread: once, or with Accept: text/event-stream whenever the number changes',
  })
  @Requires('notification.read', { boundary: 'own', event: 'notification.count', passive: true })
  public async count(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ unread: number } | StreamableFile | undefined> {
    if (request.method !== 'GET' || !request.headers.accept?.includes(EVENTS))
      return { unread: await this.inbox.unread(actor) };
    const stream = this.streams.of(actor);
    if (!stream) return void reply.status(204);
    // Its connection ends with it: a server that stops would wait for one kept open for another request.
    reply.header('connection', 'close').header('x-accel-buffering', 'no').type(`${EVENTS}; charset=utf-8`);
    return new StreamableFile(stream as ConstructorParameters<typeof StreamableFile>[0] & typeof stream);
  }
}
