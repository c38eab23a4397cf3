import { ownedBy, shareNoticesOf, type ShareNotice, type Sight } from '@clin/access';
import { sql, type Actor, type Rows, type Sql } from '@clin/platform';
import type { SharedReferral, UnacceptedReferral } from './referral-detail.js';
import { SAID, SAID_IN } from './referral.rows.js';
import { statusName } from './referral.states.js';

export type Head = Omit<SharedReferral, 'status' | 'share'> & { statusNumber: number };

/** What a recipient reads of a referral. */
const headWith = (
  said: Sql,
): Sql => sql`r.id, r.reference, r.kind, r.status AS "statusNumber", r.version, r.marking, ${said},
  (SELECT jsonb_build_object('code', a.code, 'name', a.name) FROM identity.agency a WHERE a.id = r.owner_agency_id) AS sender,
  (SELECT jsonb_build_object('code', a.code, 'name', a.name) FROM identity.agency a WHERE a.id = r.receiver_agency_id) AS receiver,
  r.sent_at AS "sentAt", r.due_at AS "dueAt", coalesce(r.due_at <= now(), false) AS overdue`;
export const SHARED_HEAD = (actor: Actor): Sql => headWith(SAID(actor));

/** Puts together what is shared: for a recipient's own door and for the owner's simulation alike. */
export function sharedReferral(head: Head, share: readonly ShareNotice[]): SharedReferral {
  const {
    id,
    reference,
    kind,
    title,
    statusNumber,
    version,
    marking,
    sender,
    receiver,
    sentAt,
    dueAt,
    overdue,
    text,
    fields,
  } = head;
  return {
    id, reference, kind, title, status: statusName(statusNumber), version, marking, sender, receiver, sentAt, dueAt, overdue, text, fields,
    share: share.filter(({ toAccept }) => !toAccept).map(({ reference: _reference, toAccept: _toAccept, ...notice }) => notice),
  }; // prettier-ignore
}

/** Undefined when nothing was shared with the reader. */
export function unacceptedReferral(id: string, share: readonly ShareNotice[]): UnacceptedReferral | undefined {
  const [first] = share;
  if (!first) return undefined;
  const { reference, owner, ownerName } = first;
  const toAccept = share.map(({ disclosureId, purpose, conditions }) => ({ disclosureId, purpose, conditions }));
  return { access: 'conditions', id, reference, owner, ownerName, toAccept };
}

/** What the disclosures give, for the owner who wonders. What the receiver wrote for itself is not the owner's to see, so it shows no history. */
export async function projectReferral(rows: Rows, sight: Sight): Promise<SharedReferral | undefined> {
  const { actor, recordId, itemIds } = sight;
  const [head, notices] = await Promise.all([
    rows.row<Head>(
      sql`SELECT ${headWith(SAID_IN(itemIds))} FROM referrals.referral r WHERE r.id = ${recordId}::uuid AND ${ownedBy(actor, 'r.id')}`,
    ),
    shareNoticesOf(rows, sight),
  ]);
  return head && sharedReferral(head, notices);
}
