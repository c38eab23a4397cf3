import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every login may ask which migrations ran, so that a process of another build refuses to start. */
export class ListAppliedMigrations1795400012000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION platform.applied_migrations() RETURNS SETOF text
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ BEGIN RETURN QUERY SELECT m.name::text FROM public.migrations m; END $$;
      REVOKE EXECUTE ON FUNCTION platform.applied_migrations() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION platform.applied_migrations() TO app_request, app_signin, app_worker;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION platform.applied_migrations()');
  }
}
