import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Row-level security shows a person their own live grants alone: whoever has one sees the record, and the owner's is the one without a disclosure. */
const VISIBLE = '(SELECT true FROM access.record_visibility v WHERE v.record_id = case_file.id LIMIT 1)';
const OWNED = (column: string): string =>
  `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column} AND v.disclosure_id IS NULL LIMIT 1)`;
const PART = (column: string): string =>
  `(SELECT true FROM access.item_visibility v WHERE v.item_id = ${column} LIMIT 1)`;

/** Cases: records that live in an operation of their own from the commit that opens both. Each part is an item, so it is disclosed or kept by itself. */
export class OpenCases1795660000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA cases;
      GRANT USAGE, CREATE ON SCHEMA cases TO keeper;
      GRANT USAGE ON SCHEMA cases TO app_request, app_worker;
      CREATE TABLE cases.case_file (
        id uuid PRIMARY KEY,
        reference text NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        created_at timestamptz NOT NULL,
        sensitivity smallint NOT NULL CHECK (sensitivity BETWEEN 1 AND 3),
        compartment_id int NOT NULL UNIQUE REFERENCES access.compartment,
        private_to uuid CHECK (private_to IS NULL),
        status smallint NOT NULL CHECK (status BETWEEN 2 AND 4),
        handling text NOT NULL CHECK (handling IN ('P','C')),
        discovery text NOT NULL CHECK (discovery IN ('silent','named')),
        retention_group smallint NOT NULL CHECK (retention_group BETWEEN 1 AND 4),
        review_on date NOT NULL,
        version int NOT NULL,
        marking text NOT NULL CHECK (marking IN ('OFFICIAL','OFFICIAL-SENSITIVE')),
        threat_to_life boolean NOT NULL DEFAULT false,
        name text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 120),
        updated_at timestamptz NOT NULL,
        UNIQUE (owner_agency_id, reference));
      CREATE INDEX case_file_reference ON cases.case_file (reference);
      CREATE TABLE cases.case_part (
        id uuid PRIMARY KEY,
        report_id uuid NOT NULL REFERENCES cases.case_file,
        part text NOT NULL CHECK (part IN ('summary','plan','risks','decisions','results','links','actions')),
        source_evaluation smallint CHECK (source_evaluation IS NULL), intelligence_assessment text CHECK (intelligence_assessment IS NULL),
        handling_code text NOT NULL CHECK (handling_code IN ('P','C')),
        action_code text CHECK (action_code IS NULL), sanitisation_code text CHECK (sanitisation_code IS NULL),
        UNIQUE (report_id, part), UNIQUE (id, report_id, part));
      COMMENT ON COLUMN cases.case_part.report_id IS 'the case; access.track_item reads the column by this name, and the gradings and codes that a part never has';
      CREATE TABLE cases.case_text (
        part_id uuid NOT NULL, case_id uuid NOT NULL, part text NOT NULL,
        field text NOT NULL CHECK (field IN ('summary','lines','people','pursue','prevent','protect','prepare')),
        body text NOT NULL,
        PRIMARY KEY (part_id, field), FOREIGN KEY (part_id, case_id, part) REFERENCES cases.case_part (id, report_id, part),
        CHECK (part = CASE WHEN field IN ('summary','lines','people') THEN 'summary' ELSE 'plan' END));
      CREATE INDEX case_text_case ON cases.case_text (case_id);
      CREATE TABLE cases.case_step (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), case_id uuid NOT NULL REFERENCES cases.case_file,
        action text NOT NULL, from_status smallint, to_status smallint NOT NULL,
        by_user uuid NOT NULL REFERENCES identity.user_account, at timestamptz NOT NULL DEFAULT now(), reason text NOT NULL, outcome text);
      CREATE INDEX case_step_case ON cases.case_step (case_id, at);

      -- A case is never without its operation: lifting a restriction gives back the sensitivity, and leaves the compartment as it was.
      CREATE FUNCTION cases.stay_in_operation() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        NEW.compartment_id := OLD.compartment_id;
        RETURN NEW;
      END $$;
      -- Whoever asks, the owner of the table included: what was logged stays as it was logged.
      CREATE FUNCTION cases.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        RAISE EXCEPTION 'The log of a case is never changed. Nothing was changed.' USING ERRCODE = 'CL409';
      END $$;
      REVOKE EXECUTE ON FUNCTION cases.stay_in_operation(), cases.refuse_change() FROM PUBLIC;
      CREATE TRIGGER always_in_operation BEFORE UPDATE ON cases.case_file FOR EACH ROW EXECUTE FUNCTION cases.stay_in_operation();
      CREATE TRIGGER hold_restriction BEFORE UPDATE ON cases.case_file FOR EACH ROW
        WHEN (NEW.compartment_id IS DISTINCT FROM OLD.compartment_id OR NEW.sensitivity < OLD.sensitivity) EXECUTE FUNCTION access.hold_restriction();
      CREATE TRIGGER track AFTER INSERT OR UPDATE ON cases.case_file FOR EACH ROW EXECUTE FUNCTION access.track_record('3');
      CREATE TRIGGER track AFTER INSERT OR UPDATE OR DELETE ON cases.case_part FOR EACH ROW EXECUTE FUNCTION access.track_item();
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cases.case_step FOR EACH STATEMENT EXECUTE FUNCTION cases.refuse_change();
      GRANT SELECT, INSERT ON cases.case_file, cases.case_part, cases.case_text, cases.case_step TO app_request;
      GRANT UPDATE (name, marking, sensitivity, compartment_id, status, discovery, version, updated_at) ON cases.case_file TO app_request;
      GRANT UPDATE (body) ON cases.case_text TO app_request;
      GRANT SELECT (id, reference, owner_agency_id, discovery) ON cases.case_file TO keeper;
      INSERT INTO access.record_home (kind, home, sanitised_from) VALUES (3, 'cases.case_file', 32767);
    `);
    for (const table of ['case_file', 'case_part', 'case_text', 'case_step'])
      await runner.query(`ALTER TABLE cases.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await runner.query(`
      CREATE POLICY keeper_finds ON cases.case_file FOR SELECT TO keeper USING (true);
      CREATE POLICY visible ON cases.case_file FOR SELECT TO app_request USING (${VISIBLE});
      CREATE POLICY acknowledged ON cases.case_file AS RESTRICTIVE FOR SELECT TO app_request USING (id <> ALL (ARRAY(SELECT ctx.withheld())));
      -- A lead opens a case into an operation of their own agency that they are in; both are written in one transaction.
      CREATE POLICY lead_opens ON cases.case_file FOR INSERT TO app_request WITH CHECK (
        owner_agency_id = (SELECT ctx.agency()) AND status = 2 AND (SELECT ctx.has_role('lead'))
        AND (SELECT true FROM access.compartment c WHERE c.id = compartment_id AND c.owner_agency_id = (SELECT ctx.agency()) AND c.closed_at IS NULL LIMIT 1));
      CREATE POLICY owner_updates ON cases.case_file FOR UPDATE TO app_request USING (${OWNED('case_file.id')});
      CREATE POLICY visible ON cases.case_part FOR SELECT TO app_request USING (${PART('case_part.id')});
      CREATE POLICY owner_inserts ON cases.case_part FOR INSERT TO app_request WITH CHECK (${OWNED('report_id')});
      CREATE POLICY visible ON cases.case_text FOR SELECT TO app_request USING (${PART('case_text.part_id')});
      CREATE POLICY owner_inserts ON cases.case_text FOR INSERT TO app_request WITH CHECK (${OWNED('case_id')});
      CREATE POLICY owner_updates ON cases.case_text FOR UPDATE TO app_request USING (${OWNED('case_text.case_id')});
      CREATE POLICY owner_reads ON cases.case_step FOR SELECT TO app_request USING (${OWNED('case_step.case_id')});
      CREATE POLICY owner_inserts ON cases.case_step FOR INSERT TO app_request WITH CHECK (by_user = (SELECT ctx.user_id()) AND ${OWNED('case_id')});
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM access.record_home WHERE kind = 3;
      DROP TABLE cases.case_step, cases.case_text, cases.case_part, cases.case_file CASCADE;
      DROP FUNCTION cases.stay_in_operation(), cases.refuse_change();
      DROP SCHEMA cases;
    `);
  }
}
