import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LIVE_GRANT } from './1795400003000-create-records.js';
import { rewordFunction } from './reword-function.js';

const CLEARANCE = 'ctx.clearance()';
const READING = 'ctx.reading_clearance()';
const TABLES = ['access.record_visibility', 'access.item_visibility'];
const FUNCTIONS = ['access.my_live_grants(uuid)', 'access.named_under(text)'];
const notice = (
  clearance: string,
): string => `ALTER POLICY told ON access.notice USING (recipient_agency_id = (SELECT ctx.agency())
  AND sensitivity <= (SELECT ${clearance}) AND (compartment_id IS NULL OR compartment_id = ANY (ARRAY(SELECT ctx.compartments()))))`;

/**
 * Whoever manages accounts, reads the log or pays for it all reads no record, with statements of their own either: every grant asks for the clearance
 * of somebody who holds a role that reads records. The roles are those of the permission `record.explain` (ADR 18).
 */
export class ReadRecordsByRole1795890000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION ctx.reading_clearance() RETURNS smallint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE hash bytea := sha256(convert_to(current_setting('ctx.token', true), 'UTF8')); found smallint;
      BEGIN
        SELECT s.clearance INTO found FROM identity.session s WHERE s.token_hash = hash
          AND s.ended_at IS NULL AND s.idle_until > clock_timestamp() AND s.ends_at > clock_timestamp()
          AND s.serving AND s.agency_from <= current_date AND s.agency_until >= current_date
          AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = s.user_id
            AND r.role IN ('analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'));
        RETURN found;
      END $$;
      ALTER FUNCTION ctx.reading_clearance() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION ctx.reading_clearance() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ctx.reading_clearance() TO app_request, app_worker;
      ${TABLES.map((table) => `ALTER POLICY live_grant ON ${table} USING (${LIVE_GRANT.replace(CLEARANCE, READING)});`).join('\n')}
      ${notice(READING)};`);
    for (const name of FUNCTIONS) await rewordFunction(runner, name, [[CLEARANCE, READING]]);
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const name of FUNCTIONS) await rewordFunction(runner, name, [[CLEARANCE, READING]], true);
    await runner.query(`
      ${TABLES.map((table) => `ALTER POLICY live_grant ON ${table} USING (${LIVE_GRANT});`).join('\n')}
      ${notice(CLEARANCE)};
      DROP FUNCTION ctx.reading_clearance();`);
  }
}
