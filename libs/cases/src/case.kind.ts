import {
  declareDisclosedContent,
  declareRecordKind,
  ownedBy,
  readableBy,
  RECORD_KIND,
  sha256,
  type Card,
  type DisclosedPart,
} from '@clin/access';
import { declareActionHome } from '@clin/actions';
import { declareHandledItems, type HandledItem } from '@clin/originator-control';
import { sql, type Actor, type Rows } from '@clin/platform';
import { declareShareable } from '@clin/sharing';
import type { SharedCase } from './case-detail.js';
import { PART_WORDS, type Part } from './case-parts.js';
import { projectCase } from './case-projection.query.js';
import { CASE_STATUS, caseStatus, caseTransition } from './case.states.js';
import { lockCase } from './case.store.js';
import { sharedCaseView } from './web/shared-case.view.js';

async function cardsOf(rows: Rows, actor: Actor, ids: readonly string[]): Promise<Card[]> {
  const found = await rows.rows<
    Omit<Card, 'href' | 'handling'>
  >(sql`SELECT c.id, c.reference, c.marking, c.name AS title FROM cases.case_file c
    WHERE c.id = ANY (${[...ids]}::uuid[])
      AND (SELECT true FROM access.record_visibility v WHERE v.record_id = c.id AND ${readableBy(actor, 'v')} LIMIT 1)`);
  return found.map((row) => ({ ...row, handling: ['P'], href: `/cases/${row.id}` }));
}

/** A case joins the boundary. */
declareRecordKind('case', {
  words: { noun: 'case', many: 'cases' },
  tables: { records: 'cases.case_file', items: 'cases.case_part' },
  states: CASE_STATUS,
  read: 'case.read',
  shares: 'case.share',
  doors: { api: '/api/v1/cases/:id', page: '/cases/:id' },
  revoke: { page: '/cases/:id/sharing', permission: 'case.share' },
  builder: 'testing/a-case.ts#aCase',
  card: cardsOf,
  projection: projectCase,
  projectionPage: (_rows, projection) =>
    Promise.resolve({ template: 'case.njk', data: sharedCaseView(projection as SharedCase) }),
});

/** The parts that the reader sees. Of a case nothing travels but its summary: entries stay where they are logged. */
declareHandledItems('case', (rows, actor, caseId) =>
  rows.rows<HandledItem>(sql`SELECT p.id, nullif(t.body, '') AS text, p.handling_code AS "handlingCode", p.action_code AS "actionCode",
      p.sanitisation_code AS "sanitisationCode"
    FROM cases.case_part p LEFT JOIN cases.case_text t ON t.part_id = p.id AND t.field = 'summary' WHERE p.report_id = ${caseId}::uuid
      AND (SELECT true FROM access.item_visibility v WHERE v.record_id = p.report_id AND v.item_id = p.id AND ${readableBy(actor, 'v')} LIMIT 1)
    ORDER BY p.id`),
);

/** A part grows while it is shared, so a receipt proves which part of which case is given, and not what stood in it on a day. */
async function contentOf(rows: Rows, { id, recordId }: { id: string; recordId: string }): Promise<DisclosedPart[]> {
  const [head, parts] = await Promise.all([
    rows.row<{ reference: string; owner: string; marking: string }>(sql`SELECT c.reference, a.code AS owner, c.marking
      FROM cases.case_file c JOIN identity.agency a ON a.id = c.owner_agency_id WHERE c.id = ${recordId}::uuid`),
    rows.rows<{
      id: string;
      part: Part;
    }>(sql`SELECT p.id, p.part FROM access.disclosure_item d JOIN cases.case_part p ON p.id = d.item_id
      WHERE d.disclosure_id = ${id}::uuid ORDER BY p.part`),
  ]);
  if (!head || parts.length === 0) return [];
  return [
    {
      part: 'record',
      sha256: sha256(JSON.stringify(head)),
      corrections: [],
      says: [{ what: 'Marking', words: head.marking }],
    },
    ...parts.map((one) => ({
      part: `item ${one.id}`,
      sha256: sha256(JSON.stringify({ reference: head.reference, part: one.part })),
      corrections: [],
      says: [{ what: 'Part of the case', words: `${PART_WORDS[one.part]}, as it grows until this ends` }],
    })),
  ];
}

declareDisclosedContent(RECORD_KIND.case, contentOf);

/** No standing rule disseminates a case: it has no areas, and no state in which it goes out by itself. */
declareShareable(RECORD_KIND.case, {
  areas: sql`SELECT '{}'::text[] AS areas`,
  disseminated: 0,
  hold: (ids) =>
    sql`SELECT c.id FROM cases.case_file c WHERE c.id = ANY (${[...ids]}::uuid[]) ORDER BY c.id FOR UPDATE`,
});

/** Work on a case is given by members of its owner while it is not closed, and is shared with the part of its actions. */
declareActionHome(RECORD_KIND.case, {
  open: async (tx, actor, id) => ({ part: (await lockCase(tx, actor, id, 'write')).parts.actions }),
  takes: async (rows, actor, id) => {
    const own = await rows.row<{ status: number }>(
      sql`SELECT c.status FROM cases.case_file c WHERE c.id = ${id}::uuid AND ${ownedBy(actor, 'c.id')}`,
    );
    const step = own && caseTransition(caseStatus(own.status), 'write');
    return step !== undefined && actor.permissions.has(step.permission);
  },
});
