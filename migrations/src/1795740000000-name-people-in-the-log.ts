import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who did it is a name to an auditor, and to nobody else: the names of accounts by their ids, and nothing else about them. */
export class NamePeopleInTheLog1795740000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION identity.names_in_log(people uuid[]) RETURNS TABLE (id uuid, name text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT u.id, u.name FROM identity.user_account u WHERE u.id = ANY (names_in_log.people) AND (SELECT ctx.has_role('auditor')) $$;
      ALTER FUNCTION identity.names_in_log(uuid[]) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION identity.names_in_log(uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION identity.names_in_log(uuid[]) TO app_request;`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION identity.names_in_log(uuid[])');
  }
}
