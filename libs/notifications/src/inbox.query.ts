import { Injectable } from '@nestjs/common';
import { cardsOf, kindNumbered, visibleTo, type Card } from '@clin/access';
import { checkQuery, Read, sql, type Actor, type Sql } from '@clin/platform';
import { foreignCursor, PageInput } from '@clin/platform/fields';
import { kindNamed } from './notification-kinds.js';

export type EmailState = 'off' | 'queued' | 'digest' | 'sent' | 'failed' | 'suppressed';

export interface InboxItem {
  id: string;
  kind: string;
  title: string;
  createdAt: string;
  readAt: string | null;
  /** What became of the e-mail: off where none is wanted, digest where it waits for the daily one, suppressed where it might not be sent. */
  email: EmailState;
  /** Absent for a recall. */
  recordId?: string;
  /** Of a record that may be read, not only seen. */
  reference?: string;
  /** The page of the record, or of what is left of it. */
  href?: string;
}

export interface InboxPage {
  items: InboxItem[];
  next: string | null;
  unread: number;
}

interface Row {
  id: string;
  kind: string;
  recordId: string;
  needsRecord: boolean;
  recordKind: number | null;
  createdAt: Date;
  micros: string;
  readAt: Date | null;
  state: EmailState;
}

/** Counting stops here; the badge says 99+. */
export const UNREAD_CAP = 100;

/** The kind of a notification's record while the reader sees it, and nothing afterwards. */
const kindSeen = (actor: Actor): Sql =>
  sql`(SELECT v.kind FROM access.record_visibility v WHERE n.needs_record AND v.record_id = n.record_id AND ${visibleTo(actor, 'v')} LIMIT 1)`;

/** One's own rows whose record is visible now: what is no longer visible leaves no trace, not even in the count. `kind` where the query has asked for it already. */
export const inboxOf = (actor: Actor, kind: Sql = kindSeen(actor)): Sql =>
  sql`n.user_id = ${actor.userId} AND n.in_inbox AND (NOT n.needs_record OR ${kind} IS NOT NULL)`;

export const unreadCount = (actor: Actor): Sql => sql`SELECT count(*)::int AS unread FROM (
  SELECT 1 FROM notifications.notification n WHERE n.read_at IS NULL AND ${inboxOf(actor)} LIMIT ${UNREAD_CAP}) capped`;

/** Beyond the cap the number says nothing of one more; this does. */
export const newestUnread = (actor: Actor): Sql => sql`SELECT n.id FROM notifications.notification n
  WHERE n.read_at IS NULL AND ${inboxOf(actor)} ORDER BY n.created_at DESC, n.id DESC LIMIT 1`;

@Injectable()
export class InboxQuery {
  public constructor(private readonly read: Read) {}

  /** Newest first. Throws InvalidInput. */
  public async page(actor: Actor, received: unknown): Promise<InboxPage> {
    const { limit, cursor } = checkQuery(PageInput, received);
    const after = cursor ? sql`AND (n.created_at, n.id) < ${positionOf(cursor)}` : sql``;
    return this.read.run(actor, async (q) => {
      const [rows, count] = await Promise.all([
        q.rows<Row>(sql`SELECT n.id, n.kind, n.record_id AS "recordId", n.needs_record AS "needsRecord", n.created_at AS "createdAt", seen.kind AS "recordKind",
            (extract(epoch FROM n.created_at) * 1000000)::bigint::text AS micros, n.read_at AS "readAt", n.state
          FROM notifications.notification n LEFT JOIN LATERAL ${kindSeen(actor)} seen ON true
          WHERE ${inboxOf(actor, sql`seen.kind`)} ${after} ORDER BY n.created_at DESC, n.id DESC LIMIT ${limit + 1}`),
        q.row<{ unread: number }>(unreadCount(actor)),
      ]);
      const shown = rows.slice(0, limit);
      q.returned(shown.filter((row) => row.needsRecord).map((row) => row.recordId));
      const known = shown.flatMap(({ recordId, recordKind }) =>
        opens(actor, recordKind) ? [{ recordId, kind: recordKind }] : [],
      );
      const cards = await cardsOf(q, actor, known);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        items: shown.map((row) => itemOf(row, cards)),
        next: last ? cursorOf(last) : null,
        unread: count?.unread ?? 0,
      };
    });
  }

  public async unread(actor: Actor): Promise<number> {
    return this.read.run(actor, async (q) => (await q.row<{ unread: number }>(unreadCount(actor)))?.unread ?? 0);
  }
}

/** Whoever opens no records of a kind is told of one, and not which. */
const opens = (actor: Actor, kind: number | null): kind is number =>
  kind !== null && actor.permissions.has(kindNumbered(kind).read);

function itemOf(row: Row, cards: ReadonlyMap<string, Card>): InboxItem {
  const kind = kindNamed(row.kind);
  const item = {
    id: row.id,
    kind: row.kind,
    title: kind?.title ?? 'You have a notification',
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
    email: row.state,
  };
  if (!row.needsRecord) return { ...item, ...(kind?.page ? { href: kind.page } : {}) };
  const reference = cards.get(row.recordId)?.reference;
  return {
    ...item,
    recordId: row.recordId,
    ...(reference ? { reference } : {}),
    ...(kind?.href ? { href: kind.href(row.recordId) } : {}),
  };
}

const cursorOf = (row: Row): string => Buffer.from(`${row.micros}.${row.id}`).toString('base64url');

function positionOf(cursor: string): Sql {
  const match = /^(\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(
    Buffer.from(cursor, 'base64url').toString('latin1'),
  );
  if (!match) throw foreignCursor();
  return sql`(timestamptz 'epoch' + ${match[1]!}::bigint * interval '1 microsecond', ${match[2]!}::uuid)`;
}
