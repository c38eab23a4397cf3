import { Injectable } from '@nestjs/common';
import { IsISO8601, ValidateIf } from 'class-validator';
import { checkInput, sql, Work, type Actor } from '@clin/platform';
import { inboxOf } from './inbox.query.js';

export class MarkAllInput {
  /** Of the newest notification that the person saw: what came since stays unread. Left out: everything until now. */
  @ValidateIf((_input, value) => value !== undefined && value !== null && value !== '')
  @IsISO8601({ strict: true }, { message: 'Must be a moment, such as 2026-10-12T09:00:00Z.' })
  public until?: string | null;
}

/** A person marks all of their own notifications that they can see as read, in one statement. */
@Injectable()
export class MarkAllAsRead {
  public constructor(private readonly work: Work) {}

  /** Throws InvalidInput. */
  public async execute(actor: Actor, received: unknown): Promise<{ marked: number }> {
    const { until } = checkInput(MarkAllInput, received);
    return this.work.run(actor, async (tx) => {
      const { length: marked } = await tx.rows(sql`UPDATE notifications.notification n SET read_at = clock_timestamp()
        WHERE n.read_at IS NULL AND date_trunc('milliseconds', n.created_at) <= coalesce(${until || null}::timestamptz, clock_timestamp())
          AND ${inboxOf(actor)} RETURNING n.id`);
      await tx.record({ event: 'notification.mark-all', recordIds: [], detail: { marked } });
      return { marked };
    });
  }
}
