import type { MigrationInterface, QueryRunner } from 'typeorm';

const VISIBLE = (column: string): string =>
  `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column} AND v.agency_id = (SELECT ctx.agency()) LIMIT 1)`;
const OWNED = (column: string): string =>
  `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column} AND v.agency_id = (SELECT ctx.agency())
    AND v.owner_id = (SELECT ctx.agency()) AND v.disclosure_id IS NULL LIMIT 1)`;
const ITEM = (column: string): string =>
  `(SELECT true FROM access.item_visibility v WHERE v.item_id = ${column} AND v.agency_id = (SELECT ctx.agency()) LIMIT 1)`;

/** Reports of 3x5x2 intelligence: what can travel in tables of its own, what never leaves the owner in others. */
export class CreateReports1795400006000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE intelligence.report (
        id uuid PRIMARY KEY,
        reference text NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        created_at timestamptz NOT NULL,
        sensitivity smallint NOT NULL CHECK (sensitivity BETWEEN 1 AND 3),
        compartment_id int,
        private_to uuid,
        status smallint NOT NULL CHECK (status BETWEEN 1 AND 6),
        handling text NOT NULL CHECK (handling IN ('P','C')),
        discovery text NOT NULL CHECK (discovery IN ('silent','named')),
        retention_group smallint NOT NULL CHECK (retention_group BETWEEN 1 AND 4),
        review_on date NOT NULL,
        version int NOT NULL,
        marking text NOT NULL CHECK (marking IN ('OFFICIAL','OFFICIAL-SENSITIVE')),
        event_date date,
        sanitised_title text,
        safeguarding text[] NOT NULL,
        threat_to_life boolean NOT NULL,
        disseminated_at timestamptz,
        UNIQUE (owner_agency_id, reference),
        CHECK ((status = 1) = (private_to IS NOT NULL)));
      CREATE TABLE intelligence.report_original (
        report_id uuid PRIMARY KEY REFERENCES intelligence.report,
        title text, provenance text, areas text[] NOT NULL,
        author_id uuid NOT NULL, assessor_id uuid, updated_at timestamptz NOT NULL,
        submitted_at timestamptz, assessed_at timestamptz,
        return_reason text, return_due_by date,
        CHECK (assessor_id <> author_id));
      CREATE TABLE intelligence.report_item (
        id uuid PRIMARY KEY,
        report_id uuid NOT NULL REFERENCES intelligence.report,
        sanitised text,
        source_evaluation smallint CHECK (source_evaluation BETWEEN 1 AND 3),
        intelligence_assessment text CHECK (intelligence_assessment IN ('A','B','C','D','E')),
        handling_code text CHECK (handling_code IN ('P','C')),
        action_code text CHECK (action_code IN ('A1','A2','A3')),
        sanitisation_code text CHECK (sanitisation_code IN ('S1','S2')),
        instructions text,
        usage text);
      COMMENT ON COLUMN intelligence.report_item.source_evaluation IS 'the grading of the sanitised text: what travels with it';
      CREATE INDEX report_item_report ON intelligence.report_item (report_id);
      CREATE TABLE intelligence.report_item_area (
        item_id uuid NOT NULL REFERENCES intelligence.report_item ON DELETE CASCADE,
        report_id uuid NOT NULL,
        area text NOT NULL REFERENCES identity.area (code),
        PRIMARY KEY (item_id, area));
      CREATE INDEX report_item_area_area ON intelligence.report_item_area (area, item_id);
      CREATE INDEX report_item_area_report ON intelligence.report_item_area (report_id);
      CREATE TABLE intelligence.report_item_original (
        item_id uuid PRIMARY KEY REFERENCES intelligence.report_item ON DELETE CASCADE,
        report_id uuid NOT NULL,
        position smallint NOT NULL,
        original text,
        source_evaluation smallint CHECK (source_evaluation BETWEEN 1 AND 3),
        intelligence_assessment text CHECK (intelligence_assessment IN ('A','B','C','D','E')),
        reason text,
        risk_why text, risk_reduced_by text,
        data_subjects jsonb NOT NULL,
        has_source boolean NOT NULL);
      CREATE INDEX report_item_original_report ON intelligence.report_item_original (report_id);
      CREATE TABLE intelligence.report_item_source (
        item_id uuid PRIMARY KEY REFERENCES intelligence.report_item ON DELETE CASCADE,
        report_id uuid NOT NULL,
        owner_agency_id smallint NOT NULL,
        source_ref text NOT NULL);
      CREATE TABLE intelligence.report_transition (
        id uuid PRIMARY KEY,
        report_id uuid NOT NULL REFERENCES intelligence.report,
        action text NOT NULL, from_status smallint NOT NULL, to_status smallint NOT NULL,
        by_user uuid NOT NULL, at timestamptz NOT NULL, reason text, due_by date);
      CREATE INDEX report_transition_report ON intelligence.report_transition (report_id, at);
      CREATE TRIGGER track AFTER INSERT OR UPDATE ON intelligence.report FOR EACH ROW EXECUTE FUNCTION access.track_record('1');
      CREATE TRIGGER track AFTER INSERT OR UPDATE OR DELETE ON intelligence.report_item FOR EACH ROW EXECUTE FUNCTION access.track_item();
      GRANT SELECT, INSERT, UPDATE ON intelligence.report, intelligence.report_original TO app_request;
      GRANT SELECT, INSERT, UPDATE, DELETE ON intelligence.report_item, intelligence.report_item_area, intelligence.report_item_original TO app_request;
      GRANT SELECT, INSERT, DELETE ON intelligence.report_item_source TO app_request;
      GRANT SELECT, INSERT ON intelligence.report_transition TO app_request;
      GRANT SELECT ON intelligence.report, intelligence.report_item, intelligence.report_item_area TO app_worker;
    `);
    for (const table of [
      'report',
      'report_original',
      'report_item',
      'report_item_area',
      'report_item_original',
      'report_item_source',
      'report_transition',
    ]) {
      await runner.query(`ALTER TABLE intelligence.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    }
    const both = 'app_request, app_worker';
    await runner.query(`
      CREATE POLICY visible ON intelligence.report FOR SELECT TO ${both} USING (${VISIBLE('report.id')});
      CREATE POLICY owner_inserts ON intelligence.report FOR INSERT TO app_request
        WITH CHECK (owner_agency_id = (SELECT ctx.agency()) AND status = 1 AND private_to = (SELECT ctx.user_id()));
      CREATE POLICY owner_updates ON intelligence.report FOR UPDATE TO app_request
        USING (owner_agency_id = (SELECT ctx.agency()) AND ${OWNED('report.id')}) WITH CHECK (owner_agency_id = (SELECT ctx.agency()));
      CREATE POLICY visible ON intelligence.report_item FOR SELECT TO ${both} USING (${ITEM('report_item.id')});
      CREATE POLICY visible ON intelligence.report_item_area FOR SELECT TO ${both} USING (${ITEM('report_item_area.item_id')});
    `);
    for (const table of ['report_item', 'report_item_area']) {
      await runner.query(`
        CREATE POLICY owner_inserts ON intelligence.${table} FOR INSERT TO app_request WITH CHECK (${OWNED('report_id')});
        CREATE POLICY owner_updates ON intelligence.${table} FOR UPDATE TO app_request USING (${OWNED('report_id')}) WITH CHECK (${OWNED('report_id')});
        CREATE POLICY owner_deletes ON intelligence.${table} FOR DELETE TO app_request USING (${OWNED('report_id')});`);
    }
    for (const table of ['report_original', 'report_item_original', 'report_transition']) {
      await runner.query(
        `CREATE POLICY owner_only ON intelligence.${table} TO app_request USING (${OWNED('report_id')}) WITH CHECK (${OWNED('report_id')})`,
      );
    }
    await runner.query(`
      -- Anyone of the owning agency who may edit the report records a source; only its source handlers read it back.
      CREATE POLICY handler_reads ON intelligence.report_item_source FOR SELECT TO app_request
        USING (${OWNED('report_id')} AND (SELECT ctx.has_role('source-handler')));
      CREATE POLICY owner_inserts ON intelligence.report_item_source FOR INSERT TO app_request
        WITH CHECK (owner_agency_id = (SELECT ctx.agency()) AND ${OWNED('report_id')});
    `);
    // Replacing a draft's source reference must not need the right to read it: a function owned by the keeper removes the old one.
    await runner.query(`
      CREATE FUNCTION intelligence.forget_source(item uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        DELETE FROM intelligence.report_item_source s USING access.record_visibility v
          WHERE s.item_id = item AND v.record_id = s.report_id AND v.disclosure_id IS NULL AND v.status IN (1, 3)
            AND v.agency_id = ctx.agency() AND (v.private_to IS NULL OR v.private_to = ctx.user_id());
      END $$;
      GRANT SELECT, DELETE ON intelligence.report_item_source TO keeper;
      CREATE POLICY keeper_forgets ON intelligence.report_item_source TO keeper USING (true);
      ALTER FUNCTION intelligence.forget_source(uuid) OWNER TO keeper;
      GRANT EXECUTE ON FUNCTION intelligence.forget_source(uuid) TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION intelligence.forget_source(uuid);
      DROP TABLE intelligence.report_transition, intelligence.report_item_source, intelligence.report_item_original,
        intelligence.report_item_area, intelligence.report_item, intelligence.report_original, intelligence.report CASCADE;
    `);
  }
}
