import { declareDisclosedContent, RECORD_KIND, sha256, type DisclosedPart } from '@clin/access';
import { ASSESSMENT_WORDS, codeLine, SOURCE_WORDS } from '@clin/grading';
import { SHARED_ITEM, type SharedItem } from '@clin/intelligence';
import { sql, type Rows } from '@clin/platform';
import { handlingWords } from '@clin/web-kit';

interface Head {
  reference: string;
  owner: string;
  eventDate: string | null;
  sanitisedTitle: string | null;
  marking: string;
  asOf: string | null;
}

/** A part as it was until then; without a hash, a part that was withdrawn then. */
interface Former {
  part: string;
  at: Date;
  sha256: string | null;
}

type Item = SharedItem & { correctedOn: string | null; withdrawnOn: string | null };

/**
 * The report's own line and each disclosed item, hashed exactly as the API gave them to the recipient: SHA-256 of an item's compact JSON, and of
 * {reference, owner, eventDate, sanitisedTitle, marking}. Accuracy and currency travel with them (DPA 2018 s.38(5)): what they say is what
 * stands, and of what a correction replaced the hash alone is left.
 */
async function contentOf(rows: Rows, { id, recordId }: { id: string; recordId: string }): Promise<DisclosedPart[]> {
  const [head, items, former] = await Promise.all([
    rows.row<Head>(sql`SELECT r.reference, a.code AS owner, r.event_date::text AS "eventDate", r.sanitised_title AS "sanitisedTitle", r.marking,
        (r.disseminated_at AT TIME ZONE 'Europe/London')::date::text AS "asOf"
      FROM intelligence.report r JOIN identity.agency a ON a.id = r.owner_agency_id WHERE r.id = ${recordId}::uuid`),
    rows.rows<Item>(sql`SELECT ${SHARED_ITEM}, (i.corrected_at AT TIME ZONE 'Europe/London')::date::text AS "correctedOn",
        (i.withdrawn_at AT TIME ZONE 'Europe/London')::date::text AS "withdrawnOn"
      FROM access.disclosure_item d JOIN intelligence.report_item i ON i.id = d.item_id WHERE d.disclosure_id = ${id}::uuid ORDER BY i.id`),
    rows.rows<Former>(sql`SELECT part, at, sha256 FROM intelligence.given_before(${id}::uuid)`),
  ]);
  if (!head || items.length === 0) return [];
  const { asOf, ...line } = head;
  const shown = new Map(items.map((item) => [`item ${item.id}`, item]));
  const gone = former.filter(({ part }) => part !== 'record' && !shown.has(part)).map(({ part }) => part);
  return [
    {
      ...partOf('record', former, sha256(JSON.stringify(line))),
      says: [
        { what: 'Date of the event', words: line.eventDate ?? 'Not given' },
        { what: 'Information as of', words: asOf ?? 'Not given' },
        { what: 'Marking', words: line.marking },
      ],
    },
    ...[...shown.keys(), ...new Set(gone)].sort().map((part) => itemPart(part, shown.get(part), former)),
  ];
}

/** A recipient has no withdrawn item any more: what is left to it is that it was given, and until when it stood. */
function itemPart(part: string, found: Item | undefined, former: readonly Former[]): DisclosedPart {
  if (!found) return { ...partOf(part, former), says: [] };
  const { correctedOn, withdrawnOn, ...item } = found;
  const says = [...saysOf(item), ...(correctedOn ? [{ what: 'Corrected', words: correctedOn }] : [])];
  return { ...partOf(part, former, withdrawnOn ? undefined : sha256(JSON.stringify(item))), says };
}

/** From the hashes before each correction, and the one that stands if any does: what came first, and what each replacement left. */
function partOf(part: string, all: readonly Former[], stands?: string): Omit<DisclosedPart, 'says'> {
  const former = all.filter((one) => one.part === part);
  const hashes = former.flatMap((one) => (one.sha256 === null ? [] : { ...one, sha256: one.sha256 }));
  const replaced = hashes.flatMap(({ at, sha256: was }, index) => {
    const next = hashes[index + 1]?.sha256 ?? stands;
    return next === undefined || next === was ? [] : [{ at, sha256: next }];
  });
  const withdrawn = former.flatMap(({ at, sha256: none }) => (none === null ? [{ at, sha256: null }] : []));
  return { part, sha256: hashes[0]?.sha256 ?? stands ?? '', corrections: [...replaced, ...withdrawn] };
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
