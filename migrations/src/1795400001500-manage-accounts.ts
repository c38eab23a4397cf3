import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passwords are set by functions that check who asks; nobody administers their own account. */
export class ManageAccounts1795400001500 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT INSERT, UPDATE ON identity.user_account TO keeper;
      GRANT INSERT, DELETE ON identity.user_role TO keeper;

      -- The administrator's one-time password for somebody else: ends every session of theirs.
      CREATE FUNCTION identity.issue_password(person uuid, hash text) RETURNS void
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF NOT ctx.has_role('administrator') OR person = ctx.user_id() THEN RAISE EXCEPTION 'own-account' USING ERRCODE = 'CL403'; END IF;
        INSERT INTO identity.credential (user_id, password_hash, must_change) VALUES (person, hash, true)
          ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, must_change = true, changed_at = clock_timestamp(),
            failures = 0, locked_until = NULL;
        UPDATE identity.session s SET ended_at = clock_timestamp() WHERE s.user_id = person AND s.ended_at IS NULL;
      END $$;
      -- One's own password: ends one's other sessions and says how many.
      CREATE FUNCTION identity.change_own_password(hash text) RETURNS int
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record; ended int;
      BEGIN
        SELECT * INTO me FROM ctx.actor();
        IF me.user_id IS NULL THEN RAISE EXCEPTION 'signed-out' USING ERRCODE = 'CL403'; END IF;
        UPDATE identity.credential c SET password_hash = hash, must_change = false, changed_at = clock_timestamp(), failures = 0, locked_until = NULL
          WHERE c.user_id = me.user_id;
        UPDATE identity.session s SET ended_at = clock_timestamp()
          WHERE s.user_id = me.user_id AND s.id <> me.session_id AND s.kind <> 'acting' AND s.ended_at IS NULL;
        GET DIAGNOSTICS ended = ROW_COUNT;
        RETURN ended;
      END $$;
      -- Leaving, and a departure's correction, end every session at once.
      CREATE FUNCTION identity.end_sessions_of(person uuid) RETURNS void
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF NOT ctx.has_role('administrator') THEN RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;
        UPDATE identity.session s SET ended_at = clock_timestamp() WHERE s.user_id = person AND s.ended_at IS NULL;
      END $$;
      ALTER FUNCTION identity.issue_password(uuid, text) OWNER TO keeper;
      ALTER FUNCTION identity.change_own_password(text) OWNER TO keeper;
      ALTER FUNCTION identity.end_sessions_of(uuid) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION identity.issue_password(uuid, text), identity.change_own_password(text), identity.end_sessions_of(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION identity.issue_password(uuid, text), identity.change_own_password(text), identity.end_sessions_of(uuid) TO app_request;

      ALTER POLICY administrator_updates ON identity.user_account
        USING ((SELECT ctx.has_role('administrator')) AND id <> (SELECT ctx.user_id()));
      ALTER POLICY administrator_adds ON identity.user_role
        WITH CHECK ((SELECT ctx.has_role('administrator')) AND user_id <> (SELECT ctx.user_id()));
      ALTER POLICY administrator_removes ON identity.user_role
        USING ((SELECT ctx.has_role('administrator')) AND user_id <> (SELECT ctx.user_id()));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER POLICY administrator_updates ON identity.user_account USING ((SELECT ctx.has_role('administrator')));
      ALTER POLICY administrator_adds ON identity.user_role WITH CHECK ((SELECT ctx.has_role('administrator')));
      ALTER POLICY administrator_removes ON identity.user_role USING ((SELECT ctx.has_role('administrator')));
      DROP FUNCTION identity.issue_password(uuid, text), identity.change_own_password(text), identity.end_sessions_of(uuid);
      REVOKE INSERT, UPDATE ON identity.user_account FROM keeper;
      REVOKE INSERT, DELETE ON identity.user_role FROM keeper;
    `);
  }
}
