import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each person wants to hear of and how: by kind and channel, quiet hours, and one e-mail a day instead of many. */
export class ChooseNotifications1795640003000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifications.kind_choice (
        user_id uuid NOT NULL REFERENCES identity.user_account,
        kind text NOT NULL CHECK (kind ~ '^[a-z-]{1,60}$'),
        in_inbox boolean NOT NULL,
        email text NOT NULL CHECK (email IN ('at-once','daily','never')),
        PRIMARY KEY (user_id, kind)
      );
      CREATE TABLE notifications.time_choice (
        user_id uuid PRIMARY KEY REFERENCES identity.user_account,
        quiet_from time,
        quiet_until time,
        digest_at time NOT NULL DEFAULT '08:00',
        version int NOT NULL DEFAULT 1,
        CHECK ((quiet_from IS NULL) = (quiet_until IS NULL) AND quiet_from <> quiet_until)
      );
      COMMENT ON TABLE notifications.time_choice IS 'times of day as the clock shows them in the United Kingdom';
      GRANT SELECT, INSERT, UPDATE ON notifications.kind_choice, notifications.time_choice TO app_request;
      GRANT SELECT ON notifications.kind_choice, notifications.time_choice TO app_worker;
      GRANT SELECT ON notifications.time_choice TO keeper;
    `);
    for (const table of ['kind_choice', 'time_choice'])
      await runner.query(`
        ALTER TABLE notifications.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY own ON notifications.${table} TO app_request, app_worker USING (user_id = (SELECT ctx.user_id())) WITH CHECK (user_id = (SELECT ctx.user_id()))`);
    await runner.query(`
      CREATE POLICY keeper_reads ON notifications.time_choice FOR SELECT TO keeper USING (true);
      ALTER TABLE notifications.notification ADD COLUMN in_inbox boolean NOT NULL DEFAULT true;
      COMMENT ON COLUMN notifications.notification.in_inbox IS 'false where the person wants no such notification in the inbox';
      GRANT INSERT (in_inbox) ON notifications.notification TO app_worker;
      ALTER TABLE notifications.notification DROP CONSTRAINT notification_state_check,
        ADD CONSTRAINT notification_state_check CHECK (state IN ('off','queued','digest','sent','failed','suppressed'));
      CREATE INDEX notification_for_digest ON notifications.notification (user_id, created_at) WHERE state = 'digest';

      -- The end of the quiet hours that the moment lies in; nothing outside them. Clocks go forward and back with the country's.
      CREATE FUNCTION notifications.quiet_end(quiet_from time, quiet_until time, moment timestamptz) RETURNS timestamptz
      LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
        SELECT (here.at::date + CASE WHEN here.at::time >= quiet_until THEN 1 ELSE 0 END + quiet_until) AT TIME ZONE 'Europe/London'
        FROM (SELECT moment AT TIME ZONE 'Europe/London' AS at) here
        WHERE CASE WHEN quiet_from < quiet_until THEN here.at::time >= quiet_from AND here.at::time < quiet_until
          ELSE here.at::time >= quiet_from OR here.at::time < quiet_until END $$;
      -- One daily e-mail for each person for whom something has waited since before its hour of today.
      CREATE FUNCTION notifications.make_digests(most int) RETURNS int
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE today date := (clock_timestamp() AT TIME ZONE 'Europe/London')::date; made int;
      BEGIN
        INSERT INTO notifications.delivery (channel, user_id, event_id, kind, day, look_again_at)
          SELECT 'digest', w.user_id, w.event_id, 'daily-digest', today, clock_timestamp() FROM (
            SELECT n.user_id, max(n.event_id) AS event_id, min(n.created_at) AS since FROM notifications.notification n
            WHERE n.state = 'digest' AND NOT EXISTS (SELECT 1 FROM notifications.delivery d WHERE d.user_id = n.user_id AND d.day = today)
            GROUP BY n.user_id) w LEFT JOIN notifications.time_choice c ON c.user_id = w.user_id,
            LATERAL (SELECT (today + coalesce(c.digest_at, '08:00')) AT TIME ZONE 'Europe/London' AS at) hour
          WHERE hour.at <= clock_timestamp() AND w.since < hour.at LIMIT most
          ON CONFLICT (user_id, day) DO NOTHING;
        GET DIAGNOSTICS made = ROW_COUNT;
        RETURN made;
      END $$;
      ALTER FUNCTION notifications.make_digests(int) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION notifications.make_digests(int), notifications.quiet_end(time, time, timestamptz) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION notifications.make_digests(int), notifications.quiet_end(time, time, timestamptz) TO app_worker;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION notifications.make_digests(int), notifications.quiet_end(time, time, timestamptz);
      DROP INDEX notifications.notification_for_digest;
      DELETE FROM notifications.delivery WHERE channel = 'digest';
      UPDATE notifications.notification SET state = 'off' WHERE state = 'digest';
      ALTER TABLE notifications.notification DROP CONSTRAINT notification_state_check,
        ADD CONSTRAINT notification_state_check CHECK (state IN ('off','queued','sent','failed','suppressed'));
      ALTER TABLE notifications.notification DROP COLUMN in_inbox;
      DROP TABLE notifications.time_choice, notifications.kind_choice;
    `);
  }
}
