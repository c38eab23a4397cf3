import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All that a grant is, and not what its record is called: for the worker, which reads no word of a record. */
const GRANT = `agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status, handling, valid_until, agreement_id,
  disclosure_id, confidence, threat_to_life, acknowledge, withdrawn_at`;

/** The owner's own title stands in the owner's own grant, and by a constraint in none of a disclosure: a page of a list then looks at one row less for each report (ADR 15). */
export class CarryTheOwnersTitle1795800002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE access.record_visibility ADD COLUMN title text,
        ADD CONSTRAINT title_of_the_owner CHECK (title IS NULL OR disclosure_id IS NULL);
      REVOKE SELECT ON access.record_visibility FROM app_worker;
      GRANT SELECT (${GRANT}) ON access.record_visibility TO app_worker;
      ALTER TABLE access.record_visibility NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE intelligence.report_original NO FORCE ROW LEVEL SECURITY;
      UPDATE access.record_visibility v SET title = o.title FROM intelligence.report_original o
        WHERE v.record_id = o.report_id AND v.disclosure_id IS NULL AND o.title IS NOT NULL;
      ALTER TABLE access.record_visibility FORCE ROW LEVEL SECURITY;
      ALTER TABLE intelligence.report_original FORCE ROW LEVEL SECURITY;

      CREATE FUNCTION intelligence.carry_title() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        UPDATE access.record_visibility v SET title = NEW.title WHERE v.record_id = NEW.report_id AND v.disclosure_id IS NULL;
        RETURN NULL;
      END $$;
      ALTER FUNCTION intelligence.carry_title() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION intelligence.carry_title() FROM PUBLIC;
      CREATE TRIGGER carry_first_title AFTER INSERT ON intelligence.report_original FOR EACH ROW
        WHEN (NEW.title IS NOT NULL) EXECUTE FUNCTION intelligence.carry_title();
      CREATE TRIGGER carry_title AFTER UPDATE ON intelligence.report_original FOR EACH ROW
        WHEN (NEW.title IS DISTINCT FROM OLD.title) EXECUTE FUNCTION intelligence.carry_title();
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER carry_title ON intelligence.report_original; DROP TRIGGER carry_first_title ON intelligence.report_original;
      DROP FUNCTION intelligence.carry_title();
      ALTER TABLE access.record_visibility DROP COLUMN title;
      REVOKE SELECT (${GRANT}) ON access.record_visibility FROM app_worker;
      GRANT SELECT ON access.record_visibility TO app_worker;
    `);
  }
}
