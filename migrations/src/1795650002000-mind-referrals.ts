import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long each side of a referral has [U: our defaults], and what becomes of one that is late. */
export class MindReferrals1795650002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE referrals.clock (
        kind text NOT NULL, stage text NOT NULL CHECK (stage IN ('acknowledge','decide','answer','outcome')),
        unit text NOT NULL CHECK (unit IN ('working-days','minutes')),
        warn int NOT NULL CHECK (warn > 0), due int NOT NULL CHECK (due > warn), escalate int NOT NULL CHECK (escalate > due),
        tells_centre boolean NOT NULL, effective_from date NOT NULL, PRIMARY KEY (kind, stage, effective_from));
      COMMENT ON TABLE referrals.clock IS 'reference: from the step before, when a side is warned, late and escalated; minutes run day and night';
      COMMENT ON COLUMN referrals.clock.tells_centre IS 'co-ordinators of an agency that holds the referral are told when it is escalated';
      INSERT INTO referrals.clock VALUES
        ('line', 'acknowledge', 'working-days', 1, 2, 3, true, '2026-01-01'), ('line', 'decide', 'working-days', 3, 5, 7, true, '2026-01-01'),
        ('line', 'answer', 'working-days', 3, 5, 7, false, '2026-01-01'), ('line', 'outcome', 'working-days', 20, 28, 35, true, '2026-01-01'),
        ('research', 'acknowledge', 'working-days', 1, 2, 3, false, '2026-01-01'), ('research', 'decide', 'working-days', 1, 2, 4, false, '2026-01-01'),
        ('research', 'answer', 'working-days', 3, 5, 7, false, '2026-01-01'), ('research', 'outcome', 'working-days', 8, 10, 15, false, '2026-01-01'),
        ('safeguarding', 'acknowledge', 'minutes', 120, 240, 480, true, '2026-01-01'), ('safeguarding', 'decide', 'minutes', 720, 1440, 2880, true, '2026-01-01'),
        ('safeguarding', 'answer', 'minutes', 720, 1440, 2880, true, '2026-01-01'), ('safeguarding', 'outcome', 'working-days', 7, 10, 12, true, '2026-01-01'),
        ('platform', 'acknowledge', 'working-days', 1, 2, 3, false, '2026-01-01'), ('platform', 'decide', 'working-days', 1, 2, 3, false, '2026-01-01'),
        ('platform', 'answer', 'working-days', 2, 3, 5, false, '2026-01-01'), ('platform', 'outcome', 'working-days', 3, 5, 10, false, '2026-01-01'),
        ('threat-to-life', 'acknowledge', 'minutes', 5, 10, 15, true, '2026-01-01'), ('threat-to-life', 'decide', 'minutes', 10, 20, 30, true, '2026-01-01'),
        ('threat-to-life', 'answer', 'minutes', 10, 20, 30, true, '2026-01-01'), ('threat-to-life', 'outcome', 'minutes', 360, 720, 1440, true, '2026-01-01');
      GRANT SELECT ON referrals.clock TO keeper, app_request;
      -- Warnings, lateness and escalations that have come due, each once however many workers ask, in that order. Answers how many.
      CREATE FUNCTION referrals.mind(batch int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE told int;
      BEGIN
        WITH due AS (SELECT r.id, CASE WHEN r.due_at > now() THEN 'warned' WHEN r.overdue_at IS NULL THEN 'overdue' ELSE 'escalated' END AS level
            FROM referrals.referral r WHERE r.escalated_at IS NULL
              AND (r.warn_at <= now() AND r.warned_at IS NULL AND r.due_at > now() OR r.due_at <= now() AND r.overdue_at IS NULL
                OR r.escalate_at <= now())
            ORDER BY r.due_at LIMIT batch FOR UPDATE SKIP LOCKED),
          minded AS (UPDATE referrals.referral r SET warned_at = coalesce(r.warned_at, now()),
              overdue_at = CASE WHEN due.level = 'overdue' THEN now() ELSE r.overdue_at END, escalated_at = CASE WHEN due.level = 'escalated' THEN now() END
            FROM due WHERE r.id = due.id RETURNING r.*, due.level,
              CASE r.status WHEN 2 THEN 'acknowledge' WHEN 3 THEN 'decide' WHEN 4 THEN 'answer' ELSE 'outcome' END AS stage),
          said AS (INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
            SELECT 'referral.' || m.level || '.v1', m.id, '00000000-0000-0000-0000-000000000000', m.owner_agency_id,
              jsonb_build_object('recipientAgencyId', m.receiver_agency_id, 'stage', m.stage, 'late', CASE m.stage WHEN 'answer' THEN 'sender' ELSE 'receiver' END,
                'urgent', m.kind IN ('safeguarding','threat-to-life'), 'centre', coalesce((SELECT c.tells_centre FROM referrals.clock c WHERE c.kind = m.kind AND c.stage = m.stage
                  AND c.effective_from <= current_date ORDER BY c.effective_from DESC LIMIT 1), false)) FROM minded m RETURNING 1)
        SELECT count(*) INTO told FROM said;
        RETURN told;
      END $$;
      ALTER FUNCTION referrals.mind(int) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION referrals.mind(int) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION referrals.mind(int) TO app_worker;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION referrals.mind(int); DROP TABLE referrals.clock;');
  }
}
