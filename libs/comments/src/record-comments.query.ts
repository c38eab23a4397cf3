import { Injectable } from '@nestjs/common';
import { NotVisible, Read, sql, type Actor } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { commentedRecord, type CommentedRecord } from './commented-record.js';

export interface Comment {
  id: string;
  at: Date;
  text: string;
  /** Code and name of the author's agency; the author is named to that agency alone. */
  agency: string;
  agencyName: string;
  by: string | null;
  /** Null: the author's agency alone. */
  audience: string | null;
  audienceName: string | null;
}

const MOST = 200;

@Injectable()
export class RecordCommentsQuery {
  public constructor(private readonly read: Read) {}

  /** Newest first, the last 200: what one's own agency wrote, and what others wrote for it; none in an emergency. Throws NotVisible. */
  public async execute(actor: Actor, recordId: string): Promise<{ record: CommentedRecord; comments: Comment[] }> {
    if (!isUuid(recordId)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const record = await commentedRecord(q, actor, recordId);
      q.returned([recordId]);
      if (record.emergency) return { record, comments: [] };
      const comments =
        await q.rows<Comment>(sql`SELECT c.id, c.at, c.text, a.code AS agency, a.name AS "agencyName", u.name AS by,
          t.code AS audience, t.name AS "audienceName"
        FROM access.comment c JOIN identity.agency a ON a.id = c.agency_id LEFT JOIN identity.agency t ON t.id = c.audience_id
          LEFT JOIN identity.user_account u ON u.id = c.by_user AND u.agency_id = ${actor.agencyId}::smallint
        WHERE c.record_id = ${recordId}::uuid AND ${actor.agencyId}::smallint IN (c.agency_id, c.audience_id)
        ORDER BY c.at DESC, c.id DESC LIMIT ${MOST}`);
      return { record, comments };
    });
  }
}
