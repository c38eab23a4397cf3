import { Injectable } from '@nestjs/common';
import { IsIn, IsOptional } from 'class-validator';
import { RECORD_KIND, readableBy } from '@clin/access';
import { CONFIDENCES, HANDLING_CODES, readGrade, type Confidence } from '@clin/grading';
import { Choice, Day, Line } from '@clin/grading/fields';
import { checkQuery, InvalidInput, joinSql, rawSql, Read, sql, type Actor, type Sql } from '@clin/platform';
import { foreignCursor, PageInput } from '@clin/platform/fields';
import { isMoment } from '@clin/platform/server';
import { REPORT_STATUS, statusName, type ReportStatus } from './report.states.js';
import { isId } from './text.js';

/** Everything a list shows is in its URL. */
export class ReportListInput extends PageInput {
  @Choice(Object.keys(REPORT_STATUS)) public status?: ReportStatus;
  /** "1A" to "3E", or half of one: some item that the actor sees has this grade. */
  @Line(2) public grade?: string;
  @Choice(HANDLING_CODES) public handling?: string;
  @Line(20) public area?: string;
  /** First and last day of the event. */
  @Day() public from?: string;
  @Day() public to?: string;
  /** Code of the owning agency. */
  @Line(40) public owner?: string;
  @IsOptional() @IsIn(['1'], { message: 'Shared must be 1 or left out.' }) public shared?: string;
}

/** A row as anyone who may see the report sees it; title, version and the flag belong to the owner and are null for others. */
export interface ReportListItem {
  id: string;
  reference: string;
  owner: string;
  ownerName: string;
  title: string | null;
  sanitisedTitle: string | null;
  eventDate: string | null;
  /** When the owner began it; for others, when it was first shared with their agency. */
  createdAt: Date;
  status: ReportStatus;
  handling: string;
  confidence: Confidence;
  marking: string;
  threatToLife: boolean | null;
  version: number | null;
}

type Row = Omit<ReportListItem, 'status' | 'confidence' | 'createdAt'> & {
  statusNumber: number;
  confidenceNumber: number;
  at: string;
};

/** What became of a report afterwards at its owner is not shared: to others it is disseminated, for as long as they see it. */
const SHARED = sql`${REPORT_STATUS.disseminated}::smallint`;

@Injectable()
export class ReportListQuery {
  public constructor(private readonly read: Read) {}

  /** Newest first, by keyset. Throws InvalidInput for a filter that is malformed; one that matches nothing gives an empty page. */
  public async execute(actor: Actor, received: unknown): Promise<{ items: ReportListItem[]; next: string | null }> {
    const input = checkQuery(ReportListInput, received);
    const filters = joinSql([readableBy(actor, 'v'), ...filtersOf(actor, input)], ' AND ');
    return this.read.run(actor, async (q) => {
      const rows = await q.rows<Row>(sql`
        SELECT p.record_id AS id, r.reference, a.code AS owner, a.name AS "ownerName", CASE WHEN p.mine THEN p.title END AS title, r.sanitised_title AS "sanitisedTitle",
          r.event_date::text AS "eventDate", p.created_at::text AS at,
          CASE WHEN p.mine THEN p.status ELSE ${SHARED} END AS "statusNumber", p.handling,
          p.confidence AS "confidenceNumber", r.marking,
          CASE WHEN p.mine THEN r.threat_to_life END AS "threatToLife", CASE WHEN p.mine THEN r.version END AS version
        FROM (
          SELECT DISTINCT ON (v.created_at, v.record_id) v.record_id, v.created_at, v.status, v.handling, v.confidence, v.owner_id, v.title,
            v.owner_id = ${actor.agencyId}::smallint AND v.disclosure_id IS NULL AS mine
          FROM access.record_visibility v WHERE v.kind = ${RECORD_KIND.report}::smallint AND ${filters}
          ORDER BY v.created_at DESC, v.record_id DESC, v.handling, v.confidence DESC LIMIT ${oneMoreThan(input.limit)}
        ) p
        JOIN intelligence.report r ON r.id = p.record_id
        JOIN identity.agency a ON a.id = p.owner_id
        ORDER BY p.created_at DESC, p.record_id DESC`);
      const page = rows.slice(0, input.limit);
      q.returned(page.map((row) => row.id));
      const last = rows.length > input.limit ? page.at(-1) : undefined;
      return { items: page.map(asItem), next: last ? writeCursor(last) : null };
    });
  }
}

