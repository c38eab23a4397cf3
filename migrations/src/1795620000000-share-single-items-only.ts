import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const DISCLOSE = 'access.disclose(uuid, smallint, uuid[], text, text, int, text, timestamptz, int)';
const WIDER = 'PERFORM access.refuse_wider(agreement, owned.kind, owned.sensitivity, items);';
const WHOLE: readonly Words[] = [
  [WIDER, `${WIDER}\n        PERFORM access.refuse_whole(agreement, record, recipient, items);`],
];

/**
 * Under an agreement for single items, one agency never gets every item of a record of several: neither at once nor one after the other. The
 * only item of a record is a single item. What was given under another agreement, has ended, or went to another agency does not count.
 */
export class ShareSingleItemsOnly1795620000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION access.refuse_whole(agreement int, record uuid, recipient smallint, items uuid[]) RETURNS void
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF NOT (SELECT a.whole_records FROM sharing.agreement a WHERE a.id = agreement) AND (
            SELECT count(*) > 1 AND bool_and(o.item_id = ANY (items) OR EXISTS (SELECT 1 FROM access.item_visibility g WHERE g.item_id = o.item_id
              AND g.agency_id = recipient AND g.agreement_id = agreement AND g.valid_until > now()))
            FROM access.item_visibility o WHERE o.record_id = record AND o.disclosure_id IS NULL AND o.withdrawn_at IS NULL) THEN
          RAISE EXCEPTION 'items: This agreement covers single items and not whole records. Leave out at least one item.' USING ERRCODE = 'CL422'; END IF;
      END $$;
      ALTER FUNCTION access.refuse_whole(int, uuid, smallint, uuid[]) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.refuse_whole(int, uuid, smallint, uuid[]) FROM PUBLIC;`);
    await rewordFunction(runner, DISCLOSE, WHOLE);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, DISCLOSE, WHOLE, true);
    await runner.query('DROP FUNCTION access.refuse_whole(int, uuid, smallint, uuid[])');
  }
}
