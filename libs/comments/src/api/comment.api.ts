import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { RecordCommentsQuery, type Comment } from '../record-comments.query.js';
import { WriteComment, type WrittenComment } from '../write-comment.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

@ApiTags('comments')
@Controller('api/v1/records/:id/comments')
export class CommentApi {
  public constructor(
    private readonly comments: RecordCommentsQuery,
    private readonly writeComment: WriteComment,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Comments of your agency and for it, newest first, and the agencies that you can write for',
  })
  @Requires('comment.read', { boundary: 'record' })
  public async list(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
  ): Promise<{ items: Comment[]; audiences: { code: string; name: string }[] }> {
    const { comments, record } = await this.comments.execute(actor, id);
    return { items: comments, audiences: record.audiences.map(({ code, name }) => ({ code, name })) };
  }

  @Post()
  @ApiOperation({ summary: 'Comment: {text, audience? (code of one other agency; left out, your own alone)}' })
  @ApiBody(JSON_BODY)
  @Requires('comment.write', { boundary: 'record' })
  public write(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown): Promise<WrittenComment> {
    return this.writeComment.execute(actor, id, body);
  }
}
