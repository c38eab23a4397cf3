import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Servers hear that somebody's number of unread notifications may have changed, and may ask who is there without keeping a session alive. */
export class SignalNotifications1795640005000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whoever listens learns one of 256 parts of all people, and neither whom nor of what.
      CREATE FUNCTION notifications.signal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM pg_notify('notifications', substr(md5(NEW.user_id::text), 1, 2));
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION notifications.signal() FROM PUBLIC;
      CREATE TRIGGER signal AFTER INSERT OR UPDATE OF read_at ON notifications.notification FOR EACH ROW EXECUTE FUNCTION notifications.signal();

      -- As identity.actor_for, but looking is no sign of life: the session ends when it would have.
      CREATE FUNCTION identity.actor_seen(token text) RETURNS TABLE (
        user_id uuid, name text, email text, agency_id smallint, agency_code text, agency_name text, agency_kind text, force_code text,
        clearance smallint, session_id uuid, roles text[], must_change boolean)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      #variable_conflict use_column
      DECLARE hash bytea := sha256(convert_to(token, 'UTF8'));
      BEGIN
        RETURN QUERY SELECT u.id, u.name, u.email, a.id, a.code, a.name, a.kind, a.force_code, u.clearance, s.id,
            ARRAY(SELECT r.role FROM identity.user_role r WHERE r.user_id = u.id ORDER BY r.role),
            coalesce((SELECT c.must_change FROM identity.credential c WHERE c.user_id = u.id), false)
          FROM identity.session s JOIN identity.user_account u ON u.id = s.user_id JOIN identity.agency a ON a.id = u.agency_id
          WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_until > clock_timestamp() AND s.ends_at > clock_timestamp()
            AND u.left_at IS NULL AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date);
      END $$;
      ALTER FUNCTION identity.actor_seen(text) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION identity.actor_seen(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION identity.actor_seen(text) TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION identity.actor_seen(text);
      DROP TRIGGER signal ON notifications.notification;
      DROP FUNCTION notifications.signal();
    `);
  }
}
