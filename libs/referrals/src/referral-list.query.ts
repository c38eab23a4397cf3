import { Injectable } from '@nestjs/common';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { readableBy, RECORD_KIND, visibleTo } from '@clin/access';
import { checkQuery, joinSql, Read, sql, type Actor, type Query, type Sql } from '@clin/platform';
import { foreignCursor, PageInput } from '@clin/platform/fields';
import type { Agency } from './referral-detail.js';
import { REFERRAL_KINDS, type ReferralKind } from './referral.kinds.js';
import { REFERRAL_STATUS, STATUSES, statusName, type ReferralStatus } from './referral.states.js';

export const BOXES = ['inbox', 'sent'] as const;
export type Box = (typeof BOXES)[number];

/** Everything a list shows is in its URL. */
export class ReferralListInput extends PageInput {
  @IsOptional() @IsIn([...BOXES], { message: 'Box must be inbox or sent.' }) public box?: Box;
  @IsOptional() @IsIn(STATUSES, { message: `Status must be one of ${STATUSES.join(', ')}.` }) public status?: ReferralStatus;
  @IsOptional() @IsIn([...REFERRAL_KINDS], { message: `Kind must be one of ${REFERRAL_KINDS.join(', ')}.` }) public kind?: ReferralKind;
  /** Code of the agency on the other side. */
  @IsOptional() @Matches(/^[\w-]{1,40}$/, { message: 'Agency must be a code, such as NCLCC.' }) public agency?: string;
  @IsOptional() @IsIn(['1'], { message: 'Overdue must be 1 or left out.' }) public overdue?: string;
} // prettier-ignore

export interface ReferralLine {
  id: string;
  reference: string;
  box: Box;
  kind: ReferralKind;
  title: string | null;
  status: ReferralStatus;
  marking: string;
  sender: Agency;
  receiver: Agency | null;
  sentAt: Date | null;
  dueAt: Date | null;
  overdue: boolean;
}

/** One that waits for the reader's acceptance of its conditions: nothing of it shows before. */
export interface WaitingReferral {
  id: string;
  reference: string;
  ownerName: string;
}

export interface ReferralPage {
  items: ReferralLine[];
  next: string | null;
  /** On the inbox's first page. */
  waiting: WaitingReferral[];
}

/**
 * By when they are due, so that what is overdue stands first; those that nobody waits for follow, newest first. What is due at one moment stands in
 * the order in which it was sent, then of references. Nothing of it moves with the clock, so that no line is missed between two pages; and when a
 * referral was begun its sender alone knows, of a draft.
 */
const SINCE = sql`extract(epoch FROM coalesce(r.sent_at, r.created_at))`;
const RANK = sql`CASE WHEN r.due_at IS NOT NULL THEN 0 ELSE 1 END`;
const ORDER = sql`CASE WHEN r.due_at IS NOT NULL THEN extract(epoch FROM r.due_at) ELSE -${SINCE} END`;
const KEYS = sql`${RANK}, ${ORDER}, ${SINCE}, r.reference, r.id`;

@Injectable()
export class ReferralListQuery {
  public constructor(private readonly read: Read) {}

  /** Throws InvalidInput for a filter that is malformed; one that matches nothing gives an empty page. */
  public async execute(actor: Actor, received: unknown): Promise<ReferralPage> {
    const input = checkQuery(ReferralListInput, received);
    const { limit } = input;
    return this.read.run(actor, async (q) => {
      const [rows, waiting] = await Promise.all([
        q.rows<Omit<ReferralLine, 'status'> & { statusNumber: number; at: string }>(sql`
          SELECT r.id, r.reference, CASE WHEN r.owner_agency_id = ${actor.agencyId}::smallint THEN 'sent' ELSE 'inbox' END AS box, r.kind, r.title,
            r.status AS "statusNumber", r.marking, jsonb_build_object('code', o.code, 'name', o.name) AS sender,
            CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('code', t.code, 'name', t.name) END AS receiver, r.sent_at AS "sentAt", r.due_at AS "dueAt",
            coalesce(r.due_at <= now(), false) AS overdue, concat_ws('|', ${KEYS}) AS at
          FROM referrals.referral r JOIN identity.agency o ON o.id = r.owner_agency_id LEFT JOIN identity.agency t ON t.id = r.receiver_agency_id
          WHERE (SELECT true FROM access.record_visibility v WHERE v.record_id = r.id AND ${readableBy(actor, 'v')} LIMIT 1)
            AND ${joinSql(filtersOf(actor, input), ' AND ')}
          ORDER BY ${KEYS} LIMIT ${limit + 1}`),
        input.box === 'inbox' && !input.cursor ? waitingFor(q, actor) : [],
      ]);
      const page = rows.slice(0, limit);
      q.returned([...page.map(({ id }) => id), ...waiting.map(({ id }) => id)]);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const next = last ? Buffer.from(last.at).toString('base64url') : null;
      return { items: page.map(({ statusNumber, at: _at, ...line }) => ({ ...line, status: statusName(statusNumber) })), next, waiting };
    });
  } // prettier-ignore
}

function filtersOf(actor: Actor, { box, status, kind, agency, overdue, cursor }: ReferralListInput): Sql[] {
  const me = sql`${actor.agencyId}::smallint`;
  return [
    sql`true`,
    ...(box === 'sent' ? [sql`r.owner_agency_id = ${me}`] : box === 'inbox' ? [sql`r.owner_agency_id <> ${me}`] : []),
    ...(status ? [sql`r.status = ${REFERRAL_STATUS[status]}::smallint`] : []),
    ...(kind ? [sql`r.kind = ${kind}`] : []),
    ...(agency ? [sql`CASE WHEN r.owner_agency_id = ${me} THEN t.code ELSE o.code END = ${agency}`] : []),
    ...(overdue ? [sql`r.due_at <= now()`] : []),
    ...(cursor ? [afterOf(cursor)] : []),
  ];
}

const MOMENT = '-?\\d{1,12}(?:\\.\\d{1,6})?';
const PLACE = new RegExp(
  `^([01])\\|(${MOMENT})\\|(${MOMENT})\\|([\\w-]{1,60})\\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`,
);

function afterOf(cursor: string): Sql {
  const [, rank, at, since, reference, id] = PLACE.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (!id) throw foreignCursor();
  return sql`(${KEYS}) > (${Number(rank)}::int, ${at}::numeric, ${since}::numeric, ${reference}, ${id}::uuid)`;
}

export function waitingFor(q: Query, actor: Actor): Promise<WaitingReferral[]> {
  return q.rows<WaitingReferral>(sql`SELECT DISTINCT d.record_id AS id, d.reference, a.name AS "ownerName"
    FROM access.record_visibility v JOIN access.disclosure d ON d.id = v.disclosure_id JOIN identity.agency a ON a.id = d.owner_agency_id
    WHERE v.kind = ${RECORD_KIND.referral}::smallint AND v.acknowledge AND ${visibleTo(actor, 'v')}
      AND NOT EXISTS (SELECT 1 FROM access.record_visibility w WHERE w.record_id = v.record_id AND ${readableBy(actor, 'w')})
    ORDER BY d.reference LIMIT 50`);
}
