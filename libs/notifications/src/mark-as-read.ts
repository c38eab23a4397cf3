import { Injectable } from '@nestjs/common';
import { NotVisible, Work, sql, type Actor } from '@clin/platform';
import { inboxOf } from './inbox.query.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A person marks one of their own notifications as read; again changes nothing. */
@Injectable()
export class MarkAsRead {
  public constructor(private readonly work: Work) {}

  public async execute(actor: Actor, id: string): Promise<{ id: string; readAt: string }> {
    if (!UUID.test(id)) throw new NotVisible();
    return this.work.run(actor, async (tx) => {
      const row = await tx.row<{
        readAt: Date;
      }>(sql`UPDATE notifications.notification n SET read_at = coalesce(n.read_at, clock_timestamp())
        WHERE n.id = ${id}::uuid AND ${inboxOf(actor)} RETURNING n.read_at AS "readAt"`);
      if (!row) throw new NotVisible();
      await tx.record({ event: 'notification.mark', recordIds: [], detail: { notification: id } });
      return { id, readAt: row.readAt.toISOString() };
    });
  }
}
