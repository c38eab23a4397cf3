import { Injectable } from '@nestjs/common';
import { RECORD_KIND, readableBy } from '@clin/access';
import { REPORT_STATUS } from '@clin/intelligence';
import { Read, sql, type Actor, type Query, type Sql } from '@clin/platform';

/** One line of My work; titles are the own agency's or, of what was shared, the sanitised one. */
export interface WorkItem {
  id: string;
  reference: string;
  title: string | null;
  at: Date;
  threatToLife: boolean;
  note?: string | null;
  due?: string | null;
}

export interface SharedItem extends Omit<WorkItem, 'note' | 'due'> {
  owner: string;
}

export interface MyWork {
  drafts: WorkItem[];
  returned: WorkItem[];
  toAssess: WorkItem[];
  toDisseminate: WorkItem[];
  shared: SharedItem[];
}

const SHOWN = 10;

/** What waits for this person: each list starts from the visibility table, so nothing else can appear. */
@Injectable()
export class MyWorkQuery {
  public constructor(private readonly read: Read) {}

  public mine(actor: Actor): Promise<MyWork> {
    const { userId, permissions } = actor;
    const may = (permission: string, ask: () => Promise<WorkItem[]>) =>
      permissions.has(permission) ? ask() : Promise.resolve([]);
    return this.read.run(actor, async (q) => {
      const [drafts, returned, toAssess, toDisseminate, shared] = await Promise.all([
        may('report.write', () => own(q, actor, REPORT_STATUS.draft, sql`o.author_id = ${userId}`)),
        may('report.write', () => own(q, actor, REPORT_STATUS.returned, sql`o.author_id = ${userId}`)),
        may('report.assess', () => own(q, actor, REPORT_STATUS.submitted, sql`o.author_id <> ${userId}`)),
        may('report.disseminate', () => own(q, actor, REPORT_STATUS.assessed, sql`true`)),
        permissions.has('report.read') ? sharedWith(q, actor) : [],
      ]);
      q.returned([drafts, returned, toAssess, toDisseminate, shared].flat().map(({ id }) => id));
      return { drafts, returned, toAssess, toDisseminate, shared };
    });
  }
}

/** Threats to life first, then what has waited longest. */
function own(q: Query, actor: Actor, status: number, which: Sql): Promise<WorkItem[]> {
  return q.rows<WorkItem>(sql`
    SELECT r.id, r.reference, coalesce(o.title, r.sanitised_title) AS title, o.updated_at AS at, r.threat_to_life AS "threatToLife",
      o.return_reason AS note, o.return_due_by::text AS due
    FROM access.record_visibility v JOIN intelligence.report r ON r.id = v.record_id JOIN intelligence.report_original o ON o.report_id = r.id
    WHERE v.kind = ${RECORD_KIND.report} AND v.status = ${status} AND v.owner_id = ${actor.agencyId} AND v.disclosure_id IS NULL
      AND ${readableBy(actor, 'v')} AND ${which}
    ORDER BY r.threat_to_life DESC, o.updated_at LIMIT ${SHOWN}`);
}

function sharedWith(q: Query, actor: Actor): Promise<SharedItem[]> {
  return q.rows<SharedItem>(sql`
    SELECT r.id, r.reference, r.sanitised_title AS title, newest.at, r.threat_to_life AS "threatToLife", a.name AS owner
    FROM (SELECT v.record_id, max(d.decided_at) AS at FROM access.record_visibility v JOIN access.disclosure d ON d.id = v.disclosure_id
        WHERE v.kind = ${RECORD_KIND.report} AND v.disclosure_id IS NOT NULL AND d.decided_at > now() - interval '30 days' AND ${readableBy(actor, 'v')}
        GROUP BY v.record_id ORDER BY 2 DESC LIMIT ${SHOWN}) newest
      JOIN intelligence.report r ON r.id = newest.record_id JOIN identity.agency a ON a.id = r.owner_agency_id
    ORDER BY newest.at DESC`);
}
