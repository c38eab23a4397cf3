import { ownedBy, shareNoticesOf, type ShareNotice, type Sight } from '@clin/access';
import { sql, type Rows } from '@clin/platform';
import type { ConditionsToAccept, SharedItem, SharedReport, UnacceptedReport } from './report-detail.js';

/** What a recipient reads of a report's own row. */
export type SharedHead = Omit<SharedReport, 'access' | 'areas' | 'items' | 'share' | 'toAccept'>;
export const SHARED_HEAD = sql`r.id, r.reference, a.code AS owner, a.name AS "ownerName", r.event_date::text AS "eventDate",
  r.sanitised_title AS "sanitisedTitle", r.marking`;

/** What a recipient reads of an item. */
export const SHARED_ITEM = sql`i.id, i.sanitised, i.source_evaluation AS "sourceEvaluation", i.intelligence_assessment AS "intelligenceAssessment",
  i.handling_code AS "handlingCode", i.action_code AS "actionCode", i.sanitisation_code AS "sanitisationCode", i.instructions, i.usage,
  ARRAY(SELECT a.area FROM intelligence.report_item_area a WHERE a.item_id = i.id ORDER BY a.area) AS areas`;

/** Puts together what another agency gets: for its own door and for the owner's simulation alike. */
export const sharedReport = (
  head: SharedHead,
  items: readonly SharedItem[],
  share: readonly ShareNotice[],
): SharedReport => ({
  access: 'recipient',
  ...head,
  areas: [...new Set(items.flatMap((item) => item.areas))].sort(),
  items: [...items],
  share: share
    .filter(({ toAccept }) => !toAccept)
    .map(({ reference: _reference, toAccept: _toAccept, ...notice }) => notice),
  toAccept: share.filter(({ toAccept }) => toAccept).map(conditionsOf),
});

const conditionsOf = ({ disclosureId, purpose, conditions }: ShareNotice): ConditionsToAccept => ({
  disclosureId,
  purpose,
  conditions,
});

/** What a reader gets who may know of a report and has accepted no conditions of it yet; undefined when nothing was shared with them. */
export function unacceptedReport(id: string, share: readonly ShareNotice[]): UnacceptedReport | undefined {
  const [first] = share;
  if (!first) return undefined;
  const { reference, owner, ownerName } = first;
  return { access: 'conditions', id, reference, owner, ownerName, toAccept: share.map(conditionsOf) };
}

/** The report as these disclosures give it, for its owner, who sees whether that is what was meant. */
export async function projectReport(rows: Rows, sight: Sight): Promise<SharedReport | undefined> {
  const { actor, recordId, itemIds } = sight;
  const [head, items, notices] = await Promise.all([
    rows.row<SharedHead>(sql`SELECT ${SHARED_HEAD} FROM intelligence.report r JOIN identity.agency a ON a.id = r.owner_agency_id
      WHERE r.id = ${recordId}::uuid AND ${ownedBy(actor, 'r.id')}`),
    rows.rows<SharedItem>(sql`SELECT ${SHARED_ITEM} FROM intelligence.report_item i
      WHERE i.report_id = ${recordId}::uuid AND i.id = ANY (${[...itemIds]}::uuid[]) AND ${ownedBy(actor, 'i.report_id')} ORDER BY i.id`),
    shareNoticesOf(rows, sight),
  ]);
  return head && sharedReport(head, items, notices);
}
