import type { MigrationInterface, QueryRunner } from 'typeorm';

const JOBS = [
  'notifications.claim(uuid, text[], interval)',
  'notifications.settle(uuid, int, text, text, interval, int)',
  'notifications.postpone(uuid, timestamptz)',
  'notifications.take_due(int)',
];
const DEFINER = 'VOLATILE SECURITY DEFINER SET search_path = pg_catalog';

/** One row for each e-mail that is to be sent, with its attempts: the queue only carries its id, and may lose it. */
export class DeliverNotifications1795640002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifications.delivery (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        channel text NOT NULL CHECK (channel IN ('email','digest')),
        notification_id uuid UNIQUE REFERENCES notifications.notification,
        user_id uuid NOT NULL REFERENCES identity.user_account,
        event_id bigint NOT NULL,
        kind text NOT NULL,
        day date,
        state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued','sent','failed','suppressed')),
        attempts smallint NOT NULL DEFAULT 0,
        not_before timestamptz NOT NULL DEFAULT clock_timestamp(),
        look_again_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '2 minutes',
        leased_until timestamptz,
        error_class text CHECK (error_class ~ '^[a-z-]{1,40}$'),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        settled_at timestamptz,
        UNIQUE (user_id, day),
        CHECK ((channel = 'email') = (notification_id IS NOT NULL) AND (channel = 'digest') = (day IS NOT NULL))
      );
      COMMENT ON COLUMN notifications.delivery.event_id IS 'the committed event because of which the worker may act for the person';
      COMMENT ON COLUMN notifications.delivery.look_again_at IS 'when a worker queues it again, should nothing have become of it';
      CREATE INDEX delivery_waiting ON notifications.delivery (look_again_at) WHERE state = 'queued';
      CREATE INDEX delivery_failed ON notifications.delivery (settled_at DESC, id DESC) WHERE state = 'failed';
      ALTER TABLE notifications.delivery ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT (channel, notification_id, user_id, event_id, kind, not_before, look_again_at) ON notifications.delivery TO app_worker;
      GRANT SELECT, INSERT, UPDATE ON notifications.delivery TO keeper;
      GRANT SELECT, UPDATE (state) ON notifications.notification TO keeper;
      CREATE POLICY acting ON notifications.delivery TO app_worker USING (user_id = (SELECT ctx.user_id())) WITH CHECK (user_id = (SELECT ctx.user_id()));
      CREATE POLICY keeper_all ON notifications.delivery TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY keeper_all ON notifications.notification TO keeper USING (true) WITH CHECK (true);
      REVOKE UPDATE (state) ON notifications.notification FROM app_worker;
      INSERT INTO notifications.delivery (channel, notification_id, user_id, event_id, kind, look_again_at)
        SELECT 'email', id, user_id, event_id, kind, clock_timestamp() FROM notifications.notification WHERE state = 'queued';
    `);
    await runner.query(`
      -- Takes one delivery for a while: nobody else gets it until it is settled or the time is over. It counts as an attempt.
      CREATE FUNCTION notifications.claim(wanted uuid, channels text[], hold interval) RETURNS TABLE (
        channel text, notification_id uuid, user_id uuid, event_id bigint, kind text, attempts int)
      LANGUAGE sql ${DEFINER} AS $$
        UPDATE notifications.delivery d SET leased_until = clock_timestamp() + hold, look_again_at = clock_timestamp() + hold, attempts = d.attempts + 1
          WHERE d.id = wanted AND d.channel = ANY (channels) AND d.state = 'queued' AND d.not_before <= clock_timestamp()
            AND (d.leased_until IS NULL OR d.leased_until <= clock_timestamp())
          RETURNING d.channel, d.notification_id, d.user_id, d.event_id, d.kind, d.attempts::int $$;
      -- What became of an attempt. A failure waits and is tried again until it was the last; one that was overtaken says nothing.
      CREATE FUNCTION notifications.settle(wanted uuid, attempt int, outcome text, error text, pause interval, most int) RETURNS text
      LANGUAGE plpgsql ${DEFINER} AS $$
      DECLARE done notifications.delivery;
      BEGIN
        UPDATE notifications.delivery d SET leased_until = NULL, error_class = error,
            state = CASE WHEN outcome <> 'failed' OR d.attempts >= most THEN outcome ELSE 'queued' END,
            settled_at = CASE WHEN outcome <> 'failed' OR d.attempts >= most THEN clock_timestamp() END,
            not_before = CASE WHEN outcome = 'failed' THEN clock_timestamp() + pause ELSE d.not_before END,
            look_again_at = clock_timestamp() + pause
          WHERE d.id = wanted AND d.state = 'queued' AND (outcome <> 'failed' OR d.attempts = attempt) RETURNING * INTO done;
        IF done.state <> 'queued' THEN
          UPDATE notifications.notification n SET state = done.state WHERE n.id = done.notification_id
            OR (done.channel = 'digest' AND n.user_id = done.user_id AND n.state = 'digest' AND n.created_at < done.created_at);
        END IF;
        RETURN done.state;
      END $$;
      -- Until then it does not exist for a worker, and the attempt did not happen.
      CREATE FUNCTION notifications.postpone(wanted uuid, until timestamptz) RETURNS void
      LANGUAGE sql ${DEFINER} AS $$
        UPDATE notifications.delivery d SET not_before = until, look_again_at = until, leased_until = NULL, attempts = d.attempts - 1
          WHERE d.id = wanted AND d.state = 'queued' $$;
      -- What should have been heard of by now, to be given to the queue again under the same id.
      CREATE FUNCTION notifications.take_due(most int) RETURNS TABLE (id uuid, channel text)
      LANGUAGE sql ${DEFINER} AS $$
        UPDATE notifications.delivery d SET look_again_at = clock_timestamp() + interval '2 minutes'
          FROM (SELECT w.id FROM notifications.delivery w WHERE w.state = 'queued' AND w.look_again_at <= clock_timestamp()
            ORDER BY w.look_again_at LIMIT most FOR UPDATE SKIP LOCKED) due
          WHERE d.id = due.id RETURNING d.id, d.channel $$;
    `);
    for (const job of JOBS)
      await runner.query(
        `ALTER FUNCTION ${job} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ${job} FROM PUBLIC; GRANT EXECUTE ON FUNCTION ${job} TO app_worker`,
      );
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${JOBS.join(', ')};
      GRANT UPDATE (state) ON notifications.notification TO app_worker;
      DROP POLICY keeper_all ON notifications.notification;
      REVOKE SELECT, UPDATE (state) ON notifications.notification FROM keeper;
      DROP TABLE notifications.delivery;
    `);
  }
}
