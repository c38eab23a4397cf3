import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a restriction raised from, so that lifting it goes back there. */
export class RememberSensitivity1795500045000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE access.restriction ADD COLUMN sensitivity_before smallint;
      CREATE FUNCTION access.remember_sensitivity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        NEW.sensitivity_before := (SELECT v.sensitivity FROM access.record_visibility v WHERE v.record_id = NEW.record_id AND v.disclosure_id IS NULL);
        RETURN NEW;
      END $$;
      CREATE TRIGGER remember_sensitivity BEFORE INSERT ON access.restriction FOR EACH ROW EXECUTE FUNCTION access.remember_sensitivity();
      ALTER FUNCTION access.remember_sensitivity() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.remember_sensitivity() FROM PUBLIC;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER remember_sensitivity ON access.restriction;
      DROP FUNCTION access.remember_sensitivity();
      ALTER TABLE access.restriction DROP COLUMN sensitivity_before;
    `);
  }
}
