import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { RecordCommentsQuery, type Comment } from '../record-comments.query.js';
import { WriteComment } from '../write-comment.js';

type Posted = Record<string, unknown>;

/** What was said about one record, as far as it was said to the reader's agency, and a form to say more. */
@ApiExcludeController()
@Controller('records/:id/comments')
export class CommentPages {
  public constructor(
    private readonly comments: RecordCommentsQuery,
    private readonly writeComment: WriteComment,
  ) {}

  @Get()
  @Requires('comment.read', { boundary: 'record', event: 'comment.list' })
  public show(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.page(actor, id);
  }

  @Post()
  @Requires('comment.write', { boundary: 'record' })
  public async write(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    try {
      const { audience } = await this.writeComment.execute(actor, id, {
        text: body['text'],
        audience: body['audience'] === 'own' ? null : body['audience'],
      });
      const text = audience
        ? 'Your agency and the one that you chose can read it. They have been told.'
        : 'Your agency alone can read it.';
      return redirect(`/records/${id}/comments`, { title: 'Comment saved', text });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.page(actor, id, { body, errors: error.fields });
    }
  }

  private async page(
    actor: Actor,
    id: string,
    posted?: { body: Posted; errors: Readonly<Record<string, string>> },
  ): Promise<Page> {
    const { record, comments } = await this.comments.execute(actor, id);
    const { card, audiences, noun } = record;
    const data = {
      heading: 'Comments',
      reference: card.reference,
      marking: card.marking,
      handling: card.handling,
      breadcrumbs: [{ text: card.reference, href: card.href }, { text: 'Comments' }],
      record: card,
      noun,
      emergency: record.emergency,
      comments: comments.map(commentView),
      audiences: [
        { value: 'own', text: 'My agency only' },
        ...audiences.map(({ code, name }) => ({ value: code, text: `My agency and ${name}` })),
      ],
      form: form(posted?.body ?? { audience: 'own' }, posted?.errors),
    };
    return page('comments.njk', data, posted ? { status: 422 } : {});
  }
}

const commentView = ({ at, text, agencyName, by, audienceName }: Comment) => ({
  title: by ? `${by}, ${agencyName}` : agencyName,
  at,
  text,
  audience: audienceName ? `For ${agencyName} and ${audienceName}` : `For ${agencyName} only`,
});
