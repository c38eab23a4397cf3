import { discloseRecord, ownedBy, readableBy, RECORD_KIND } from '@clin/access';
import { REPORT_EVENTS, REPORT_STATUS } from '@clin/intelligence';
import { tellOfOnwardShare } from '@clin/originator-control';
import { InvalidInput, sql, type Actor, type Rows, type Tx } from '@clin/platform';

export interface PackedItem {
  recordId: string;
  itemId: string;
}

/** What is in the pack, of which the reader sees each item now: what was revoked, suspended or restricted is simply not there. */
export function packOf(rows: Rows, actor: Actor, referralId: string): Promise<PackedItem[]> {
  return rows.rows<PackedItem>(sql`SELECT p.record_id AS "recordId", p.item_id AS "itemId" FROM referrals.referral_pack p
    WHERE p.referral_id = ${referralId}::uuid
      AND (SELECT true FROM access.record_visibility v WHERE v.record_id = p.referral_id AND ${readableBy(actor, 'v')} LIMIT 1)
      AND (SELECT true FROM access.item_visibility v WHERE v.record_id = p.record_id AND v.item_id = p.item_id AND ${readableBy(actor, 'v')} LIMIT 1)
    ORDER BY p.record_id, p.item_id`);
}

/** Items that may go into a pack: of one's own agency's disseminated reports. What another agency shared is that agency's to share. */
export async function packable(rows: Rows, actor: Actor, items: readonly string[]): Promise<PackedItem[]> {
  const found =
    await rows.rows<PackedItem>(sql`SELECT v.record_id AS "recordId", v.item_id AS "itemId" FROM access.item_visibility v
    WHERE v.item_id = ANY (${[...items]}::uuid[]) AND v.kind = ${RECORD_KIND.report}::smallint AND v.disclosure_id IS NULL AND v.withdrawn_at IS NULL
      AND v.status = ${REPORT_STATUS.disseminated}::smallint AND ${ownedBy(actor, 'v.record_id')}`);
  if (found.length < new Set(items.map((item) => item.toLowerCase())).size)
    throw new InvalidInput({ pack: 'Choose items of your agency’s disseminated reports.' });
  return found;
}

/** A pack shares reports: of whoever refers, those who may share them send one. */
export const mayPack = (actor: Actor): boolean => actor.permissions.has('report.disclose');
export const NOT_YOURS_TO_PACK =
  'Only a supervisor or a lead shares items of reports. Leave them out, or ask one of them to refer this.';

export async function savePack(tx: Tx, actor: Actor, referralId: string, items: readonly string[]): Promise<void> {
  const chosen = items.length > 0 ? await packable(tx, actor, items) : [];
  await tx.rows(sql`DELETE FROM referrals.referral_pack WHERE referral_id = ${referralId}::uuid`);
  await tx.rows(sql`INSERT INTO referrals.referral_pack (referral_id, record_id, item_id)
    SELECT ${referralId}::uuid, * FROM unnest(${chosen.map(({ recordId }) => recordId)}::uuid[], ${chosen.map(({ itemId }) => itemId)}::uuid[])`);
}

export interface SharedUnder {
  recipientAgencyId: number;
  purpose: string;
  legalBasis: string;
  agreementId: number;
  expiresAt: Date;
}

/** Each record of the pack as a disclosure of its own, under the same agreement; an item under A1 or S2 needs its originator's recorded consent first. */
export async function sharePack(tx: Tx, actor: Actor, referralId: string, under: SharedUnder): Promise<void> {
  const pack = await packOf(tx, actor, referralId);
  if (pack.length === 0) return;
  if (!mayPack(actor)) throw new InvalidInput({ pack: NOT_YOURS_TO_PACK });
  await packable(
    tx,
    actor,
    pack.map(({ itemId }) => itemId),
  );
  for (const [recordId, items] of Map.groupBy(pack, (one) => one.recordId)) {
    const disclosureId = await shared(tx, {
      ...under,
      recordId,
      itemIds: items.map(({ itemId }) => itemId),
      conditions: '',
    });
    await tx.rows(sql`INSERT INTO referrals.pack_disclosure VALUES (${referralId}::uuid, ${disclosureId}::uuid)`);
    await tx.emit({
      type: REPORT_EVENTS.disclosed,
      recordId,
      payload: { disclosureId, recipientAgencyId: under.recipientAgencyId },
    });
    await tellOfOnwardShare(tx, recordId, disclosureId);
  }
}

/** A refusal names the pack: its items are not fields of this form. */
async function shared(tx: Tx, decision: Parameters<typeof discloseRecord>[1]): Promise<string> {
  try {
    return await discloseRecord(tx, decision);
  } catch (error) {
    const message = (error as { message?: string }).message ?? '';
    if (/^items: /.test(message)) throw new InvalidInput({ pack: message.replace(/^items: /, '') });
    throw error;
  }
}

/** Ends what the pack gave, as far as it still gives it: whoever may send the referral takes its pack back with it. */
export async function endPack(tx: Tx, referralId: string, reason: string): Promise<void> {
  const ended = await tx.rows<{ id: string; recordId: string; recipientAgencyId: number }>(sql`SELECT disclosure AS id, record_id AS "recordId",
    recipient AS "recipientAgencyId" FROM referrals.end_pack(${referralId}::uuid, ${reason})`);
  for (const { id, recordId, recipientAgencyId } of ended)
    await tx.emit({ type: REPORT_EVENTS.revoked, recordId, payload: { disclosureId: id, recipientAgencyId } });
} // prettier-ignore
