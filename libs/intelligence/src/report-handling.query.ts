import { readableBy } from '@clin/access';
import { declareHandledItems, type HandledItem } from '@clin/originator-control';
import { sql, type Actor, type Rows } from '@clin/platform';

/** What the originator's control looks at: the texts and codes that travel, of the items that the actor may read, in the order of a recipient's page. */
export function handlingOf(rows: Rows, actor: Actor, reportId: string): Promise<HandledItem[]> {
  return rows.rows<HandledItem>(sql`SELECT i.id, i.sanitised AS text, NULLIF(concat(i.source_evaluation, i.intelligence_assessment), '') AS grade, i.handling_code AS "handlingCode", i.action_code AS "actionCode",
      i.sanitisation_code AS "sanitisationCode" FROM intelligence.report_item i WHERE i.report_id = ${reportId}::uuid
      AND (SELECT true FROM access.item_visibility v WHERE v.record_id = i.report_id AND v.item_id = i.id AND ${readableBy(actor, 'v')} LIMIT 1)
    ORDER BY i.id`);
}

declareHandledItems('report', handlingOf);
