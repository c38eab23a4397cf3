import { ownedBy, shareNoticesOf, type ShareNotice, type Sight } from '@clin/access';
import { sql, type Rows } from '@clin/platform';
import type { CaseParts, SharedCase } from './case-detail.js';
import { PARTS, type Part, type PartIds } from './case-parts.js';
import { contentOf } from './case-parts.query.js';
import { partIdsFrom } from './case.store.js';

/** What a joint agency reads of a case's own row. */
export type SharedHead = Pick<SharedCase, 'id' | 'reference' | 'name' | 'owner' | 'ownerName' | 'marking'>;
export const SHARED_HEAD = sql`c.id, c.reference, c.name, a.code AS owner, a.name AS "ownerName", c.marking`;

/** Puts together what a joint agency gets: for its own door and for the owner's simulation alike. Nobody of the owner is named. */
export function sharedCase(
  head: SharedHead,
  ids: PartIds,
  parts: CaseParts,
  notices: readonly ShareNotice[],
): SharedCase {
  const nameless = <T extends { by: string | null }>(entries: T[] | undefined): T[] | undefined =>
    entries?.map((entry) => ({ ...entry, by: null }));
  const unassigned = nameless(parts.actions)?.map((action) => ({ ...action, person: null }));
  const named = { actions: unassigned, risks: nameless(parts.risks), decisions: nameless(parts.decisions), results: nameless(parts.results), links: nameless(parts.links?.filter(({ removedAt }) => !removedAt)) }; // prettier-ignore
  return {
    access: 'recipient',
    ...head,
    parts: { ...parts, ...Object.fromEntries(Object.entries(named).filter(([, entries]) => entries)) },
    shared: PARTS.filter((part) => ids[part] !== undefined),
    share: notices
      .filter(({ toAccept }) => !toAccept)
      .map(({ reference: _reference, toAccept: _toAccept, ...notice }) => notice),
  };
}

/** The case as these disclosures give it, for its owner. Of links, those whose record the owner shares with the same agency now. */
export async function projectCase(rows: Rows, sight: Sight): Promise<SharedCase | undefined> {
  const { actor, recordId, itemIds, disclosureIds } = sight;
  const [head, found, notices] = await Promise.all([
    rows.row<SharedHead>(sql`SELECT ${SHARED_HEAD} FROM cases.case_file c JOIN identity.agency a ON a.id = c.owner_agency_id
      WHERE c.id = ${recordId}::uuid AND ${ownedBy(actor, 'c.id')}`),
    rows.rows<{
      id: string;
      part: Part;
    }>(sql`SELECT p.id, p.part FROM cases.case_part p WHERE p.report_id = ${recordId}::uuid
      AND p.id = ANY (${[...itemIds]}::uuid[]) AND ${ownedBy(actor, 'p.report_id')}`),
    shareNoticesOf(rows, sight),
  ]);
  if (!head) return undefined;
  const ids = partIdsFrom(found);
  const parts = await contentOf(rows, actor, recordId, ids);
  if (parts.links) {
    const both = await sharedAlike(rows, disclosureIds, parts.links.map((link) => link.recordId)); // prettier-ignore
    parts.links = parts.links.filter(({ recordId: linked }) => both.has(linked));
  }
  return sharedCase(head, ids, parts, notices);
}

async function sharedAlike(
  rows: Rows,
  disclosureIds: readonly string[],
  records: readonly string[],
): Promise<Set<string>> {
  const found = await rows.rows<{ id: string }>(sql`SELECT DISTINCT l.record_id AS id FROM access.disclosure l
    JOIN access.disclosure d ON d.recipient_agency_id = l.recipient_agency_id AND d.id = ANY (${[...disclosureIds]}::uuid[])
    WHERE l.record_id = ANY (${[...records]}::uuid[]) AND l.revoked_at IS NULL AND l.expires_at > now()`);
  return new Set(found.map(({ id }) => id));
}
