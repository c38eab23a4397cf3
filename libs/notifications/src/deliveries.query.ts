import { Injectable } from '@nestjs/common';
import { Read, sql, type Actor } from '@clin/platform';
import { foreignCursor, type CursorInput } from '@clin/platform/fields';

export type Channel = 'email' | 'digest' | 'webhook' | 'event';

export interface DeliveryCount {
  channel: Channel;
  state: 'queued' | 'sent' | 'failed' | 'suppressed';
  count: number;
  /** Since when the oldest of them is there; null when there is none. */
  oldest: string | null;
}

/** A delivery that failed for good: never whom or what it was about. */
export interface FailedDelivery {
  id: string;
  channel: Channel;
  kind: string;
  failedAt: string;
  errorClass: string;
  attempts: number;
}

export interface DeliveryOverview {
  counts: DeliveryCount[];
  schedules: { name: string; ranAt: string }[];
}

const PAGE = 50;

/** For administrators. The database refuses everybody else and gives no more than these columns. */
@Injectable()
export class DeliveriesQuery {
  public constructor(private readonly read: Read) {}

  public async overview(actor: Actor): Promise<DeliveryOverview> {
    return this.read.run(actor, async (q) => {
      const rows = await q.rows<{ part: string; state: string; number: string; since: Date | null }>(
        sql`SELECT part, state, number::text, since FROM notifications.overview()`,
      );
      const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
      return {
        counts: rows
          .filter(({ part }) => part !== 'schedule')
          .map(({ part, state, number, since }) => ({
            channel: part as Channel,
            state: state as DeliveryCount['state'],
            count: Number(number),
            oldest: iso(since),
          })),
        schedules: rows
          .filter(({ part }) => part === 'schedule')
          .map(({ state: name, since }) => ({ name, ranAt: iso(since)! })),
      };
    });
  }

  /** Newest first. Throws InvalidInput. */
  public async failures(
    actor: Actor,
    { cursor }: CursorInput,
  ): Promise<{ items: FailedDelivery[]; next: string | null }> {
    const [micros, id] = cursor ? positionOf(cursor) : [null, null];
    return this.read.run(actor, async (q) => {
      const rows = await q.rows<Omit<FailedDelivery, 'failedAt'> & { failedAt: Date; micros: string }>(sql`
        SELECT id, channel, kind, failed_at AS "failedAt", coalesce(error_class, 'failure') AS "errorClass", attempts,
          (extract(epoch FROM failed_at) * 1000000)::bigint::text AS micros
        FROM notifications.failures(timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid, ${PAGE + 1}::int)`);
      const shown = rows.slice(0, PAGE);
      const last = rows.length > PAGE ? shown.at(-1) : undefined;
      return {
        items: shown.map(({ micros: _micros, failedAt, ...row }) => ({ ...row, failedAt: failedAt.toISOString() })),
        next: last ? Buffer.from(`${last.micros}.${last.id}`).toString('base64url') : null,
      };
    });
  }
}

function positionOf(cursor: string): [string, string] {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const match = /^(\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  if (!match) throw foreignCursor();
  return [match[1]!, match[2]!];
}
