import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A disclosure keeps what it was decided on: the record's reference, which both sides call it by in lists, receipts and notices also when
 * nothing else is left, the agreement's version and the decider's role.
 */
export class NameDisclosedRecords1795500030000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Where each kind of record is kept: a table with the columns id and reference.
      CREATE TABLE access.record_home (kind smallint PRIMARY KEY, home text NOT NULL);
      COMMENT ON TABLE access.record_home IS 'reference: where each kind of record is kept';
      INSERT INTO access.record_home VALUES (1, 'intelligence.report');
      GRANT SELECT ON access.record_home TO keeper;
      GRANT SELECT (id, reference) ON intelligence.report TO keeper;
      CREATE POLICY keeper_names ON intelligence.report FOR SELECT TO keeper USING (true);
      ALTER TABLE access.disclosure ADD COLUMN reference text, ADD COLUMN agreement_version int, ADD COLUMN decided_role text;
      COMMENT ON COLUMN access.disclosure.decided_role IS 'as what the person decided: roles change, and a receipt does not';
      CREATE FUNCTION access.name_disclosed() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE home text;
      BEGIN
        SELECT h.home INTO home FROM access.record_home h JOIN access.record_visibility v ON v.kind = h.kind
          WHERE v.record_id = NEW.record_id AND v.disclosure_id IS NULL;
        EXECUTE format('SELECT reference FROM %s WHERE id = $1', home) INTO NEW.reference USING NEW.record_id;
        NEW.agreement_version := (SELECT a.version FROM sharing.agreement a WHERE a.id = NEW.agreement_id);
        NEW.decided_role := (SELECT r.role FROM identity.user_role r WHERE r.user_id = NEW.decided_by AND r.role IN ('lead','supervisor')
          ORDER BY r.role DESC LIMIT 1);
        RETURN NEW;
      END $$;
      ALTER FUNCTION access.name_disclosed() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.name_disclosed() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION access.name_disclosed() TO migrator;
      CREATE TRIGGER name_disclosed BEFORE INSERT ON access.disclosure FOR EACH ROW WHEN (NEW.reference IS NULL)
        EXECUTE FUNCTION access.name_disclosed();
      UPDATE access.disclosure d SET reference = r.reference, agreement_version = (SELECT a.version FROM sharing.agreement a WHERE a.id = d.agreement_id) FROM intelligence.report r WHERE r.id = d.record_id;
      ALTER TABLE access.disclosure ALTER COLUMN reference SET NOT NULL;
      CREATE INDEX disclosure_by_us ON access.disclosure (owner_agency_id, decided_at DESC, id DESC);
      CREATE INDEX disclosure_with_us ON access.disclosure (recipient_agency_id, decided_at DESC, id DESC);
      CREATE INDEX disclosure_by_us_ending ON access.disclosure (owner_agency_id, expires_at, id) WHERE revoked_at IS NULL;
      CREATE INDEX disclosure_with_us_ending ON access.disclosure (recipient_agency_id, expires_at, id) WHERE revoked_at IS NULL;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX access.disclosure_by_us, access.disclosure_with_us, access.disclosure_by_us_ending, access.disclosure_with_us_ending;
      DROP TRIGGER name_disclosed ON access.disclosure;
      DROP FUNCTION access.name_disclosed();
      ALTER TABLE access.disclosure DROP COLUMN reference, DROP COLUMN agreement_version, DROP COLUMN decided_role;
      DROP POLICY keeper_names ON intelligence.report;
      REVOKE SELECT (id, reference) ON intelligence.report FROM keeper;
      DROP TABLE access.record_home;
    `);
  }
}
