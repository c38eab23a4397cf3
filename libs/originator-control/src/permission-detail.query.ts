import { Injectable } from '@nestjs/common';
import { readableBy, type Card } from '@clin/access';
import { NotVisible, Read, sql, type Actor, type Query, type Rows } from '@clin/platform';
import { handledItems, type HandledItem } from './handled-items.js';
import { usesOf, type Verdicts } from './may-use.js';
import { cardsFor, COLUMNS, FROM, kindOf, permissionRow, SEEN_BY, type PermissionRow } from './permission-rows.js';
import { stepsOpen, type HandlerPart, type PermissionAction } from './permission.states.js';

/** What one's own side did, and who; the other side's people stay its own. */
export interface OwnStep {
  action: string;
  at: Date;
  by: string | null;
  /** A source handler's statement: for the originator alone. */
  note: string | null;
}

export interface PermissionDetail extends Omit<PermissionRow, 'items' | 'kind'> {
  record: Card;
  noun: string;
  /** The page of the originator's disclosure form, for carrying a granted onward share out. */
  sharePage: string | null;
  items: HandledItem[];
  steps: OwnStep[];
  /** Null to the asker: whether an item has a source is not told. */
  handlerPart: HandlerPart | null;
  actions: PermissionAction[];
}

/** A record about which its originator can be asked, as the form shows it. */
export interface AskableRecord {
  record: Card;
  noun: string;
  owner: string;
  ownerName: string;
  mine: boolean;
  items: HandledItem[];
  uses: Map<string, Verdicts>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@Injectable()
export class PermissionDetailQuery {
  public constructor(private readonly read: Read) {}

  /** Throws NotVisible to everybody but the two sides. */
  public async execute(actor: Actor, id: string): Promise<PermissionDetail> {
    if (!UUID.test(id)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const row = await permissionRow(q, actor, id);
      if (!row) throw new NotVisible('absent');
      const [items, cards, steps, part] = await Promise.all([
        handledItems(q, actor, row.kind, row.recordId),
        cardsFor(q, actor, [row]),
        stepsOf(q, actor, id),
        q.row<{ part: HandlerPart | null }>(sql`SELECT sharing.handler_part(${id}::uuid) AS part`),
      ]);
      const record = cards.get(row.recordId);
      if (!record) throw new NotVisible('not-disclosed');
      q.returned([row.recordId]);
      const { items: about, kind, ...shown } = row;
      const { words, doors } = kindOf(kind);
      const handlerPart = part?.part ?? null;
      return {
        ...shown,
        record,
        noun: words.noun,
        sharePage: doors.share?.replace(':id', row.recordId) ?? null,
        items: items.filter((item) => about.includes(item.id)),
        steps,
        handlerPart,
        actions: stepsOpen(row.state, row.side, actor.permissions, handlerPart),
      };
    });
  }

  /** Every request about one record that the actor sees: all for its owner, its own agency's for a recipient. Throws NotVisible. */
  public async ofRecord(
    actor: Actor,
    recordId: string,
  ): Promise<{ record: Card; mine: boolean; requests: PermissionRow[] }> {
    return this.read.run(actor, async (q) => {
      const { card, mine } = await recordFor(q, actor, recordId);
      return { record: card, mine, requests: await requestsAbout(q, actor, recordId) };
    });
  }

  /** The record with its items and what may be done with each. Throws NotVisible. */
  public async askable(actor: Actor, recordId: string): Promise<AskableRecord> {
    return this.read.run(actor, async (q) => {
      const { card, mine, kind, owner, ownerName } = await recordFor(q, actor, recordId);
      const items = await handledItems(q, actor, kind, recordId);
      const uses = await usesOf(q, actor, recordId, items);
      return { record: card, noun: kindOf(kind).words.noun, owner, ownerName, mine, items, uses };
    });
  }
}

/** Newest first. */
export function requestsAbout(rows: Rows, actor: Actor, recordId: string): Promise<PermissionRow[]> {
  return rows.rows<PermissionRow>(sql`SELECT ${COLUMNS(actor)} ${FROM} WHERE r.record_id = ${recordId}::uuid AND ${SEEN_BY(actor)}
    ORDER BY r.asked_at DESC, r.id DESC LIMIT 200`);
}

interface Found {
  card: Card;
  kind: number;
  mine: boolean;
  owner: string;
  ownerName: string;
}

async function recordFor(q: Query, actor: Actor, recordId: string): Promise<Found> {
  const seen = await q.row<Omit<Found, 'card'>>(sql`SELECT v.kind, o.code AS owner, o.name AS "ownerName",
      v.owner_id = ${actor.agencyId}::smallint AND v.disclosure_id IS NULL AS mine
    FROM access.record_visibility v JOIN identity.agency o ON o.id = v.owner_id WHERE v.record_id = ${recordId}::uuid AND ${readableBy(actor, 'v')} LIMIT 1`);
  if (!seen) throw new NotVisible('not-disclosed');
  const [card] = (await cardsFor(q, actor, [{ kind: seen.kind, recordId }])).values();
  if (!card) throw new NotVisible('not-disclosed');
  q.returned([recordId]);
  return { ...seen, card };
}

/** Each side its own, by predicate and by row-level security. */
function stepsOf(q: Query, actor: Actor, id: string): Promise<OwnStep[]> {
  return q.rows<OwnStep>(sql`SELECT s.action, s.at, u.name AS by, CASE WHEN s.action IN ('consent','object') THEN s.note END AS note
    FROM sharing.permission_step s LEFT JOIN identity.user_account u ON u.id = s.by_user AND u.agency_id = ${actor.agencyId}::smallint
    WHERE s.request_id = ${id}::uuid AND s.agency_id = ${actor.agencyId}::smallint ORDER BY s.at, s.id`);
}