/** As text, so that the plan which a connection keeps is one for a page and not for a tenth of all rows. */
const oneMoreThan = (limit: number): Sql => rawSql(String(limit + 1));

function asItem(row: Row): ReportListItem {
  return {
    id: row.id,
    reference: row.reference,
    owner: row.owner,
    ownerName: row.ownerName,
    title: row.title,
    sanitisedTitle: row.sanitisedTitle,
    eventDate: row.eventDate,
    createdAt: momentOf(row.at),
    status: statusName(row.statusNumber),
    handling: row.handling,
    confidence: CONFIDENCES[row.confidenceNumber]!,
    marking: row.marking,
    threatToLife: row.threatToLife,
    version: row.version,
  };
}

/** Each as a predicate over what the actor's own grant says; what is said of items looks at the items that they see and no others. */
function filtersOf(actor: Actor, input: ReportListInput): Sql[] {
  const found: Sql[] = [];
  if (input.cursor) {
    const after = readCursor(input.cursor);
    found.push(sql`(v.created_at, v.record_id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  }
  if (input.status)
    found.push(
      sql`CASE WHEN v.owner_id = ${actor.agencyId}::smallint THEN v.status ELSE ${SHARED} END = ${REPORT_STATUS[input.status]}::smallint`,
    );
  if (input.handling) found.push(sql`v.handling = ${input.handling}`);
  if (input.owner) found.push(sql`v.owner_id = (SELECT w.id FROM identity.agency w WHERE w.code = ${input.owner})`);
  if (input.shared) found.push(sql`v.owner_id <> ${actor.agencyId}::smallint`);
  if (input.grade) {
    const grade = readGrade(input.grade);
    if (!grade) throw new InvalidInput({ grade: 'Grade must be a grade from 1A to 3E, or half of one.' });
    const halves = [
      ...(grade.source ? [sql`iv.source_evaluation = ${grade.source}::smallint`] : []),
      ...(grade.assessment ? [sql`iv.intelligence_assessment = ${grade.assessment}`] : []),
    ];
    found.push(sql`(SELECT true FROM access.item_visibility iv WHERE iv.record_id = v.record_id AND ${readableBy(actor, 'iv')}
      AND ${joinSql(halves, ' AND ')} LIMIT 1)`);
  }
  if (input.area) {
    found.push(sql`(SELECT true FROM access.item_visibility iv JOIN intelligence.report_item_area ia ON ia.item_id = iv.item_id
      WHERE iv.record_id = v.record_id AND ${readableBy(actor, 'iv')} AND ia.area = ${input.area} LIMIT 1)`);
  }
  if (input.from || input.to) found.push(happened(input));
  return found;
}

function happened({ from, to }: ReportListInput): Sql {
  const bounds = [
    ...(from ? [sql`e.event_date >= ${from}::date`] : []),
    ...(to ? [sql`e.event_date <= ${to}::date`] : []),
  ];
  const inTime = sql`(SELECT true FROM intelligence.report e WHERE e.id = v.record_id AND ${joinSql(bounds, ' AND ')} LIMIT 1)`;
  // Nothing is reported before it happens, so the newest-first index can stop there; a day's slack for time zones.
  return from ? sql`v.created_at >= ${from}::date - 1 AND ${inTime}` : inTime;
}

/** To the millisecond; `at` is what isMoment accepts. */
const momentOf = (at: string): Date => new Date(`${at.slice(0, 10)}T${at.slice(11)}:00`);

const writeCursor = ({ at, id }: Row): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

function readCursor(cursor: string): { at: string; id: string } {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof at === 'string' && isMoment(at) && isId(id)) return { at, id };
  } catch {
    // Falls through: an unreadable cursor is the caller's mistake.
  }
  throw foreignCursor();
}
