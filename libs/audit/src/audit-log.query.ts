import { Injectable } from '@nestjs/common';
import { DoorInventory } from '@clin/platform/server';
import { Read, emptySql, joinSql, sql, type Actor } from '@clin/platform';
import { conditionsOf, type AuditSearch } from './audit-search.js';

/** One line of the log as an auditor sees it: who did what to which record, never what it says. */
export interface AuditLine {
  id: string;
  at: string;
  event: string;
  outcome: string;
  reason: string | null;
  personId: string | null;
  person: string | null;
  agency: string | null;
  recordIds: string[];
  door: string | null;
  /** Where no person did it: what of the system did, as in "schedule mind-actions". */
  by: string | null;
  sealed: boolean;
}

export interface AuditPage {
  items: AuditLine[];
  next: string | null;
}

const PAGE = 50;

@Injectable()
export class AuditLogQuery {
  private routine: readonly string[] | undefined;

  public constructor(
    private readonly read: Read,
    private readonly doors: DoorInventory,
  ) {}

  /** Newest first. What was asked for goes into the audit entry of this request: reading the log is itself logged. */
  public async page(actor: Actor, search: AuditSearch): Promise<AuditPage> {
    const conditions = conditionsOf(search, (this.routine ??= this.routineEvents()));
    const { cursor: _cursor, ...asked } = search;
    actor.trail.detail['search'] = Object.fromEntries(Object.entries(asked).filter(([, value]) => value));
    return this.read.run(actor, async (q) => {
      const rows = await q.rows<
        Omit<AuditLine, 'at' | 'person'> & { at: Date }
      >(sql`SELECT e.id::text, e.at, e.event, e.outcome, e.reason,
          e.user_id AS "personId", a.code AS agency, e.record_ids AS "recordIds", e.detail ->> 'door' AS door, CASE WHEN e.user_id IS NULL THEN e.detail ->> 'by' END AS by,
          EXISTS (SELECT 1 FROM audit.link l WHERE l.entry_id = e.id) AS sealed
        FROM audit.entry e LEFT JOIN identity.agency a ON a.id = e.agency_id
        ${conditions.length > 0 ? sql`WHERE ${joinSql(conditions, ' AND ')}` : emptySql} ORDER BY e.id DESC LIMIT ${PAGE + 1}`);
      const shown = rows.slice(0, PAGE);
      const people = await q.rows<{ id: string; name: string }>(sql`SELECT id, name
        FROM identity.names_in_log(${[...new Set(shown.flatMap(({ personId }) => personId ?? []))]}::uuid[])`);
      const names = new Map(people.map(({ id, name }) => [id, name]));
      const items = shown.map((row) => ({
        ...row,
        at: row.at.toISOString(),
        person: (row.personId && names.get(row.personId)) ?? null,
      }));
      return { items, next: rows.length > PAGE ? items.at(-1)!.id : null };
    });
  }

  /** Of doors that scripts of an open page ask without the person. */
  private routineEvents(): string[] {
    return [...new Set(this.doors.listDoors().flatMap(({ door }) => (door?.passive ? [door.event] : [])))];
  }
}
