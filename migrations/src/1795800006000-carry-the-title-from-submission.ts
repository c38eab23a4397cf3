import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN = 'v.disclosure_id IS NULL';
const FOLLOW = (of: string): string => `
      CREATE OR REPLACE FUNCTION intelligence.carry_title() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        UPDATE access.record_visibility v SET title = NEW.title WHERE v.record_id = NEW.report_id AND ${OWN}${of};
        RETURN NULL;
      END $$;`;

/** A draft's grant carries no title, as it carries no confidence: only its author reads it, and every save would write the grant again (ADR 15). */
export class CarryTheTitleFromSubmission1795800006000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER carry_first_title ON intelligence.report_original;
      ${FOLLOW(' AND v.status <> 1')}
      GRANT SELECT (report_id, title) ON intelligence.report_original TO keeper;
      CREATE POLICY keeper_carries ON intelligence.report_original FOR SELECT TO keeper USING (true);
      CREATE FUNCTION intelligence.carry_submitted_title() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        UPDATE access.record_visibility v SET title = o.title FROM intelligence.report_original o
          WHERE o.report_id = NEW.id AND v.record_id = NEW.id AND ${OWN};
        RETURN NULL;
      END $$;
      ALTER FUNCTION intelligence.carry_submitted_title() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION intelligence.carry_submitted_title() FROM PUBLIC;
      CREATE TRIGGER carry_title AFTER UPDATE ON intelligence.report FOR EACH ROW
        WHEN (OLD.status = 1 AND NEW.status <> 1) EXECUTE FUNCTION intelligence.carry_submitted_title();
      ALTER TABLE access.record_visibility NO FORCE ROW LEVEL SECURITY;
      UPDATE access.record_visibility v SET title = NULL WHERE v.kind = 1 AND v.status = 1 AND v.title IS NOT NULL;
      ALTER TABLE access.record_visibility FORCE ROW LEVEL SECURITY;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER carry_title ON intelligence.report;
      DROP FUNCTION intelligence.carry_submitted_title();
      DROP POLICY keeper_carries ON intelligence.report_original;
      REVOKE SELECT (report_id, title) ON intelligence.report_original FROM keeper;
      ${FOLLOW('')}
      CREATE TRIGGER carry_first_title AFTER INSERT ON intelligence.report_original FOR EACH ROW
        WHEN (NEW.title IS NOT NULL) EXECUTE FUNCTION intelligence.carry_title();
      ALTER TABLE access.record_visibility NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE intelligence.report_original NO FORCE ROW LEVEL SECURITY;
      UPDATE access.record_visibility v SET title = o.title FROM intelligence.report_original o
        WHERE v.record_id = o.report_id AND ${OWN} AND v.status = 1 AND o.title IS NOT NULL;
      ALTER TABLE access.record_visibility FORCE ROW LEVEL SECURITY;
      ALTER TABLE intelligence.report_original FORCE ROW LEVEL SECURITY;
    `);
  }
}
