import { declaredKinds, ownedBy, readableBy, RECORD_KIND, type Card, type KindDeclaration } from '@clin/access';
import { sql, type Actor, type Rows, type Sql } from '@clin/platform';
import type { Use } from './originator-rules.js';
import type { PermissionState, Side } from './permission.states.js';

/** What both sides read of a request. */
export interface PermissionRow {
  id: string;
  reference: string;
  recordId: string;
  kind: number;
  side: Side;
  owner: string;
  ownerName: string;
  asker: string;
  askerName: string;
  use: Use;
  /** The agency that it would be shared with. */
  to: string | null;
  toName: string | null;
  items: string[];
  purpose: string;
  detail: string;
  urgent: boolean;
  neededBy: Date | null;
  askedAt: Date;
  dueAt: Date;
  overdue: boolean;
  escalatedAt: Date | null;
  state: PermissionState;
  conditions: string;
  validUntil: Date | null;
  reason: string | null;
  answeredAt: Date | null;
  endedAt: Date | null;
  /** Whether the originator took it back, where the asker gave it up. */
  takenBack: boolean;
  endReason: string | null;
  /** When the originator shared it on: all that the asker learns of it. */
  sharedOnAt: Date | null;
}

/** A granted permission expires by itself. */
export const STATE = sql`CASE WHEN r.state = 'granted' AND r.valid_until <= now() THEN 'expired' ELSE r.state END`;

export const COLUMNS = (actor: Actor): Sql => sql`r.id, r.reference, r.record_id AS "recordId", r.kind,
  CASE WHEN r.owner_agency_id = ${actor.agencyId}::smallint THEN 'owner' ELSE 'asker' END AS side,
  o.code AS owner, o.name AS "ownerName", a.code AS asker, a.name AS "askerName", r.use, t.code AS "to", t.name AS "toName",
  ARRAY(SELECT i.item_id FROM sharing.permission_item i WHERE i.request_id = r.id ORDER BY i.item_id) AS items,
  r.purpose, r.detail, r.urgent, r.needed_by AS "neededBy", r.asked_at AS "askedAt", r.due_at AS "dueAt",
  r.state = 'asked' AND r.due_at <= now() AS overdue, r.escalated_at AS "escalatedAt", ${STATE} AS state, r.conditions,
  r.valid_until AS "validUntil", r.reason, r.answered_at AS "answeredAt", r.ended_at AS "endedAt",
  r.ended_by_agency_id IS NOT DISTINCT FROM r.owner_agency_id AS "takenBack", r.end_reason AS "endReason", r.shared_on_at AS "sharedOnAt"`;

export const FROM = sql`FROM sharing.permission_request r JOIN identity.agency o ON o.id = r.owner_agency_id
  JOIN identity.agency a ON a.id = r.asker_agency_id LEFT JOIN identity.agency t ON t.id = r.to_agency_id`;

/** Asked of the actor's agency about its own record, as long as the actor sees that. */
export const ASKED_OF = (actor: Actor): Sql =>
  sql`(r.owner_agency_id = ${actor.agencyId}::smallint AND ${ownedBy(actor, 'r.record_id')})`;

/** Asked by the actor's agency, as long as the actor may read every item that it is about. */
export const ASKED_BY = (actor: Actor): Sql => sql`(r.asker_agency_id = ${actor.agencyId}::smallint AND r.items = (
  SELECT count(*) FROM sharing.permission_item i WHERE i.request_id = r.id AND (SELECT true FROM access.item_visibility v
    WHERE v.record_id = i.record_id AND v.item_id = i.item_id AND ${readableBy(actor, 'v')} LIMIT 1)))`;

export const SEEN_BY = (actor: Actor): Sql => sql`(${ASKED_OF(actor)} OR ${ASKED_BY(actor)})`;

/** One request that the actor sees, or undefined. */
export function permissionRow(rows: Rows, actor: Actor, id: string): Promise<PermissionRow | undefined> {
  return rows.row<PermissionRow>(sql`SELECT ${COLUMNS(actor)} ${FROM} WHERE r.id = ${id}::uuid AND ${SEEN_BY(actor)}`);
}

export function kindOf(number: number): KindDeclaration {
  const found = [...declaredKinds()].find(([kind]) => RECORD_KIND[kind] === number);
  if (!found) throw new Error(`No capability declares record kind ${number}`);
  return found[1];
}

/** What the records of these requests are called to the actor, by id. */
export async function cardsFor(
  rows: Rows,
  actor: Actor,
  of: readonly { kind: number; recordId: string }[],
): Promise<Map<string, Card>> {
  const byKind = Map.groupBy(of, ({ kind }) => kind);
  const cards = await Promise.all(
    [...byKind].map(([kind, some]) => kindOf(kind).card(rows, actor, [...new Set(some.map((one) => one.recordId))])),
  );
  return new Map(cards.flat().map((card) => [card.id, card]));
}
