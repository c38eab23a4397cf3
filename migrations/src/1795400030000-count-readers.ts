import type { MigrationInterface, QueryRunner } from 'typeorm';

/** "Who can see this: 38 people in 3 organisations": heads, never names, of agencies that share an agreement with the reader's. */
export class CountReaders1795400030000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION access.readers_at(agencies text[]) RETURNS TABLE (agency text, people int)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE mine smallint := ctx.agency();
      BEGIN
        RETURN QUERY SELECT a.code, count(DISTINCT u.id)::int FROM identity.agency a
          LEFT JOIN identity.user_account u ON u.agency_id = a.id AND u.left_at IS NULL AND u.clearance >= 2
            AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id
              AND r.role IN ('analyst','supervisor','lead','officer','coordinator','source-handler','contact'))
          WHERE a.code = ANY (agencies) AND (a.id = mine OR EXISTS (
            SELECT 1 FROM sharing.agreement_party us JOIN sharing.agreement_party them USING (agreement_id)
            WHERE us.agency_id = mine AND them.agency_id = a.id))
          GROUP BY a.code;
      END $$;
      ALTER FUNCTION access.readers_at(text[]) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.readers_at(text[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION access.readers_at(text[]) TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION access.readers_at(text[])');
  }
}
