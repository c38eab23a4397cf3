import type { MigrationInterface, QueryRunner } from 'typeorm';

const DOORS = [
  'notifications.overview()',
  'notifications.failures(timestamptz, uuid, int)',
  'notifications.redrive(uuid)',
];
const REFUSE = `IF NOT ctx.has_role('administrator') THEN RAISE EXCEPTION 'administrators-only' USING ERRCODE = 'CL403'; END IF;`;

/** For administrators: how many deliveries stand where, what failed for good without a word of what it was about, and another try. */
export class RedriveDeliveries1795640004000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION notifications.overview() RETURNS TABLE (part text, state text, number bigint, since timestamptz)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        ${REFUSE}
        RETURN QUERY SELECT d.channel, d.state, count(*), min(d.created_at) FROM notifications.delivery d GROUP BY 1, 2
          UNION ALL SELECT 'event', 'queued', count(*), min(o.occurred_at) FROM platform.outbox o WHERE o.done_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM platform.event_job j WHERE j.event_id = o.id AND j.state = 'failed')
          UNION ALL SELECT 'event', 'failed', count(*), min(j.at) FROM platform.event_job j WHERE j.state = 'failed'
          UNION ALL SELECT 'schedule', s.name, 0, s.ran_at FROM platform.schedule s ORDER BY 1, 2;
      END $$;
      -- Newest first. Of an event its type stands here, of an e-mail the kind of its notification; never a record, a person or a text.
      CREATE FUNCTION notifications.failures(before timestamptz, before_id uuid, most int)
        RETURNS TABLE (id uuid, channel text, kind text, failed_at timestamptz, error_class text, attempts int)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      #variable_conflict use_column
      BEGIN
        ${REFUSE}
        RETURN QUERY SELECT * FROM (
            SELECT d.id, d.channel, d.kind, d.settled_at AS failed_at, d.error_class, d.attempts::int FROM notifications.delivery d WHERE d.state = 'failed'
            UNION ALL SELECT j.id, 'event', o.type, j.at, j.error_class, j.attempts::int FROM platform.event_job j JOIN platform.outbox o ON o.id = j.event_id
              WHERE j.state = 'failed') f
          WHERE before IS NULL OR (f.failed_at, f.id) < (before, before_id) ORDER BY f.failed_at DESC, f.id DESC LIMIT most;
      END $$;
      -- One, or all when none is named: as new, for the next worker that looks. Answers how many.
      CREATE FUNCTION notifications.redrive(wanted uuid) RETURNS int
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE mails int; events int;
      BEGIN
        ${REFUSE}
        WITH again AS (UPDATE notifications.delivery d SET state = 'queued', attempts = 0, error_class = NULL, settled_at = NULL, leased_until = NULL,
            not_before = clock_timestamp(), look_again_at = clock_timestamp() WHERE d.state = 'failed' AND (wanted IS NULL OR d.id = wanted) RETURNING d.*),
          told AS (UPDATE notifications.notification n SET state = 'queued' FROM again a WHERE n.id = a.notification_id),
          waiting AS (UPDATE notifications.notification n SET state = 'digest' FROM again a
            WHERE a.channel = 'digest' AND n.user_id = a.user_id AND n.state = 'failed' AND n.created_at < a.created_at
              AND NOT EXISTS (SELECT 1 FROM notifications.delivery d WHERE d.notification_id = n.id))
          SELECT count(*) INTO mails FROM again;
        WITH again AS (DELETE FROM platform.event_job j WHERE j.state = 'failed' AND (wanted IS NULL OR j.id = wanted) RETURNING j.event_id),
          relayed AS (UPDATE platform.outbox o SET relayed_at = 'epoch' FROM again a WHERE o.id = a.event_id)
          SELECT count(*) INTO events FROM again;
        RETURN mails + events;
      END $$;
    `);
    for (const door of DOORS)
      await runner.query(
        `ALTER FUNCTION ${door} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ${door} FROM PUBLIC; GRANT EXECUTE ON FUNCTION ${door} TO app_request`,
      );
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${DOORS.join(', ')}`);
  }
}
