import { ownedBy, visibleTo } from '@clin/access';
import { NotPermitted, NotVisible, sql, Stale, type Actor, type Tx } from '@clin/platform';
import { Report, ReportOriginal } from './report.js';
import { ReportItem, ReportItemOriginal } from './report-item.js';
import { REPORT_STATUS, type ReportStatus } from './report.states.js';
import { isId } from './text.js';

/** The codes of areas that exist. */
export async function knownAreas(tx: Tx): Promise<Set<string>> {
  return new Set((await tx.rows<{ code: string }>(sql`SELECT code FROM identity.area`)).map((area) => area.code));
}

/**
 * The whole report, locked until the transaction ends. NotVisible when the actor cannot see it, NotPermitted when they see
 * another agency's: only the owner changes a report.
 */
export async function lockOwned(tx: Tx, actor: Actor, id: string): Promise<Report> {
  if (!isId(id)) throw new NotVisible('malformed');
  const owned = await tx.row<{ mine: boolean | null }>(sql`SELECT ${ownedBy(actor, 'v.record_id')} AS mine
    FROM access.record_visibility v WHERE v.record_id = ${id}::uuid AND ${visibleTo(actor, 'v')} LIMIT 1`);
  if (!owned) throw new NotVisible('not-disclosed');
  if (!owned.mine) throw new NotPermitted('not-owner');
  const report = await tx.manager.findOne(Report, {
    where: { id, ownerAgencyId: actor.agencyId },
    lock: { mode: 'pessimistic_write' },
  });
  if (!report) throw new NotVisible('absent');
  report.original = await tx.manager.findOneByOrFail(ReportOriginal, { reportId: id });
  report.items = await loadItems(tx, id);
  return report;
}

async function loadItems(tx: Tx, reportId: string): Promise<ReportItem[]> {
  const items = await tx.manager.findBy(ReportItem, { reportId });
  const originals = await tx.manager.findBy(ReportItemOriginal, { reportId });
  const areas = await tx.rows<{
    item: string;
    area: string;
  }>(sql`SELECT item_id AS item, area FROM intelligence.report_item_area
    WHERE report_id = ${reportId}::uuid ORDER BY area`);
  for (const item of items) {
    item.original = originals.find((original) => original.itemId === item.id)!;
    item.areas = areas.filter((area) => area.item === item.id).map((area) => area.area);
  }
  return items.sort((a, b) => a.original.position - b.original.position);
}

/** The original first: the report's grant is written with its title. */
export async function insertReport(tx: Tx, report: Report): Promise<void> {
  const { original, items, ...row } = report;
  await tx.manager.insert(ReportOriginal, { ...original });
  await tx.manager.insert(Report, row);
  await saveItems(tx, report, []);
}

/** Writes everything back; Stale if another transaction changed the row although it was locked, which row locks rule out. */
export async function updateReport(
  tx: Tx,
  report: Report,
  before: readonly string[] = report.items.map((item) => item.id),
): Promise<void> {
  const { original, items, ...row } = report;
  await saveItems(tx, report, before);
  await tx.manager.update(ReportOriginal, { reportId: report.id }, { ...original });
  const changed = await tx.manager.update(Report, { id: report.id, version: report.version - 1 }, row);
  if (changed.affected !== 1) throw new Stale({ id: report.id });
}

async function saveItems(tx: Tx, report: Report, before: readonly string[]): Promise<void> {
  const now = new Set(report.items.map((item) => item.id));
  for (const gone of before.filter((id) => !now.has(id)))
    await tx.manager.delete(ReportItem, { id: gone, reportId: report.id });
  for (const [position, { original }] of report.items.entries()) original.position = position;
  await insertItems(
    tx,
    report.items.filter(({ id }) => !before.includes(id)),
  );
  for (const item of report.items) {
    const { original, areas, newSource, ...row } = item;
    if (before.includes(item.id)) {
      await tx.manager.update(ReportItem, { id: item.id }, row);
      await tx.manager.update(ReportItemOriginal, { itemId: item.id }, { ...original });
      await tx.rows(
        sql`DELETE FROM intelligence.report_item_area WHERE item_id = ${item.id}::uuid AND NOT (area = ANY (${areas}::text[]))`,
      );
      await saveAreas(tx, item);
    }
    if (newSource !== undefined) await saveSource(tx, report, item.id, newSource);
  }
}

/** One statement for each table, however many items. */
async function insertItems(tx: Tx, items: readonly ReportItem[]): Promise<void> {
  if (items.length === 0) return;
  await tx.manager.insert(
    ReportItem,
    items.map(({ original: _original, areas: _areas, newSource: _newSource, ...row }) => row),
  );
  await tx.manager.insert(
    ReportItemOriginal,
    items.map(({ original }) => ({ ...original })),
  );
  const places = items.flatMap(({ id, reportId, areas }) => areas.map((area) => ({ id, reportId, area })));
  await tx.rows(sql`INSERT INTO intelligence.report_item_area (item_id, report_id, area)
    SELECT * FROM unnest(${places.map(({ id }) => id)}::uuid[], ${places.map(({ reportId }) => reportId)}::uuid[],
      ${places.map(({ area }) => area)}::text[])`);
}

/** Rows that exist are left alone; ON CONFLICT would need sight of what a concurrent writer has not committed. */
async function saveAreas(tx: Tx, item: ReportItem): Promise<void> {
  await tx.rows(sql`INSERT INTO intelligence.report_item_area (item_id, report_id, area)
    SELECT ${item.id}::uuid, ${item.reportId}::uuid, given.area FROM unnest(${item.areas}::text[]) AS given (area)
    WHERE NOT EXISTS (SELECT 1 FROM intelligence.report_item_area a WHERE a.item_id = ${item.id}::uuid AND a.area = given.area)`);
}

/** Whoever may edit may replace a source reference without the right to read the old one. */
async function saveSource(tx: Tx, report: Report, itemId: string, sourceRef: string | null): Promise<void> {
  await tx.rows(sql`SELECT intelligence.forget_source(${itemId}::uuid)`);
  if (sourceRef === null) return;
  await tx.rows(sql`INSERT INTO intelligence.report_item_source (item_id, report_id, owner_agency_id, source_ref)
    VALUES (${itemId}::uuid, ${report.id}::uuid, ${report.ownerAgencyId}::smallint, ${sourceRef})`);
}

/** One line of the report's history. */
export async function addTransition(
  tx: Tx,
  actor: Actor,
  step: { report: Report; action: string; from: ReportStatus; at: Date; reason?: string; dueBy?: string },
): Promise<void> {
  await tx.rows(sql`INSERT INTO intelligence.report_transition (id, report_id, action, from_status, to_status, by_user, at, reason, due_by)
    VALUES (gen_random_uuid(), ${step.report.id}::uuid, ${step.action}, ${REPORT_STATUS[step.from]}::smallint, ${step.report.statusNumber}::smallint,
      ${actor.userId}::uuid, ${step.at}::timestamptz, ${step.reason ?? null}, ${step.dueBy ?? null}::date)`);
}
