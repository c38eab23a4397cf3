import { declareDisclosedContent, RECORD_KIND, sha256, type DisclosedPart } from '@clin/access';
import { sql, type Rows } from '@clin/platform';
import { handlingWords } from '@clin/web-kit';
import { ASSESSMENT_WORDS, codeLine, SOURCE_WORDS } from './grading.js';
import type { SharedItem } from './report-detail.js';
import { SHARED_ITEM } from './report-projection.query.js';

interface Head {
  reference: string;
  owner: string;
  eventDate: string | null;
  sanitisedTitle: string | null;
  marking: string;
  asOf: string | null;
}

/**
 * The report's own line and each disclosed item, hashed exactly as the API gives them to the recipient: SHA-256 of an item's compact JSON, and of
 * {reference, owner, eventDate, sanitisedTitle, marking}. Accuracy and currency travel with them (DPA 2018 s.38(5)).
 */
async function contentOf(rows: Rows, { id, recordId }: { id: string; recordId: string }): Promise<DisclosedPart[]> {
  const [head, items] = await Promise.all([
    rows.row<Head>(sql`SELECT r.reference, a.code AS owner, r.event_date::text AS "eventDate", r.sanitised_title AS "sanitisedTitle", r.marking,
        (r.disseminated_at AT TIME ZONE 'Europe/London')::date::text AS "asOf"
      FROM intelligence.report r JOIN identity.agency a ON a.id = r.owner_agency_id WHERE r.id = ${recordId}::uuid`),
    rows.rows<
      SharedItem & { correctedOn: string | null }
    >(sql`SELECT ${SHARED_ITEM}, (i.corrected_at AT TIME ZONE 'Europe/London')::date::text AS "correctedOn" FROM access.disclosure_item d JOIN intelligence.report_item i ON i.id = d.item_id
      WHERE d.disclosure_id = ${id}::uuid ORDER BY i.id`),
  ]);
  if (!head || items.length === 0) return [];
  const { asOf, ...line } = head;
  return [
    {
      part: 'record',
      sha256: sha256(JSON.stringify(line)),
      says: [
        { what: 'Date of the event', words: line.eventDate ?? 'Not given' },
        { what: 'Information as of', words: asOf ?? 'Not given' },
        { what: 'Marking', words: line.marking },
      ],
    },
    ...items.map(({ correctedOn, ...item }) => ({
      part: `item ${item.id}`,
      sha256: sha256(JSON.stringify(item)),
      says: [...saysOf(item), ...(correctedOn ? [{ what: 'Corrected', words: correctedOn }] : [])],
    })),
  ];
}

function saysOf(item: SharedItem): DisclosedPart['says'] {
  const { sourceEvaluation, intelligenceAssessment } = item;
  return [
    {
      what: 'Source',
      words: sourceEvaluation ? `${sourceEvaluation} – ${SOURCE_WORDS[sourceEvaluation as 1]}` : 'Not graded',
    },
    {
      what: 'Intelligence',
      words: intelligenceAssessment
        ? `${intelligenceAssessment} – ${ASSESSMENT_WORDS[intelligenceAssessment as 'A']}`
        : 'Not graded',
    },
    ...codeLine(item)
      .split(' ')
      .map((code, at) => ({ what: at === 0 ? 'Handling' : 'Code', words: `${code} – ${handlingWords(code)}` })),
  ];
}

declareDisclosedContent(RECORD_KIND.report, contentOf);
