import type { MigrationInterface, QueryRunner } from 'typeorm';

const ENTRIES = `jsonb_to_recordset(entries) AS e(token text, event text, outcome text, reason text, "requestId" text, "recordIds" uuid[], detail jsonb)`;
const append = (session: string, from: string): string => `
  CREATE OR REPLACE FUNCTION audit.append(entries jsonb) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    INSERT INTO audit.entry (event, outcome, reason, user_id, agency_id, session_id, request_id, record_ids, detail)
    SELECT e.event, e.outcome, e.reason, u.id, u.agency_id, ${session}, e."requestId", coalesce(e."recordIds", '{}'), coalesce(e.detail, '{}')
    FROM ${from} $$`;

/**
 * Each entry looks its session up by its hash. Joined instead, the planner hashed every session there ever was for each group of entries:
 * 0.9 ms at 20,000 sessions, where this takes 0.06.
 */
export class NameWhoInTheLogByIndex1795400043000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      append(
        'u.session_id',
        `(SELECT e.*, sha256(convert_to(e.token, 'UTF8')) AS hash FROM ${ENTRIES} OFFSET 0) e
        LEFT JOIN LATERAL (SELECT u.id, u.agency_id, s.id AS session_id FROM identity.session s JOIN identity.user_account u ON u.id = s.user_id
          WHERE s.token_hash = e.hash LIMIT 1) u ON true`,
      ),
    );
  }

  public async down(runner: QueryRunner): Promise<void> {
    // A later migration's way back takes this from its owner, without whom nobody may replace it.
    await runner.query('GRANT EXECUTE ON FUNCTION audit.append(jsonb) TO keeper');
    await runner.query(
      append(
        's.id',
        `${ENTRIES}
        LEFT JOIN identity.session s ON s.token_hash = sha256(convert_to(e.token, 'UTF8'))
        LEFT JOIN identity.user_account u ON u.id = s.user_id`,
      ),
    );
  }
}
