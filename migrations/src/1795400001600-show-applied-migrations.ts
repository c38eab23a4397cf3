import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets a server's login see which migrations ran, so that it can refuse to start on an older database. */
export class ShowAppliedMigrations1795400001600 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT USAGE ON SCHEMA public TO keeper;
      GRANT SELECT ON public.migrations TO keeper;
      CREATE FUNCTION platform.applied_migrations() RETURNS SETOF text
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ BEGIN RETURN QUERY SELECT m.name::text FROM public.migrations m; END $$;
      ALTER FUNCTION platform.applied_migrations() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION platform.applied_migrations() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION platform.applied_migrations() TO app_request, app_signin, app_worker;
      GRANT USAGE ON SCHEMA platform TO app_signin;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION platform.applied_migrations();
      REVOKE SELECT ON public.migrations FROM keeper;
      REVOKE USAGE ON SCHEMA public FROM keeper;
    `);
  }
}
