import { RECORD_KIND } from '@clin/access';
import { REPORT_STATUS } from '@clin/intelligence';
import { sql } from '@clin/platform';
import { declareShareable } from '@clin/sharing';

/** Standing rules share reports: where an item's areas are, and which reports have left for others. */
declareShareable(RECORD_KIND.report, {
  areas: sql`SELECT coalesce(array_agg(x.area), '{}') AS areas FROM intelligence.report_item_area x WHERE x.item_id = i.item_id`,
  disseminated: REPORT_STATUS.disseminated,
  hold: (ids) =>
    sql`SELECT r.id FROM intelligence.report r WHERE r.id = ANY (${[...ids]}::uuid[]) ORDER BY r.id FOR UPDATE`,
});
