import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The worker may read the chain's head, and nothing else of the log, to publish it where this database cannot change it. */
export class PublishAuditHead1795400011000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION audit.head() RETURNS TABLE (seq bigint, hash text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ SELECT l.seq, encode(l.hash, 'hex') FROM audit.link l ORDER BY l.seq DESC LIMIT 1 $$;
      REVOKE EXECUTE ON FUNCTION audit.head() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit.head() TO app_worker;
      ALTER FUNCTION audit.head() OWNER TO keeper;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION audit.head()');
  }
}
