import { Injectable } from '@nestjs/common';
import { disclosuresOf, ownedBy, readableBy, RECORD_KIND, shareNotices, visibleTo } from '@clin/access';
import { sourceExposure } from '@clin/grading';
import { NotVisible, Read, sql, type Actor, type Query } from '@clin/platform';
import type { Consent, OwnerItem, OwnerReport, ReportDetail, SharedItem } from './report-detail.js';
import type { DataSubject } from './report-item.js';
import {
  SHARED_HEAD,
  SHARED_ITEM,
  sharedReport,
  unacceptedReport,
  type SharedHead,
} from './report-projection.query.js';
import { actionsOpen, statusName } from './report.states.js';
import { isId } from './text.js';

type Head = SharedHead & { mine: boolean };
type Labels = Pick<
  OwnerReport,
  'version' | 'createdAt' | 'handling' | 'safeguarding' | 'threatToLife' | 'disseminatedAt' | 'reviewOn'
> &
  Pick<OwnerReport, 'correction' | 'title' | 'provenance' | 'areas' | 'updatedAt' | 'submittedAt' | 'assessedAt'> & {
    statusNumber: number;
    authorId: string;
    authorName: string | null;
    assessorId: string | null;
    assessorName: string | null;
    returnReason: string | null;
    returnDueBy: string | null;
  };
interface OriginalRow {
  id: string;
  original: string | null;
  source: number | null;
  assessment: string | null;
  reason: string | null;
  riskWhy: string | null;
  riskReducedBy: string | null;
  dataSubjects: DataSubject[];
  hasSource: boolean;
}
interface HistoryRow {
  action: string;
  fromNumber: number;
  toNumber: number;
  byId: string;
  byName: string | null;
  at: Date;
  reason: string | null;
  dueBy: string | null;
}

@Injectable()
export class ReportDetailQuery {
  public constructor(private readonly read: Read) {}

  /** The owner's whole report (source references for source handlers only), or what was disclosed to the actor's agency and accepted by them. Throws NotVisible. */
  public async execute(actor: Actor, id: string): Promise<ReportDetail> {
    if (!isId(id)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      // Sent together: whoever is not the owner gets nothing from the second half, by predicate and by row-level security.
      const [head, items, notices, labels, originals, sources, history, disclosures, consents] = await Promise.all([
        headOf(q, actor, id),
        itemsOf(q, actor, id),
        shareNotices(q, actor, id),
        labelsOf(q, actor, id),
        originalsOf(q, actor, id),
        sourcesOf(q, actor, id),
        historyOf(q, actor, id),
        disclosuresOf(q, actor, id),
        consentsOf(q, actor, id),
      ]);
      if (!head) {
        const unaccepted = (await isReport(q, actor, id)) ? unacceptedReport(id, notices) : undefined;
        if (!unaccepted) throw new NotVisible('not-disclosed');
        q.returned([id]);
        return unaccepted;
      }
      q.returned([id, ...items.map((item) => item.id)]);
      const { mine, ...shown } = head;
      if (!mine || !labels) return sharedReport(shown, items, notices);
      return ownerReport(actor, shown, labels, {
        items: ownerItems(items, originals, sources),
        history,
        disclosures,
        consents,
      });
    });
  }
}

/** An id of another kind of record leads nowhere here, whatever was shared of that record. */
async function isReport(q: Query, actor: Actor, id: string): Promise<boolean> {
  const seen = await q.row<{ kind: number }>(sql`SELECT v.kind FROM access.record_visibility v
    WHERE v.record_id = ${id}::uuid AND ${visibleTo(actor, 'v')} LIMIT 1`);
  return seen?.kind === RECORD_KIND.report;
}

function headOf(q: Query, actor: Actor, id: string): Promise<Head | undefined> {
  return q.row<Head>(sql`SELECT ${SHARED_HEAD}, v.owner_id = ${actor.agencyId}::smallint AND v.disclosure_id IS NULL AS mine
    FROM access.record_visibility v JOIN intelligence.report r ON r.id = v.record_id JOIN identity.agency a ON a.id = v.owner_id
    WHERE v.record_id = ${id}::uuid AND ${readableBy(actor, 'v')} LIMIT 1`);
}

/** In the order of their random ids, which tells a recipient nothing of positions or of other items. */
function itemsOf(q: Query, actor: Actor, id: string): Promise<SharedItem[]> {
  return q.rows<SharedItem>(sql`SELECT ${SHARED_ITEM} FROM intelligence.report_item i WHERE i.report_id = ${id}::uuid
    AND (SELECT true FROM access.item_visibility v WHERE v.record_id = i.report_id AND v.item_id = i.id AND ${readableBy(actor, 'v')} LIMIT 1) ORDER BY i.id`);
}

function labelsOf(q: Query, actor: Actor, id: string): Promise<Labels | undefined> {
  return q.row<Labels>(sql`SELECT r.version, r.created_at AS "createdAt", r.handling, r.safeguarding, r.threat_to_life AS "threatToLife",
      r.disseminated_at AS "disseminatedAt", r.review_on::text AS "reviewOn", r.status AS "statusNumber", o.title, o.provenance, o.areas,
      o.updated_at AS "updatedAt", o.submitted_at AS "submittedAt", o.assessed_at AS "assessedAt", o.author_id AS "authorId", u.name AS "authorName",
      o.assessor_id AS "assessorId", s.name AS "assessorName", o.return_reason AS "returnReason", o.return_due_by::text AS "returnDueBy",
      (SELECT jsonb_build_object('reason', c.reason, 'byId', c.author_id, 'at', c.proposed_at) FROM intelligence.report_correction c
        WHERE c.report_id = r.id AND c.state = 'proposed') AS correction
    FROM intelligence.report r JOIN intelligence.report_original o ON o.report_id = r.id
      LEFT JOIN identity.user_account u ON u.id = o.author_id AND u.agency_id = ${actor.agencyId}::smallint
      LEFT JOIN identity.user_account s ON s.id = o.assessor_id AND s.agency_id = ${actor.agencyId}::smallint
    WHERE r.id = ${id}::uuid AND ${ownedBy(actor, 'r.id')}`);
}

