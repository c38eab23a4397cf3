import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const TABLES = ['intelligence.report_item', 'referrals.referral_item', 'cases.case_part'];
const NEWEST = (included: string): string => `DROP INDEX access.record_visibility_newest;
  CREATE INDEX record_visibility_newest ON access.record_visibility (agency_id, kind, created_at DESC, record_id DESC)${included};`;
const COLUMNS = 'agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status';
const PLACED = COLUMNS.split(', ')
  .map((column) => `v.${column}`)
  .join(', ');
const ONE = (row: string): string =>
  `coalesce(${row}.action_code = 'A1', false) OR coalesce(${row}.sanitisation_code = 'S2', false)`;

/** What track_item did for one new item, in the words that it had. */
const ONE_BY_ONE = `IF TG_OP = 'INSERT' THEN
          
  INSERT INTO access.item_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status,
    handling, item_id, source_evaluation, intelligence_assessment, restricted)
  SELECT v.agency_id, v.created_at, v.record_id, v.kind, v.owner_id, v.sensitivity, v.compartment_id, v.private_to, v.status,
    coalesce(NEW.handling_code, 'C'), NEW.id, NEW.source_evaluation, NEW.intelligence_assessment, is_restricted
  FROM access.record_visibility v WHERE v.record_id = NEW.report_id AND v.disclosure_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM access.item_visibility o WHERE o.item_id = NEW.id);
          -- A grant is looked up by this id alone, whatever table it stands in: a second row of it, of another kind, would open the first.
          IF NOT FOUND THEN RAISE EXCEPTION 'An id is of one record.' USING ERRCODE = 'unique_violation'; END IF;
          -- A new item is in its owner's grant alone, and can only raise it.
          level := access.confidence(NEW.source_evaluation, NEW.intelligence_assessment);
          UPDATE access.record_visibility r SET confidence = level
            WHERE r.record_id = NEW.report_id AND r.disclosure_id IS NULL AND r.status <> 1 AND r.confidence < level;
        ELSIF (`;
const WORDS: Words[] = [
  [ONE_BY_ONE, 'IF ('],
  ['DECLARE is_restricted boolean; level smallint;', 'DECLARE is_restricted boolean;'],
];

/** The items of one statement are placed by one statement; and an index that no list reads alone carries no columns that every change of a label would rewrite. */
export class PlaceItemsTogether1795800004000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'access.track_item()', WORDS);
    await runner.query(`
      CREATE FUNCTION access.place_items() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE placed int; submitted boolean;
      BEGIN
        WITH made AS (
          INSERT INTO access.item_visibility (${COLUMNS}, handling, item_id, source_evaluation, intelligence_assessment, restricted)
          SELECT ${PLACED}, coalesce(n.handling_code, 'C'), n.id, n.source_evaluation, n.intelligence_assessment, ${ONE('n')}
          FROM added n JOIN access.record_visibility v ON v.record_id = n.report_id AND v.disclosure_id IS NULL
          WHERE NOT EXISTS (SELECT 1 FROM access.item_visibility o WHERE o.item_id = n.id) RETURNING item_visibility.status)
        SELECT count(*), bool_or(m.status <> 1) INTO placed, submitted FROM made m;
        -- A grant is looked up by this id alone, whatever table it stands in: a second row of it, of another kind, would open the first.
        IF placed < (SELECT count(*) FROM added) THEN RAISE EXCEPTION 'An id is of one record.' USING ERRCODE = 'unique_violation'; END IF;
        -- New items are in their owner's grant alone, and can only raise it.
        IF submitted THEN
          UPDATE access.record_visibility r SET confidence = best.level
            FROM (SELECT n.report_id, max(access.confidence(n.source_evaluation, n.intelligence_assessment)) AS level FROM added n GROUP BY 1) best
            WHERE r.record_id = best.report_id AND r.disclosure_id IS NULL AND r.status <> 1 AND r.confidence < best.level;
        END IF;
        RETURN NULL;
      END $$;
      ALTER FUNCTION access.place_items() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.place_items() FROM PUBLIC;
      ${TABLES.map(
        (table) => `DROP TRIGGER track ON ${table};
      CREATE TRIGGER track AFTER UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION access.track_item();
      CREATE TRIGGER place AFTER INSERT ON ${table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION access.place_items();`,
      ).join('\n')}
      ${NEWEST('')}
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'access.track_item()', WORDS, true);
    await runner.query(`
      ${TABLES.map(
        (table) => `DROP TRIGGER place ON ${table}; DROP TRIGGER track ON ${table};
      CREATE TRIGGER track AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION access.track_item();`,
      ).join('\n')}
      DROP FUNCTION access.place_items();
      ${NEWEST('\n    INCLUDE (sensitivity, compartment_id, private_to, valid_until, agreement_id, status, handling)')}
    `);
  }
}
