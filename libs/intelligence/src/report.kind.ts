import { declareRecordKind, ownedBy, readableBy, type Card } from '@clin/access';
import { listAreas } from '@clin/identity';
import { sql, type Actor, type Rows } from '@clin/platform';
import type { SharedReport } from './report-detail.js';
import { projectReport } from './report-projection.query.js';
import { REPORT_STATUS } from './report.states.js';
import { sharedReportView } from './web/report.view.js';

type Row = Omit<Card, 'href' | 'title'> & { title: string | null };

/** The owner's title for the owner, the sanitised one for a recipient, and the codes of the items that the reader sees. */
async function cardsOf(rows: Rows, actor: Actor, ids: readonly string[]): Promise<Card[]> {
  const found = await rows.rows<Row>(sql`SELECT r.id, r.reference, r.marking,
      coalesce((SELECT o.title FROM intelligence.report_original o WHERE o.report_id = r.id AND ${ownedBy(actor, 'r.id')}), r.sanitised_title) AS title,
      ARRAY(SELECT DISTINCT coalesce(i.handling_code, 'C') || coalesce(' ' || i.action_code, '') || coalesce(' ' || i.sanitisation_code, '')
        FROM intelligence.report_item i WHERE i.report_id = r.id AND (SELECT true FROM access.item_visibility v
          WHERE v.record_id = i.report_id AND v.item_id = i.id AND ${readableBy(actor, 'v')} LIMIT 1) ORDER BY 1) AS handling
    FROM intelligence.report r WHERE r.id = ANY (${[...ids]}::uuid[])
      AND (SELECT true FROM access.record_visibility v WHERE v.record_id = r.id AND ${readableBy(actor, 'v')} LIMIT 1)`);
  return found.map((row) => ({ ...row, title: row.title ?? 'Report without a title', href: `/reports/${row.id}` }));
}

/** A report joins the boundary. */
declareRecordKind('report', {
  words: { noun: 'report', many: 'reports' },
  tables: { records: 'intelligence.report', items: 'intelligence.report_item' },
  states: REPORT_STATUS,
  read: 'report.read',
  shares: 'report.disclose',
  doors: { api: '/api/v1/reports/:id', page: '/reports/:id', share: '/reports/:id/disclose' },
  revoke: { page: '/reports/:id/disclosures/:disclosure/revocation', permission: 'report.disclose' },
  builder: 'testing/a-report.ts#aReport',
  card: cardsOf,
  projection: projectReport,
  projectionPage: async (rows, projection) => ({
    template: 'report.njk',
    data: sharedReportView(projection as SharedReport, await listAreas(rows)),
  }),
});
