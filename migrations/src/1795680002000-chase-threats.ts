import type { MigrationInterface, QueryRunner } from 'typeorm';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Until somebody accepts: reminds, tells the leads that it is late, then the co-ordination centre, each once. */
export class ChaseThreats1795680002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX alert_to_chase ON threats.alert (remind_at) WHERE status = 1 AND centre_told_at IS NULL;
      -- Everything that has come due of the oldest of these, in order, an event each; what was due while no worker ran is due still. An alert whose agency does
      -- not see the record any more is left alone. Answers how many events.
      CREATE FUNCTION threats.chase(batch int) RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE told int;
      BEGIN
        WITH due AS (SELECT a.* FROM threats.alert a WHERE a.status = 1 AND a.centre_told_at IS NULL
              AND (a.remind_at <= now() AND a.reminded_at IS NULL OR a.due_at <= now() AND a.late_at IS NULL OR a.centre_at <= now())
              AND EXISTS (SELECT 1 FROM access.record_visibility v WHERE v.record_id = a.record_id AND v.agency_id = a.agency_id AND v.private_to IS NULL
                AND (v.valid_until IS NULL OR v.valid_until > now()) AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements())))
            ORDER BY a.raised_at LIMIT batch FOR UPDATE SKIP LOCKED),
          chased AS (UPDATE threats.alert a SET reminded_at = coalesce(a.reminded_at, now()),
              late_at = coalesce(a.late_at, CASE WHEN a.due_at <= now() THEN now() END), centre_told_at = CASE WHEN a.centre_at <= now() THEN now() END
            FROM due WHERE a.id = due.id RETURNING a.id),
          said AS (INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
            SELECT 'threat.' || s.step || '.v1', d.record_id, '${NOBODY}', d.agency_id, jsonb_build_object('alertId', d.id, 'recipientAgencyId', d.agency_id)
            FROM due d JOIN chased c ON c.id = d.id CROSS JOIN LATERAL (VALUES (1, 'reminded', d.reminded_at IS NULL),
              (2, 'late', d.late_at IS NULL AND d.due_at <= now()), (3, 'escalated', d.centre_at <= now())) s (at, step, due)
            WHERE s.due ORDER BY d.raised_at, d.id, s.at RETURNING 1)
        SELECT count(*) INTO told FROM said;
        RETURN told;
      END $$;
      ALTER FUNCTION threats.chase(int) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION threats.chase(int) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION threats.chase(int) TO app_worker;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION threats.chase(int); DROP INDEX threats.alert_to_chase;');
  }
}
