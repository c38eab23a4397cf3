import { readableBy, RECORD_KIND } from '@clin/access';
import { NotPermitted, NotVisible, sql, Stale, WrongState, type Actor, type Rows, type Sql } from '@clin/platform';
import { isId } from './referral.fields.js';
import type { Fields, ReferralKind } from './referral.kinds.js';
import {
  everOf,
  REFERRAL_STATES,
  STATUS_WORDS,
  statusName,
  type ReferralAction,
  type ReferralStatus,
  type Side,
} from './referral.states.js';

/** A referral as its steps look at it. */
export interface HeldReferral {
  id: string;
  kind: ReferralKind;
  status: ReferralStatus;
  version: number;
  side: Side | null;
  receiverId: number | null;
}

/** Which side the actor is on: the owner by right, the receiving agency through a disclosure; somebody else who sees it, and an emergency, is on none. */
export const SIDE = (
  actor: Actor,
): Sql => sql`CASE WHEN v.owner_id = ${actor.agencyId}::smallint AND v.disclosure_id IS NULL THEN 'sender'
  WHEN r.receiver_agency_id = ${actor.agencyId}::smallint AND v.private_to IS NULL THEN 'receiver' END`;

/** Grants of referrals that the actor may read, the best one first. */
export const READ_FROM = (
  actor: Actor,
): Sql => sql`FROM access.record_visibility v JOIN referrals.referral r ON r.id = v.record_id
  WHERE v.kind = ${RECORD_KIND.referral}::smallint AND ${readableBy(actor, 'v')}`;
export const BEST = sql`v.disclosure_id IS NULL DESC, v.private_to IS NULL DESC`;

/** Throws NotVisible to whoever may not read it. */
export async function heldReferral(rows: Rows, actor: Actor, id: string): Promise<HeldReferral> {
  if (!isId(id)) throw new NotVisible('malformed');
  const row = await rows.row<
    Omit<HeldReferral, 'status'> & { statusNumber: number }
  >(sql`SELECT r.id, r.kind, r.status AS "statusNumber", r.version,
      ${SIDE(actor)} AS side, r.receiver_agency_id AS "receiverId" ${READ_FROM(actor)} AND v.record_id = ${id}::uuid ORDER BY ${BEST} LIMIT 1`);
  if (!row) throw new NotVisible('not-disclosed');
  const { statusNumber, ...held } = row;
  return { ...held, status: statusName(statusNumber) };
}

/** The guard of every step, from the table of states: the side, then the person, then the state, then the version. The database asks the same again. */
export function refuseStep(held: HeldReferral, actor: Actor, action: ReferralAction, version?: number): void {
  const { side, status } = held;
  const ever = side && everOf(side, action);
  if (!side || !ever) throw new NotPermitted('not-this-side');
  if (!actor.permissions.has(ever.permission)) throw new NotPermitted('no-permission');
  if (!REFERRAL_STATES[status][side][action])
    throw new WrongState(
      `This referral is “${STATUS_WORDS[status]}” now, so that cannot be done. Nothing was changed.`,
    );
  if (version !== undefined && version !== held.version)
    throw new Stale({ id: held.id, version: held.version, yours: version });
}

/** What the sender keeps of how it is shared. */
export interface Sharing {
  purpose: string | null;
  legalBasis: string | null;
  agreement: string | null;
  conditions: string | null;
  expires: string | null;
}

export const SHARING = sql`o.purpose, o.legal_basis AS "legalBasis", o.agreement, o.conditions, o.expires_on::text AS expires`;

/** Of `referral_original o`: when a draft goes by itself, by London's days. */
export const DRAFT_ENDS = sql`(SELECT ((o.updated_at + make_interval(days => platform.draft_days('referral'))) AT TIME ZONE 'Europe/London')::date::text
  FROM referrals.referral d WHERE d.id = o.referral_id AND d.status = 1 AND NOT referrals.draft_referred_to(d.id)) AS "draftEndsOn"`;

export interface Said {
  title: string | null;
  text: string | null;
  fields: Fields;
}

/** What travels, as far as `of` lets the reader have its items: under that alias they are `i`. */
const said = (of: Sql): Sql => sql`r.title,
  (SELECT i.text FROM referrals.referral_item i WHERE i.report_id = r.id AND i.part = 'request' AND ${of}) AS text,
  coalesce((SELECT i.fields FROM referrals.referral_item i WHERE i.report_id = r.id AND i.part = 'details' AND ${of}), '{}') AS fields`;
export const SAID = (actor: Actor): Sql =>
  said(sql`(SELECT true FROM access.item_visibility w WHERE w.item_id = i.id AND ${readableBy(actor, 'w')} LIMIT 1)`);
/** As the owner simulates it: these items alone. */
export const SAID_IN = (items: readonly string[]): Sql => said(sql`i.id = ANY (${[...items]}::uuid[])`);

export async function agencyCalled(rows: Rows, code: string): Promise<number | undefined> {
  return (await rows.row<{ id: number }>(sql`SELECT a.id FROM identity.agency a WHERE a.code = ${code}
    AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date)`))?.id;
} // prettier-ignore
