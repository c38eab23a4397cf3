import { Injectable } from '@nestjs/common';
import { checkInput, InvalidInput, NotVisible, sql, Work, WrongState, type Actor } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { CommentInput } from './comment.input.js';
import { commentedRecord } from './commented-record.js';
import { COMMENT_EVENTS } from './events.js';

export interface WrittenComment {
  id: string;
  recordId: string;
  audience: string | null;
}

/** A comment for one's own agency, or for one other: of a recipient the owner, of the owner an agency that it shares with now. It is never changed. */
@Injectable()
export class WriteComment {
  public constructor(private readonly work: Work) {}

  /** Throws InvalidInput (no text, or an audience that is not offered: the same words for every such agency), NotVisible, and WrongState for a record without an item or in an emergency. */
  public async execute(actor: Actor, recordId: string, received: unknown): Promise<WrittenComment> {
    const input = checkInput(CommentInput, received);
    if (!isUuid(recordId)) throw new NotVisible('malformed');
    return this.work.run(actor, async (tx) => {
      const { audiences, emergency } = await commentedRecord(tx, actor, recordId);
      if (emergency)
        throw new WrongState(
          'This record is open to you in an emergency only. Telephone its owner. Nothing was changed.',
        );
      const audience = audiences.find(({ code }) => code === input.audience);
      if (input.audience && !audience)
        throw new InvalidInput({ audience: 'Choose an agency of the list, or your own agency only.' });
      const item = await tx.row(
        sql`SELECT true FROM access.item_visibility v WHERE v.record_id = ${recordId}::uuid LIMIT 1`,
      );
      if (!item) throw new WrongState('Add an item of intelligence before you comment. Nothing was saved.');
      const made = await tx.row<{
        id: string;
      }>(sql`INSERT INTO access.comment (record_id, agency_id, audience_id, by_user, text)
        VALUES (${recordId}::uuid, ${actor.agencyId}::smallint, ${audience?.id ?? null}::smallint, ${actor.userId}::uuid, ${input.text.trim()}) RETURNING id`);
      const { id } = made!;
      if (audience)
        await tx.emit({ type: COMMENT_EVENTS.written, recordId, payload: { recipientAgencyId: audience.id } });
      await tx.record({
        event: 'comment.write',
        recordIds: [recordId],
        detail: { comment: id, audience: audience?.code ?? null },
      });
      return { id, recordId, audience: audience?.code ?? null };
    });
  }
}
