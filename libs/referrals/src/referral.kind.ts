import {
  declareDisclosedContent,
  declareRecordKind,
  readableBy,
  RECORD_KIND,
  sha256,
  type Card,
  type DisclosedPart,
} from '@clin/access';
import { declareHandledItems, type HandledItem } from '@clin/originator-control';
import { sql, type Actor, type Rows } from '@clin/platform';
import type { SharedReferral } from './referral-detail.js';
import { projectReferral } from './referral-projection.query.js';
import { KIND_WORDS, type ReferralKind } from './referral.kinds.js';
import { REFERRAL_STATUS } from './referral.states.js';
import { sharedView } from './web/referral.view.js';

async function cardsOf(rows: Rows, actor: Actor, ids: readonly string[]): Promise<Card[]> {
  const found = await rows.rows<
    Omit<Card, 'href' | 'title' | 'handling'> & { title: string | null; kind: ReferralKind }
  >(sql`
    SELECT r.id, r.reference, r.marking, r.title, r.kind FROM referrals.referral r WHERE r.id = ANY (${[...ids]}::uuid[])
      AND (SELECT true FROM access.record_visibility v WHERE v.record_id = r.id AND ${readableBy(actor, 'v')} LIMIT 1)`);
  return found.map(({ kind, title, ...row }) => ({
    ...row,
    title: title ?? `${KIND_WORDS[kind]}: no title yet`,
    handling: ['P'],
    href: `/referrals/${row.id}`,
  }));
}

/** A referral joins the boundary. */
declareRecordKind('referral', {
  words: { noun: 'referral', many: 'referrals' },
  tables: { records: 'referrals.referral', items: 'referrals.referral_item' },
  states: REFERRAL_STATUS,
  read: 'referral.read',
  shares: 'referral.send',
  doors: { api: '/api/v1/referrals/:id', page: '/referrals/:id' },
  builder: 'testing/a-referral.ts#aReferral',
  card: cardsOf,
  projection: projectReferral,
  projectionPage: (_rows, projection) =>
    Promise.resolve({ template: 'referral.njk', data: sharedView(projection as SharedReferral) }),
});

/** In the same order for everybody: what is asked, then the details of the kind. */
function handlingOf(rows: Rows, actor: Actor, id: string): Promise<HandledItem[]> {
  return rows.rows<HandledItem>(sql`SELECT i.id, CASE i.part WHEN 'request' THEN i.text ELSE 'The details of its kind' END AS text,
      i.handling_code AS "handlingCode", i.action_code AS "actionCode", i.sanitisation_code AS "sanitisationCode"
    FROM referrals.referral_item i WHERE i.report_id = ${id}::uuid
      AND (SELECT true FROM access.item_visibility v WHERE v.record_id = i.report_id AND v.item_id = i.id AND ${readableBy(actor, 'v')} LIMIT 1)
    ORDER BY i.part DESC`);
}
declareHandledItems('referral', handlingOf);

/** What was sent is never corrected: SHA-256 of {reference, owner, kind, title, marking} and of each part as compact JSON: {part, text, fields}. */
async function contentOf(rows: Rows, { id, recordId }: { id: string; recordId: string }): Promise<DisclosedPart[]> {
  const [head, parts] = await Promise.all([
    rows.row<{
      reference: string;
      owner: string;
      kind: ReferralKind;
      title: string;
      marking: string;
      sentOn: string | null;
    }>(sql`
      SELECT r.reference, a.code AS owner, r.kind, r.title, r.marking, (r.sent_at AT TIME ZONE 'Europe/London')::date::text AS "sentOn"
      FROM referrals.referral r JOIN identity.agency a ON a.id = r.owner_agency_id WHERE r.id = ${recordId}::uuid`),
    rows.rows<{
      id: string;
      part: string;
      text: string | null;
      fields: object;
    }>(sql`SELECT i.id, i.part, i.text, i.fields
      FROM access.disclosure_item d JOIN referrals.referral_item i ON i.id = d.item_id WHERE d.disclosure_id = ${id}::uuid ORDER BY i.part DESC`),
  ]);
  if (!head || parts.length === 0) return [];
  const { sentOn, ...line } = head;
  return [
    {
      part: 'record',
      sha256: sha256(JSON.stringify(line)),
      corrections: [],
      says: [
        { what: 'Kind', words: KIND_WORDS[head.kind] },
        { what: 'Sent on', words: sentOn ?? 'Not sent' },
        { what: 'Marking', words: head.marking },
      ],
    },
    ...parts.map(({ id: item, ...content }) => ({
      part: `item ${item}`,
      sha256: sha256(JSON.stringify(content)),
      corrections: [],
      says: [{ what: 'Part', words: content.part === 'request' ? 'What is asked' : 'Details of its kind' }],
    })),
  ];
}
declareDisclosedContent(RECORD_KIND.referral, contentOf);
