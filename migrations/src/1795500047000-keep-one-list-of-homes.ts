import type { MigrationInterface, QueryRunner } from 'typeorm';

const HELD_UNDER = (list: string, home: string): string => `
  CREATE OR REPLACE FUNCTION access.held_under(asked text) RETURNS TABLE (record uuid, discovery text, sanitised_from smallint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE place access.${list};
  BEGIN
    FOR place IN SELECT * FROM access.${list} k ORDER BY k.kind LOOP
      RETURN QUERY EXECUTE format('SELECT t.id, t.discovery, $2 FROM %s t WHERE t.reference = $1', place.${home}) USING asked, place.sanitised_from;
    END LOOP;
  END $$;`;

/** Where each kind of record is kept is said once: in access.record_home, with the status from which its items' text is sanitised. */
export class KeepOneListOfHomes1795500047000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE access.record_home ADD COLUMN sanitised_from smallint;
      UPDATE access.record_home h SET sanitised_from = k.sanitised_from FROM access.record_kind k WHERE k.kind = h.kind;
      ALTER TABLE access.record_home ALTER COLUMN sanitised_from SET NOT NULL;
      COMMENT ON COLUMN access.record_home.sanitised_from IS 'from this status on the text of its items has been assessed: emergency access opens no record before';
      ${HELD_UNDER('record_home', 'home')}
      DROP TABLE access.record_kind;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.record_kind (kind smallint PRIMARY KEY, record_table regclass NOT NULL UNIQUE, sanitised_from smallint NOT NULL);
      COMMENT ON TABLE access.record_kind IS 'reference: where the records of a kind lie, and from which status on their items'' text has been assessed as sanitised';
      GRANT SELECT ON access.record_kind TO keeper;
      INSERT INTO access.record_kind SELECT kind, home::regclass, sanitised_from FROM access.record_home;
      ${HELD_UNDER('record_kind', 'record_table')}
      ALTER TABLE access.record_home DROP COLUMN sanitised_from;
    `);
  }
}
