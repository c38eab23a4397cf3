import type { MigrationInterface, QueryRunner } from 'typeorm';

const NEWEST = (columns: string): string => `
  CREATE INDEX record_visibility_newest ON access.record_visibility (agency_id, kind, created_at DESC, record_id DESC)
    INCLUDE (sensitivity, compartment_id, private_to, valid_until, agreement_id, status, handling${columns});`;
const TRIGGER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS';
const REFERENCES = [
  ['agency_id', 'identity.agency'],
  ['owner_id', 'identity.agency'],
  ['agreement_id', 'sharing.agreement'],
];
const everyReference = (change: (table: string, column: string, target: string) => string): string =>
  ['record_visibility', 'item_visibility']
    .flatMap((table) =>
      REFERENCES.map(([column, target]) => `ALTER TABLE access.${table} ${change(table, column!, target!)};`),
    )
    .join('\n');

const CONFIDENCE = `coalesce((SELECT m.level FROM access.confidence_matrix m WHERE m.source_evaluation = source AND m.intelligence_assessment = assessment
  AND m.effective_from <= current_date ORDER BY m.effective_from DESC LIMIT 1), 0::smallint)`;
const PLACE_ITEM = `
  INSERT INTO access.item_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status,
    handling, item_id, source_evaluation, intelligence_assessment, restricted)
  SELECT v.agency_id, v.created_at, v.record_id, v.kind, v.owner_id, v.sensitivity, v.compartment_id, v.private_to, v.status,
    coalesce(NEW.handling_code, 'C'), NEW.id, NEW.source_evaluation, NEW.intelligence_assessment, is_restricted
  FROM access.record_visibility v WHERE v.record_id = NEW.report_id AND v.disclosure_id IS NULL;`;
const CHANGE_ITEM = `
  UPDATE access.item_visibility v SET handling = coalesce(NEW.handling_code, 'C'), source_evaluation = NEW.source_evaluation,
    intelligence_assessment = NEW.intelligence_assessment, restricted = is_restricted WHERE v.item_id = NEW.id;`;
const RESTRICTED = `is_restricted := coalesce(NEW.action_code = 'A1', false) OR coalesce(NEW.sanitisation_code = 'S2', false);`;
const WEIGH_EVERY_GRANT = (record: string): string => `
  UPDATE access.record_visibility r SET confidence = coalesce((SELECT max(access.confidence(v.source_evaluation, v.intelligence_assessment))
    FROM access.item_visibility v WHERE v.record_id = r.record_id AND v.disclosure_id IS NOT DISTINCT FROM r.disclosure_id), 0)
    WHERE r.record_id = ${record};`;

/** Visibility rows cost a report's insert less: no index twice, no check of what definer functions took from checked rows, no rewrite in vain. */
export class WriteVisibilityCheaply1795400041000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Each is the beginning of the table's unique index.
      DROP INDEX access.record_visibility_record, access.item_visibility_item;
      -- Revoking looks rows up by their disclosure; the owner's rows are not in it.
      CREATE INDEX item_visibility_disclosure ON access.item_visibility (disclosure_id) WHERE disclosure_id IS NOT NULL;
      -- A change of confidence alone touches no index.
      DROP INDEX access.record_visibility_newest; ${NEWEST('')}
      -- Only definer functions write these rows, from reports, disclosures and agreements whose own references are checked and stay.
      ${everyReference((table, column) => `DROP CONSTRAINT ${table}_${column}_fkey`)}

      CREATE OR REPLACE FUNCTION access.confidence(source smallint, assessment text) RETURNS smallint
      LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$ BEGIN RETURN ${CONFIDENCE}; END $$;
      CREATE OR REPLACE FUNCTION access.track_item() RETURNS trigger ${TRIGGER} $$
      DECLARE is_restricted boolean; level smallint;
      BEGIN
        IF TG_OP = 'DELETE' THEN
          DELETE FROM access.item_visibility v WHERE v.item_id = OLD.id;
          ${WEIGH_EVERY_GRANT('OLD.report_id')}
          RETURN NULL;
        END IF;
        ${RESTRICTED}
        IF TG_OP = 'INSERT' THEN
          ${PLACE_ITEM}
          -- A new item is in its owner's grant alone, and can only raise it.
          level := access.confidence(NEW.source_evaluation, NEW.intelligence_assessment);
          UPDATE access.record_visibility r SET confidence = level
            WHERE r.record_id = NEW.report_id AND r.disclosure_id IS NULL AND r.confidence < level;
        ELSIF (NEW.handling_code, NEW.source_evaluation, NEW.intelligence_assessment, NEW.action_code, NEW.sanitisation_code)
          IS DISTINCT FROM (OLD.handling_code, OLD.source_evaluation, OLD.intelligence_assessment, OLD.action_code, OLD.sanitisation_code) THEN
          ${CHANGE_ITEM}
          ${WEIGH_EVERY_GRANT('NEW.report_id')}
        END IF;
        RETURN NULL;
      END $$;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION access.confidence(source smallint, assessment text) RETURNS smallint
      LANGUAGE sql STABLE SET search_path = pg_catalog AS $$ SELECT ${CONFIDENCE} $$;
      CREATE OR REPLACE FUNCTION access.track_item() RETURNS trigger ${TRIGGER} $$
      DECLARE is_restricted boolean;
      BEGIN
        IF TG_OP = 'DELETE' THEN
          DELETE FROM access.item_visibility v WHERE v.item_id = OLD.id;
          RETURN NULL;
        END IF;
        ${RESTRICTED}
        IF TG_OP = 'INSERT' THEN ${PLACE_ITEM} ELSE ${CHANGE_ITEM} END IF;
        ${WEIGH_EVERY_GRANT('NEW.report_id')}
        RETURN NULL;
      END $$;
      ${everyReference((_table, column, target) => `ADD FOREIGN KEY (${column}) REFERENCES ${target}`)}
      DROP INDEX access.record_visibility_newest; ${NEWEST(', confidence')}
      CREATE INDEX record_visibility_record ON access.record_visibility (record_id, agency_id);
      DROP INDEX access.item_visibility_disclosure;
      CREATE INDEX item_visibility_item ON access.item_visibility (item_id, agency_id);
    `);
  }
}
