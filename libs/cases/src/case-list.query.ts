import { Injectable } from '@nestjs/common';
import { IsIn, IsOptional } from 'class-validator';
import { readableBy, RECORD_KIND } from '@clin/access';
import { checkQuery, Read, sql, type Actor } from '@clin/platform';
import { foreignCursor, PageInput } from '@clin/platform/fields';
import { isMoment, isUuid } from '@clin/platform/server';
import { CASE_STATUS, caseStatus, type CaseStatus } from './case.states.js';

export class CaseListInput extends PageInput {
  @IsOptional()
  @IsIn(Object.keys(CASE_STATUS), { message: 'Must be open, suspended or closed.' })
  public status?: CaseStatus;
}

/** A case as whoever is in its operation sees it; state and version are the owner's. */
export interface CaseListItem {
  id: string;
  reference: string;
  name: string;
  owner: string;
  ownerName: string;
  openedAt: Date;
  marking: string;
  status: CaseStatus | null;
}

type Row = Omit<CaseListItem, 'status'> & { statusNumber: number | null; mark: string };

@Injectable()
export class CaseListQuery {
  public constructor(private readonly read: Read) {}

  /** Newest first. To a filter by state the owner's cases alone answer, as a joint agency is not told of it. Throws InvalidInput. */
  public async execute(actor: Actor, received: unknown): Promise<{ items: CaseListItem[]; next: string | null }> {
    const { status, limit, cursor } = checkQuery(CaseListInput, received);
    const after = readCursor(cursor);
    const wanted = status ? CASE_STATUS[status] : null;
    return this.read.run(actor, async (q) => {
      const rows =
        await q.rows<Row>(sql`SELECT c.id, c.reference, c.name, a.code AS owner, a.name AS "ownerName", p.created_at AS "openedAt", c.marking,
          CASE WHEN p.mine THEN c.status END AS "statusNumber", p.created_at::text AS mark
        FROM (SELECT DISTINCT ON (v.created_at, v.record_id) v.record_id, v.created_at, v.owner_id,
            v.owner_id = ${actor.agencyId}::smallint AND v.disclosure_id IS NULL AS mine
          FROM access.record_visibility v WHERE v.kind = ${RECORD_KIND.case}::smallint AND ${readableBy(actor, 'v')}
            AND (${wanted}::smallint IS NULL OR (v.status = ${wanted}::smallint AND v.owner_id = ${actor.agencyId}::smallint))
            AND (${after?.at ?? null}::timestamptz IS NULL OR (v.created_at, v.record_id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
          ORDER BY v.created_at DESC, v.record_id DESC, mine DESC LIMIT ${limit + 1}::int) p
        JOIN cases.case_file c ON c.id = p.record_id JOIN identity.agency a ON a.id = p.owner_id ORDER BY p.created_at DESC, p.record_id DESC`);
      const page = rows.slice(0, limit);
      q.returned(page.map(({ id }) => id));
      const last = rows.length > limit ? page.at(-1) : undefined;
      const items = page.map(({ statusNumber, mark: _mark, ...row }) => ({
        ...row,
        status: statusNumber === null ? null : caseStatus(statusNumber),
      }));
      return { items, next: last ? Buffer.from(`${last.mark} ${last.id}`).toString('base64url') : null };
    });
  }
}

function readCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  if (!cursor) return undefined;
  const read = Buffer.from(cursor, 'base64url').toString();
  const [, at = '', id = ''] = /^(\d{4}-\d\d-\d\d [\d:.+-]+) (\S+)$/.exec(read) ?? [];
  if (!isUuid(id) || !isMoment(at)) throw foreignCursor();
  return { at, id };
}
