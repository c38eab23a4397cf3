import { cardsOf, kindNumbered, readableBy } from '@clin/access';
import { actionsOfPart, colleagueName } from '@clin/actions';
import { sql, type Actor, type Rows } from '@clin/platform';
import type { CaseParts, CopiedText, Decision, Link, Result, RiskEntry, Texts } from './case-detail.js';
import { TEXTS, type PartIds } from './case-parts.js';

const by = (actor: Actor) => colleagueName(actor, sql`e.by_user`);

/** The content of these parts, and of no other: whoever names them has asked both walls for them. */
export async function contentOf(rows: Rows, actor: Actor, caseId: string, ids: PartIds): Promise<CaseParts> {
  const [texts, actions, risks, decisions, results, links] = await Promise.all([
    textsOf(rows, ids),
    ids.actions ? actionsOfPart(rows, actor, ids.actions) : undefined,
    ids.risks ? risksOf(rows, actor, ids.risks) : undefined,
    ids.decisions ? decisionsOf(rows, actor, ids.decisions) : undefined,
    ids.results ? resultsOf(rows, actor, ids.results) : undefined,
    ids.links ? linksOf(rows, actor, caseId, ids.links) : undefined,
  ]);
  const { summary, lines, people, pursue, prevent, protect, prepare } = texts;
  return {
    ...(ids.summary ? { summary: { summary, lines, people } } : {}),
    ...(ids.plan ? { plan: { pursue, prevent, protect, prepare } } : {}),
    ...(actions ? { actions } : {}),
    ...(risks ? { risks } : {}),
    ...(decisions ? { decisions } : {}),
    ...(results ? { results } : {}),
    ...(links ? { links } : {}),
  };
}

async function textsOf(rows: Rows, { summary, plan }: PartIds): Promise<Texts> {
  const asked = [summary, plan].filter((id) => id !== undefined);
  const found = await rows.rows<{ field: keyof Texts; body: string }>(
    sql`SELECT t.field, t.body FROM cases.case_text t WHERE t.part_id = ANY (${asked}::uuid[])`,
  );
  return Object.fromEntries(
    TEXTS.map((field) => [field, found.find((row) => row.field === field)?.body ?? '']),
  ) as Texts;
}

/** Every assessment, newest first: the first of a risk is how it stands. */
const risksOf = (rows: Rows, actor: Actor, part: string): Promise<RiskEntry[]> =>
  rows.rows<RiskEntry>(sql`SELECT e.id, e.at, ${by(actor)} AS by, e.risk_id AS risk, e.kind, e.what, e.likelihood, e.impact, e.control,
      e.owner_name AS owner, e.review_on::text AS "reviewOn", e.state
    FROM cases.risk_entry e WHERE e.part_id = ${part}::uuid ORDER BY e.at DESC, e.id DESC`);

const decisionsOf = (rows: Rows, actor: Actor, part: string): Promise<Decision[]> =>
  rows.rows<Decision>(sql`SELECT e.id, e.at, ${by(actor)} AS by, e.decision, e.reason, e.refused
    FROM cases.decision e WHERE e.part_id = ${part}::uuid ORDER BY e.at DESC, e.id DESC`);

const resultsOf = (rows: Rows, actor: Actor, part: string): Promise<Result[]> =>
  rows.rows<Result>(sql`SELECT e.id, e.at, ${by(actor)} AS by, e.kind, e.amount::float8 AS amount, e.unit, e.value_gbp::float8 AS value, e.type,
      e.detail, e.line, e.event_date::text AS "eventDate", e.attributable, s.reason AS struck, s.at AS "struckAt", ${colleagueName(actor, sql`s.by_user`)} AS "struckBy"
    FROM cases.result e LEFT JOIN cases.result_strike s ON s.result_id = e.id
    WHERE e.part_id = ${part}::uuid ORDER BY e.event_date DESC, e.at DESC, e.id DESC`);

type LinkRow = Omit<Link, 'kind' | 'reference' | 'title' | 'href' | 'handling'> & { number: number };

/** Links whose other end the reader may read, those that were removed after the others: each is named by its own card, and one without a card is not there. */
async function linksOf(rows: Rows, actor: Actor, caseId: string, part: string): Promise<Link[]> {
  const found =
    await rows.rows<LinkRow>(sql`SELECT e.id, e.at, ${by(actor)} AS by, e.record_id AS "recordId", e.kind AS number, e.why,
      e.removed_why AS removed, e.removed_at AS "removedAt", ${colleagueName(actor, sql`e.removed_by`)} AS "removedBy"
    FROM cases.link e WHERE e.part_id = ${part}::uuid AND e.case_id = ${caseId}::uuid
      AND (SELECT true FROM access.item_visibility v WHERE v.record_id = e.record_id AND ${readableBy(actor, 'v')} LIMIT 1)
    ORDER BY e.removed_at DESC NULLS FIRST, e.at DESC, e.id DESC`);
  const linked = found.map(({ recordId, number }) => ({ recordId, kind: number }));
  const cards = await cardsOf(rows, actor, linked);
  return found.flatMap(({ number, ...link }) => {
    const card = cards.get(link.recordId);
    if (!card) return [];
    const { reference, title, href, handling } = card;
    return [{ ...link, kind: kindNumbered(number).words.noun, reference, title, href, handling }];
  });
}

/** Copies of items that the owner's reader still sees: one that was recalled or withdrawn takes its copy with it. */
export const copiedOf = (rows: Rows, actor: Actor, caseId: string): Promise<CopiedText[]> =>
  rows.rows<CopiedText>(sql`SELECT e.id, e.at, ${by(actor)} AS by, e.link_id AS "linkId", e.text, e.codes, e.terms FROM cases.copied_text e
    WHERE e.case_id = ${caseId}::uuid
      AND (SELECT true FROM access.item_visibility v WHERE v.record_id = e.record_id AND v.item_id = e.item_id AND ${readableBy(actor, 'v')} LIMIT 1)
    ORDER BY e.at DESC, e.id DESC`);
