import { sql, type Actor, type Query } from '@clin/platform';
import type { ReferralStep } from './referral-detail.js';
import { READ_FROM, SIDE } from './referral.rows.js';
import type { ReferralKind } from './referral.kinds.js';
import { REFERRAL_STATUS, statusName, type ReferralStatus, type Side } from './referral.states.js';

/** A referral that waits for the reader or their agency. */
export interface ReferralToDo {
  id: string;
  reference: string;
  kind: ReferralKind;
  title: string | null;
  status: ReferralStatus;
  side: Side;
  /** Of the other side. */
  agencyName: string | null;
  dueAt: Date | null;
  overdue: boolean;
  version: number;
  /** What the receiver said came of it, while the sender has not answered. */
  outcome: Said | null;
}

type Said = Pick<ReferralStep, 'text' | 'facts'>;

const numbers = (...statuses: ReferralStatus[]): number[] => statuses.map((status) => REFERRAL_STATUS[status]);
/** The receiver decides about these, whenever they are due; what it works on waits once its clock warns. */
const TO_DECIDE = numbers('sent', 'acknowledged');
const UNDER_WAY = numbers('accepted', 'in-progress');
/** The sender is asked, or is to say what becomes of it; a draft waits for its author, who alone sees it. */
const CAME_BACK = numbers('information-asked', 'rejected', 'outcome', 'draft');

/** Late first, then by when they are due, then what came back, oldest first; drafts last. None that is seen in an emergency alone. */
export async function referralsToDo(q: Query, actor: Actor, limit: number): Promise<ReferralToDo[]> {
  const rows = await q.rows<Omit<ReferralToDo, 'status'> & { statusNumber: number }>(sql`
    SELECT w.id, w.reference, w.kind, w.title, w."statusNumber", w.side, w."dueAt", w.overdue, w.version,
      (SELECT jsonb_build_object('text', s.text, 'facts', s.facts) FROM referrals.referral_step s WHERE w.side = 'sender' AND w."statusNumber" = ${REFERRAL_STATUS.outcome}::smallint
        AND s.referral_id = w.id AND s.action = 'outcome' AND s.for_agency_id = ${actor.agencyId}::smallint ORDER BY s.at DESC LIMIT 1) AS outcome,
      (SELECT a.name FROM identity.agency a WHERE a.id = CASE w.side WHEN 'sender' THEN w.receiver ELSE w.sender END) AS "agencyName"
    FROM (SELECT DISTINCT ON (r.id) r.id, r.reference, r.kind, r.title, r.status AS "statusNumber", r.due_at AS "dueAt", r.warn_at, r.version, coalesce(r.sent_at, r.created_at) AS since,
        coalesce(r.due_at <= now(), false) AS overdue, r.owner_agency_id AS sender, r.receiver_agency_id AS receiver, ${SIDE(actor)} AS side
      ${READ_FROM(actor)} AND v.status = ANY (${[...TO_DECIDE, ...UNDER_WAY, ...CAME_BACK]}::smallint[]) ORDER BY r.id, ${SIDE(actor)} NULLS LAST) w
    WHERE (w.side = 'receiver' AND (w."statusNumber" = ANY (${TO_DECIDE}::smallint[])
        OR (w."statusNumber" = ANY (${UNDER_WAY}::smallint[]) AND w.warn_at <= now())))
      OR (w.side = 'sender' AND w."statusNumber" = ANY (${CAME_BACK}::smallint[]))
    ORDER BY w."dueAt" NULLS LAST, w."statusNumber" = ${REFERRAL_STATUS.draft}::smallint, w.since, w.reference, w.id LIMIT ${limit}::int`);
  q.returned(rows.map(({ id }) => id));
  return rows.map(({ statusNumber, ...row }) => ({ ...row, status: statusName(statusNumber) }));
}