function originalsOf(q: Query, actor: Actor, id: string): Promise<OriginalRow[]> {
  return q.rows<OriginalRow>(sql`SELECT o.item_id AS id, o.original, o.source_evaluation AS source, o.intelligence_assessment AS assessment, o.reason,
      o.risk_why AS "riskWhy", o.risk_reduced_by AS "riskReducedBy", o.data_subjects AS "dataSubjects", o.has_source AS "hasSource"
    FROM intelligence.report_item_original o WHERE o.report_id = ${id}::uuid AND ${ownedBy(actor, 'o.report_id')} ORDER BY o.position`);
}

/** Source references are register numbers, read by nobody but the owner's source handlers. Undefined: not this person's to ask. */
async function sourcesOf(q: Query, actor: Actor, id: string): Promise<Map<string, string> | undefined> {
  if (!actor.roles.includes('source-handler')) return undefined;
  const rows = await q.rows<{
    item: string;
    ref: string;
  }>(sql`SELECT s.item_id AS item, s.source_ref AS ref FROM intelligence.report_item_source s
    WHERE s.report_id = ${id}::uuid AND s.owner_agency_id = ${actor.agencyId}::smallint AND ${ownedBy(actor, 's.report_id')}`);
  return new Map(rows.map((row) => [row.item, row.ref]));
}

function historyOf(q: Query, actor: Actor, id: string): Promise<HistoryRow[]> {
  return q.rows<HistoryRow>(sql`SELECT t.action, t.from_status AS "fromNumber", t.to_status AS "toNumber", t.by_user AS "byId", u.name AS "byName",
      t.at, t.reason, t.due_by::text AS "dueBy"
    FROM intelligence.report_transition t LEFT JOIN identity.user_account u ON u.id = t.by_user AND u.agency_id = ${actor.agencyId}::smallint
    WHERE t.report_id = ${id}::uuid AND ${ownedBy(actor, 't.report_id')} ORDER BY t.at DESC, t.to_status DESC`);
}

function consentsOf(q: Query, actor: Actor, id: string): Promise<Consent[]> {
  return q.rows<Consent>(sql`SELECT c.item_id AS item, a.code AS agency, a.name AS "agencyName", c.statement, c.given_at AS at
    FROM access.originator_consent c JOIN identity.agency a ON a.id = c.recipient_agency_id
    WHERE c.record_id = ${id}::uuid AND c.owner_agency_id = ${actor.agencyId}::smallint AND ${ownedBy(actor, 'c.record_id')} ORDER BY c.given_at`);
}

function ownerItems(
  items: readonly SharedItem[],
  originals: readonly OriginalRow[],
  sources: ReadonlyMap<string, string> | undefined,
): OwnerItem[] {
  return originals.flatMap(({ id, source, assessment, riskWhy, riskReducedBy, ...own }) => {
    const item = items.find((one) => one.id === id);
    if (!item) return [];
    return {
      ...item,
      ...own,
      originalGrading: { sourceEvaluation: source, intelligenceAssessment: assessment },
      riskToSource: riskWhy || riskReducedBy ? { why: riskWhy, reducedBy: riskReducedBy } : null,
      ...(sources ? { sourceRef: sources.get(id) ?? null } : {}),
    };
  });
}

type Parts = Pick<OwnerReport, 'items' | 'disclosures' | 'consents'> & { history: readonly HistoryRow[] };

function ownerReport(actor: Actor, head: Omit<Head, 'mine'>, labels: Labels, parts: Parts): OwnerReport {
  const { statusNumber, authorId, authorName, assessorId, assessorName, returnReason, returnDueBy, ...shown } = labels;
  const status = statusName(statusNumber);
  const standing = {
    permissions: actor.permissions,
    isAuthor: authorId === actor.userId,
    assessedByAuthor: assessorId === authorId,
  };
  return {
    access: 'owner',
    ...head,
    ...shown,
    ...parts,
    status,
    author: { id: authorId, name: authorName },
    assessor: assessorId ? { id: assessorId, name: assessorName } : null,
    returned: returnReason && returnDueBy ? { reason: returnReason, dueBy: returnDueBy } : null,
    history: parts.history.map(({ fromNumber, toNumber, byId, byName, ...line }) => ({
      ...line,
      from: statusName(fromNumber),
      to: statusName(toNumber),
      by: { id: byId, name: byName },
    })),
    actions: actionsOpen(status, standing),
    warnings: actor.permissions.has('report.assess') ? warningsOf(parts.items) : [],
  };
}

function warningsOf(items: readonly OwnerItem[]): OwnerReport['warnings'] {
  return items.flatMap(({ id, original, sanitised, riskToSource }) =>
    sourceExposure({
      original,
      sanitised,
      riskWhy: riskToSource?.why ?? null,
      riskReducedBy: riskToSource?.reducedBy ?? null,
    }).map((warning) => ({
      ...warning,
      item: id,
    })),
  );
}
