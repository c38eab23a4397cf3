import { Injectable } from '@nestjs/common';
import {
  disclosuresOf,
  kindNumbered,
  ownedBy,
  readableByRight,
  RECORD_KIND,
  shareNotices,
  visibleTo,
} from '@clin/access';
import { handledItems, ruleFor } from '@clin/originator-control';
import { NotVisible, Read, sql, type Actor, type Query, type Rows } from '@clin/platform';
import type { PackedRecord, ReferralDetail, ReferralStep, UnacceptedReferral } from './referral-detail.js';
import { isId } from './referral.fields.js';
import { packOf } from './referral-pack.js';
import { SHARED_HEAD, sharedReferral, unacceptedReferral, type Head } from './referral-projection.query.js';
import { BEST, DRAFT_ENDS, READ_FROM, SHARING, SIDE, type Sharing } from './referral.rows.js';
import { actionsOpen, statusName, type Side } from './referral.states.js';

type SendersOwn = Sharing & { draftEndsOn: string | null };

@Injectable()
export class ReferralDetailQuery {
  public constructor(private readonly read: Read) {}

  /** The sender's whole referral, or what was shared of it and accepted. Throws NotVisible. */
  public async execute(actor: Actor, id: string): Promise<ReferralDetail | UnacceptedReferral> {
    if (!isId(id)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      // Sent together: whoever is not entitled gets nothing from any of them, by predicate and by row-level security.
      const [head, notices, steps, packed, sharing, disclosures] = await Promise.all([
        q.row<Head & { side: Side | null }>(sql`SELECT ${SHARED_HEAD(actor)}, ${SIDE(actor)} AS side ${READ_FROM(actor)} AND v.record_id = ${id}::uuid ORDER BY ${BEST} LIMIT 1`),
        shareNotices(q, actor, id),
        stepsOf(q, actor, id),
        packOf(q, actor, id),
        q.row<SendersOwn>(sql`SELECT ${SHARING}, ${DRAFT_ENDS} FROM referrals.referral_original o WHERE o.referral_id = ${id}::uuid AND ${ownedBy(actor, 'o.referral_id')}`),
        disclosuresOf(q, actor, id),
      ]);
      if (!head) {
        const unaccepted = await this.isReferral(q, actor, id) ? unacceptedReferral(id, notices) : undefined;
        if (!unaccepted) throw new NotVisible('not-disclosed');
        q.returned([id]);
        return unaccepted;
      }
      const pack = await packedRecords(q, actor, packed);
      q.returned([id, ...pack.map(({ record }) => record.id)]);
      const { side, ...shown } = head;
      return {
        access: side ?? 'copy',
        ...sharedReferral(shown, notices),
        pack,
        steps,
        actions: actionsOpen(statusName(head.statusNumber), side, actor.permissions),
        ...(side === 'sender' && sharing ? { ...ofSender(sharing), disclosures } : {}),
      };
    });
  } // prettier-ignore

  /** Before its conditions are accepted a grant is known, and nothing else: the record must be of this kind all the same. */
  private async isReferral(q: Query, actor: Actor, id: string): Promise<boolean> {
    const seen = await q.row<{
      kind: number;
    }>(sql`SELECT v.kind FROM access.record_visibility v WHERE v.record_id = ${id}::uuid
      AND ${visibleTo(actor, 'v')} LIMIT 1`);
    return seen?.kind === RECORD_KIND.referral;
  }
}

const ofSender = ({ draftEndsOn, ...sharing }: SendersOwn) => ({ sharing, draftEndsOn });

/** Newest first: one's own agency's, and what the other side wrote for it; none in an emergency. */
export function stepsOf(rows: Rows, actor: Actor, id: string): Promise<ReferralStep[]> {
  return rows
    .rows<Omit<ReferralStep, 'from' | 'to'> & { fromNumber: number; toNumber: number }>(sql`SELECT s.action, s.at, s.from_status AS "fromNumber",
        s.to_status AS "toNumber", a.code AS agency, a.name AS "agencyName", u.name AS by, s.text, s.facts, s.for_agency_id IS NULL AS own
      FROM referrals.referral_step s JOIN identity.agency a ON a.id = s.agency_id
        LEFT JOIN identity.user_account u ON u.id = s.by_user AND u.agency_id = ${actor.agencyId}::smallint
      WHERE s.referral_id = ${id}::uuid AND ${actor.agencyId}::smallint IN (s.agency_id, s.for_agency_id)
        AND (SELECT true FROM access.record_visibility v WHERE v.record_id = s.referral_id AND ${readableByRight(actor, 'v')} LIMIT 1)
      ORDER BY s.at DESC, s.id`)
    .then((found) => found.map(({ fromNumber, toNumber, ...step }) => ({ ...step, from: statusName(fromNumber), to: statusName(toNumber) })));
} // prettier-ignore

/** Records are called and items read as their own pages do it: each is decided again, now. */
export async function packedRecords(rows: Rows, actor: Actor, packed: readonly { recordId: string; itemId: string }[]): Promise<PackedRecord[]> {
  const byRecord = Map.groupBy(packed, ({ recordId }) => recordId);
  const cards = byRecord.size === 0 ? [] : await kindNumbered(RECORD_KIND.report).card(rows, actor, [...byRecord.keys()]);
  return Promise.all(
    cards.map(async (record) => {
      const chosen = new Set(byRecord.get(record.id)!.map(({ itemId }) => itemId));
      const items = (await handledItems(rows, actor, RECORD_KIND.report, record.id)).filter(({ id }) => chosen.has(id));
      return { record, items: items.map((item) => ({ id: item.id, text: item.text, code: codeOf(item), grade: item.grade ?? null })) };
    }),
  );
} // prettier-ignore

const codeOf = ({ handlingCode, actionCode, sanitisationCode }: Parameters<typeof ruleFor>[0]): string =>
  [handlingCode ?? 'C', actionCode, sanitisationCode].filter(Boolean).join(' ');
