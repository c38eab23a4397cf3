import { Injectable } from '@nestjs/common';
import { checkQuery, emptySql, Read, sql, type Actor, type Sql } from '@clin/platform';
import { foreignCursor } from '@clin/platform/fields';
import { PermissionListInput } from './permission.input.js';
import { ASKED_BY, ASKED_OF, cardsFor, COLUMNS, FROM, SEEN_BY, STATE, type PermissionRow } from './permission-rows.js';

/** One line of the list; the whole request has its own door. */
export interface PermissionLine {
  id: string;
  reference: string;
  direction: 'asked-by-us' | 'asked-of-us';
  record: { id: string; reference: string; title: string };
  marking: string;
  handling: string[];
  owner: string;
  ownerName: string;
  asker: string;
  askerName: string;
  use: string;
  to: string | null;
  toName: string | null;
  urgent: boolean;
  askedAt: Date;
  dueAt: Date;
  overdue: boolean;
  state: PermissionRow['state'];
  until: Date | null;
}

type Row = PermissionRow & { micros: string };

@Injectable()
export class PermissionListQuery {
  public constructor(private readonly read: Read) {}

  /** Newest first, both directions unless told. Throws InvalidInput. */
  public async execute(actor: Actor, query: unknown): Promise<{ items: PermissionLine[]; next: string | null }> {
    const input = checkQuery(PermissionListInput, query);
    const { limit } = input;
    const side =
      input.direction === 'asked-by-us'
        ? ASKED_BY(actor)
        : input.direction === 'asked-of-us'
          ? ASKED_OF(actor)
          : SEEN_BY(actor);
    const after = input.cursor ? sql`AND (r.asked_at, r.id) < ${positionOf(input.cursor)}` : emptySql;
    return this.read.run(actor, async (q) => {
      const rows =
        await q.rows<Row>(sql`SELECT ${COLUMNS(actor)}, (extract(epoch FROM r.asked_at) * 1000000)::bigint::text AS micros ${FROM}
        WHERE ${side} ${inState(input.state)} ${after} ORDER BY r.asked_at DESC, r.id DESC LIMIT ${limit + 1}`);
      const shown = rows.slice(0, limit);
      const cards = await cardsFor(q, actor, shown);
      q.returned(shown.map(({ recordId }) => recordId));
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        items: shown.map((row) => lineOf(row, cards.get(row.recordId))),
        next: last ? Buffer.from(`${last.micros}.${last.id}`).toString('base64url') : null,
      };
    });
  }
}

function lineOf(
  row: Row,
  card?: { reference: string; title: string; marking: string; handling: string[] },
): PermissionLine {
  const { id, reference, owner, ownerName, asker, askerName, use, to, toName, urgent, askedAt, dueAt, overdue, state } =
    row;
  return {
    id,
    reference,
    direction: row.side === 'owner' ? 'asked-of-us' : 'asked-by-us',
    record: { id: row.recordId, reference: card?.reference ?? '', title: card?.title ?? '' },
    marking: card?.marking ?? 'OFFICIAL-SENSITIVE',
    handling: card?.handling ?? ['C'],
    owner,
    ownerName,
    asker,
    askerName,
    use,
    to,
    toName,
    urgent,
    askedAt,
    dueAt,
    overdue,
    state,
    until: row.validUntil,
  };
}

function inState(state: PermissionListInput['state']): Sql {
  if (state === undefined) return emptySql;
  return state === 'overdue' ? sql`AND r.state = 'asked' AND r.due_at <= now()` : sql`AND ${STATE} = ${state}`;
}

function positionOf(cursor: string): Sql {
  const match = /^(\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(
    Buffer.from(cursor, 'base64url').toString('latin1'),
  );
  if (!match) throw foreignCursor();
  return sql`(timestamptz 'epoch' + ${match[1]!}::bigint * interval '1 microsecond', ${match[2]!}::uuid)`;
}
