import type { MigrationInterface, QueryRunner } from 'typeorm';

const append = (given: string, ids: string): string => `
  CREATE FUNCTION audit.append(entries jsonb${given}) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    INSERT INTO audit.entry (event, outcome, reason, user_id, agency_id, session_id, request_id, record_ids, detail)
    SELECT e.event, e.outcome, e.reason, u.id, u.agency_id, u.session_id, e."requestId", coalesce(${ids}, '{}'), coalesce(e.detail, '{}')
    FROM (SELECT e.*, sha256(convert_to(e.token, 'UTF8')) AS hash
      FROM jsonb_to_recordset(entries) AS e(token text, event text, outcome text, reason text, "requestId" text, "recordIds" uuid[],
        "firstRecord" int, "lastRecord" int, detail jsonb) OFFSET 0) e
    LEFT JOIN LATERAL (SELECT u.id, u.agency_id, s.id AS session_id FROM identity.session s JOIN identity.user_account u ON u.id = s.user_id
      WHERE s.token_hash = e.hash LIMIT 1) u ON true $$;
  ALTER FUNCTION audit.append OWNER TO keeper;
  REVOKE EXECUTE ON FUNCTION audit.append FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION audit.append TO app_request, app_signin, app_worker;`;

/**
 * Entries that share a commit give their records' ids beside them, as bytes, and each says which of them are its own. Read as text within the
 * entries, twenty-five ids were a quarter of what an entry cost the database (ADR 20). An entry alone still names its own.
 */
export class ReadLoggedIdsAsBytes1795890001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION audit.append(jsonb);
      ${append(`, records uuid[] DEFAULT '{}'`, 'e."recordIds", records[e."firstRecord":e."lastRecord"]')}`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION audit.append(jsonb, uuid[]);
      ${append('', 'e."recordIds"')}`);
  }
}
