import { Injectable } from '@nestjs/common';
import { ownedBy, readableBy, visibleTo } from '@clin/access';
import { checkQuery, joinSql, Read, sql, type Actor, type Sql } from '@clin/platform';
import { DisclosureListInput } from './disclosure.input.js';
import { cursorOf, positionOf } from './keyset.js';

/** From this many days before its end a disclosure is listed as ending. */
export const ENDING_DAYS = 28;

export interface ListedDisclosure {
  id: string;
  recordId: string;
  kind: number;
  reference: string;
  owner: string;
  ownerName: string;
  recipient: string;
  recipientName: string;
  purpose: string;
  agreement: string | null;
  conditions: string;
  decidedAt: Date;
  /** When its owner looks at it again: six months after it was decided or last extended, and never after it ends. */
  reviewOn: string;
  expires: Date;
  state: 'in-force' | 'ending-soon' | 'expired' | 'revoked' | 'agreement-not-in-force';
  revokedAt: Date | null;
  /** Of what is shared with us: this reader has conditions to accept before content shows. */
  toAccept: boolean;
}

type Row = ListedDisclosure & { micros: string };

const IN_FORCE = sql`(d.revoked_at IS NULL AND d.expires_at > now()
  AND (d.agreement_id IS NULL OR d.agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements()))))`;
const SOON = sql`d.expires_at <= now() + ${ENDING_DAYS} * interval '1 day'`;
const REVIEW = sql`least(d.expires_at, greatest(d.decided_at, (SELECT max(e.extended_at) FROM access.disclosure_extension e
  WHERE e.disclosure_id = d.id)) + interval '6 months')`;

/** What we shared and what is shared with us. A recipient has no list of what ended: a recall leaves a notice and nothing else. */
@Injectable()
export class DisclosureListQuery {
  public constructor(private readonly read: Read) {}

  /** Newest first; what ends soon, soonest first. Throws InvalidInput for a malformed filter; one that matches nothing gives an empty page. */
  public async execute(actor: Actor, received: unknown): Promise<{ items: ListedDisclosure[]; next: string | null }> {
    const input = checkQuery(DisclosureListInput, received);
    const ours = input.direction === 'shared-by-us';
    const soonest = input.state === 'ending-soon';
    const order = soonest ? sql`d.expires_at, d.id` : sql`d.decided_at DESC, d.id DESC`;
    const grant = sql`(SELECT v.kind FROM access.record_visibility v WHERE v.record_id = d.record_id
      AND ${ours ? sql`v.disclosure_id IS NULL` : sql`v.disclosure_id = d.id`} AND ${visibleTo(actor, 'v')} LIMIT 1)`;
    const unread = sql`(SELECT ${readableBy(actor, 'v')} IS NOT TRUE FROM access.record_visibility v WHERE v.record_id = d.record_id AND v.disclosure_id = d.id LIMIT 1)`;
    return this.read.run(actor, async (q) => {
      const rows = await q.rows<Row>(sql`
        SELECT d.id, d.record_id AS "recordId", ${grant} AS kind, d.reference, o.code AS owner, o.name AS "ownerName", a.code AS recipient,
          a.name AS "recipientName", d.purpose, g.reference AS agreement, d.conditions, d.decided_at AS "decidedAt",
          (${REVIEW} AT TIME ZONE 'Europe/London')::date::text AS "reviewOn", d.expires_at AS expires,
          CASE WHEN d.revoked_at IS NOT NULL THEN 'revoked' WHEN d.expires_at <= now() THEN 'expired' WHEN NOT ${IN_FORCE} THEN 'agreement-not-in-force'
            WHEN ${SOON} THEN 'ending-soon' ELSE 'in-force' END AS state,
          d.revoked_at AS "revokedAt", ${ours ? sql`false` : sql`coalesce(${unread}, true)`} AS "toAccept",
          (extract(epoch FROM ${soonest ? sql`d.expires_at` : sql`d.decided_at`}) * 1000000)::bigint::text AS micros
        FROM access.disclosure d JOIN identity.agency o ON o.id = d.owner_agency_id JOIN identity.agency a ON a.id = d.recipient_agency_id
          LEFT JOIN sharing.agreement g ON g.id = d.agreement_id
        WHERE ${joinSql(filtersOf(actor, input, grant), ' AND ')} ORDER BY ${order} LIMIT ${input.limit + 1}::int`);
      const page = rows.slice(0, input.limit);
      q.returned(page.map(({ recordId }) => recordId));
      const last = rows.length > input.limit ? page.at(-1) : undefined;
      return { items: page.map(({ micros: _micros, ...item }) => item), next: last ? cursorOf(last) : null };
    });
  }
}

function filtersOf(actor: Actor, input: DisclosureListInput, grant: Sql): Sql[] {
  const ours = input.direction === 'shared-by-us';
  const soonest = input.state === 'ending-soon';
  const other = ours ? sql`a.code` : sql`o.code`;
  const found = ours
    ? [sql`d.owner_agency_id = ${actor.agencyId}::smallint`, sql`${ownedBy(actor, 'd.record_id')}`]
    : [sql`d.recipient_agency_id = ${actor.agencyId}::smallint`, sql`${grant} IS NOT NULL`];
  found.push(input.state !== 'ended' ? IN_FORCE : ours ? sql`NOT ${IN_FORCE}` : sql`false`);
  if (soonest) found.push(sql`d.revoked_at IS NULL`, SOON);
  if (input.agency) found.push(sql`${other} = ${input.agency}`);
  if (input.agreement) found.push(sql`g.reference = ${input.agreement}`);
  if (input.cursor) {
    const { micros, id } = positionOf(input.cursor);
    const at = sql`(timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`;
    found.push(soonest ? sql`(d.expires_at, d.id) > ${at}` : sql`(d.decided_at, d.id) < ${at}`);
  }
  return found;
}
