import { declaredKinds, visibleTo } from '@clin/access';
import { rawSql, sql, type Actor, type Rows } from '@clin/platform';

/** The record under this reference that the actor sees, of any kind: by predicate and by row-level security, like every list. */
export async function recordUnder(
  rows: Rows,
  actor: Actor,
  reference: string,
): Promise<{ id: string; href: string } | undefined> {
  for (const { tables, doors, read } of declaredKinds().values()) {
    if (!actor.permissions.has(read)) continue;
    const row = await rows.row<{
      id: string;
    }>(sql`SELECT t.id FROM ${rawSql(tables.records)} t WHERE t.reference = ${reference}
      AND (SELECT true FROM access.record_visibility v WHERE v.record_id = t.id AND ${visibleTo(actor, 'v')} LIMIT 1) LIMIT 1`);
    if (row) return { id: row.id, href: doors.page.replace(':id', row.id) };
  }
  return undefined;
}
