import { isRestricted, type GeneratedItem, type GeneratedReport } from './generated.js';
import type { Value } from './copy.js';
import { SANITISED_BY } from './words.js';

export type Sink = (table: Table, row: readonly Value[]) => void;

/** The tables filled, parents first, with the columns of a row in order. */
export const TABLES = {
  'intelligence.report':
    'id, reference, owner_agency_id, created_at, sensitivity, private_to, status, handling, discovery, retention_group, review_on, version, marking, event_date, sanitised_title, safeguarding, threat_to_life, disseminated_at',
  'intelligence.report_original':
    'report_id, title, provenance, areas, author_id, assessor_id, updated_at, submitted_at, assessed_at, return_reason, return_due_by',
  'intelligence.report_item':
    'id, report_id, sanitised, source_evaluation, intelligence_assessment, handling_code, action_code, sanitisation_code, instructions, usage',
  'intelligence.report_item_area': 'item_id, report_id, area',
  'intelligence.report_item_original':
    'item_id, report_id, position, original, source_evaluation, intelligence_assessment, reason, risk_why, risk_reduced_by, data_subjects, has_source',
  'intelligence.report_item_source': 'item_id, report_id, owner_agency_id, source_ref',
  'intelligence.report_transition': 'id, report_id, action, from_status, to_status, by_user, at, reason, due_by',
  'access.record_visibility':
    'agency_id, created_at, record_id, kind, owner_id, sensitivity, private_to, status, handling, valid_until, agreement_id, disclosure_id, confidence, threat_to_life, title',
  'access.item_visibility':
    'agency_id, created_at, record_id, kind, owner_id, sensitivity, private_to, status, handling, valid_until, agreement_id, disclosure_id, item_id, source_evaluation, intelligence_assessment, restricted',
  'access.disclosure':
    'id, record_id, owner_agency_id, recipient_agency_id, purpose, legal_basis, agreement_id, standing_rule_id, conditions, expires_at, decided_by, decided_at, reference, agreement_version, decided_role',
  'access.disclosure_item': 'disclosure_id, item_id',
  'platform.outbox': 'id, type, record_id, actor_id, agency_id, payload, occurred_at, relayed_at',
  'picture.delta': 'outbox_id, month, area, owner_id, confidence, threat_to_life, reports',
} as const;
export type Table = keyof typeof TABLES;

const REPORT = 1;

/** Every row that a report's own life would have left behind: its tables, the grants that triggers and disclose make, and what is counted. */
export function writeRows(report: GeneratedReport, eventId: string | undefined, sink: Sink): void {
  const { id, ownerId, createdAt, status } = report;
  const privateTo = status === 1 ? report.authorId : null;
  const areas = [...new Set(report.items.flatMap((item) => item.areas))];
  sink('intelligence.report', [id, report.reference, ownerId, createdAt, report.sensitivity, privateTo, status, report.handling, 'silent', report.retentionGroup, report.reviewOn, report.version, report.marking, report.eventDate, report.sanitisedTitle, report.safeguarding, report.threatToLife, report.disseminatedAt]); // prettier-ignore
  sink('intelligence.report_original', [id, report.title, report.provenance, areas, report.authorId, report.assessedAt ? report.supervisorId : null, report.updatedAt, report.submittedAt, report.assessedAt, report.returned?.reason, report.returned?.dueBy]); // prettier-ignore
  report.items.forEach((item, position) => writeItem(report, item, position, sink));
  for (const step of report.history) {
    sink('intelligence.report_transition', [
      step.id,
      id,
      step.action,
      step.from,
      step.to,
      step.by,
      step.at,
      step.reason,
      step.dueBy,
    ]);
  }
  grant(report, sink, {
    agency: ownerId,
    items: report.items,
    handling: report.handling,
    confidence: status === 1 ? 0 : report.confidence,
  });
  for (const disclosure of report.disclosures) {
    const { items, recipient: agency } = disclosure;
    sink('access.disclosure', [disclosure.id, id, ownerId, agency, disclosure.purpose, disclosure.legalBasis, disclosure.agreementId, disclosure.ruleId, disclosure.conditions, disclosure.expires, report.supervisorId, report.disseminatedAt, report.reference, 1, 'supervisor']); // prettier-ignore
    for (const item of items) sink('access.disclosure_item', [disclosure.id, item.id]);
    const handling = items.some((item) => item.handling === 'C') ? 'C' : 'P';
    grant(report, sink, {
      agency,
      items,
      handling,
      confidence: Math.max(...items.map((item) => item.confidence)),
      disclosure,
    });
  }
  if (eventId !== undefined) count(report, areas, eventId, sink);
}

function writeItem(report: GeneratedReport, item: GeneratedItem, position: number, sink: Sink): void {
  const { id } = report;
  sink('intelligence.report_item', [item.id, id, item.sanitised, item.source, item.assessment, item.handling, item.actionCode, item.sanitisationCode, item.instructions, item.usage]); // prettier-ignore
  for (const area of item.areas) sink('intelligence.report_item_area', [item.id, id, area]);
  const [why, reducedBy] = item.risk ? ['Few people knew', SANITISED_BY] : [null, null];
  sink('intelligence.report_item_original', [item.id, id, position, item.original, item.source, item.assessment, item.reason, why, reducedBy, JSON.stringify(item.subjects), item.sourceRef !== undefined]); // prettier-ignore
  if (item.sourceRef) sink('intelligence.report_item_source', [item.id, id, report.ownerId, item.sourceRef]);
}

interface Grant {
  agency: number;
  items: readonly GeneratedItem[];
  handling: string;
  confidence: number;
  disclosure?: GeneratedReport['disclosures'][number];
}

/** As access.track_record, access.place_items and access.disclose write them: a spec compares. */
function grant(report: GeneratedReport, sink: Sink, { agency, items, handling, confidence, disclosure }: Grant): void {
  const since = disclosure ? report.disseminatedAt : report.createdAt;
  const record = [agency, since, report.id, REPORT, report.ownerId, report.sensitivity, report.status === 1 ? report.authorId : null, report.status]; // prettier-ignore
  const through = [disclosure?.expires, disclosure?.agreementId, disclosure?.id];
  sink('access.record_visibility', [...record, handling, ...through, confidence, report.threatToLife, disclosure ? null : report.title]); // prettier-ignore
  for (const item of items) {
    sink('access.item_visibility', [
      ...record,
      item.handling,
      ...through,
      item.id,
      item.source,
      item.assessment,
      isRestricted(item),
    ]);
  }
}

/** The dissemination as a relayed event, and as picture.count_event counts it. */
function count(report: GeneratedReport, areas: readonly string[], eventId: string, sink: Sink): void {
  const payload = {
    eventDate: report.eventDate,
    areas,
    confidence: report.confidence,
    threatToLife: report.threatToLife,
    compartmentId: null,
  };
  sink('platform.outbox', [eventId, 'report.disseminated.v1', report.id, report.supervisorId, report.ownerId, JSON.stringify(payload), report.disseminatedAt, report.disseminatedAt]); // prettier-ignore
  const month = `${report.eventDate.slice(0, 7)}-01`;
  sink('picture.delta', [eventId, month, '*', report.ownerId, report.confidence, report.threatToLife, 1]);
  for (const area of areas) sink('picture.delta', [eventId, month, area, report.ownerId, 0, report.threatToLife, 1]);
}
