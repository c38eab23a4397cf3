import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agencies, people, their roles and sessions; and the context that row-level security reads, resolved from an opaque token. */
export class CreateIdentity1795400001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE identity.agency (
        id smallint PRIMARY KEY,
        code text NOT NULL UNIQUE,
        name text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('task-force','hub','co-ordination-centre','partner','funder','network')),
        force_code text,
        starts_on date NOT NULL,
        ends_on date,
        successor_id smallint REFERENCES identity.agency
      );
      COMMENT ON TABLE identity.agency IS 'reference: who takes part; every signed-in person may read it';
      CREATE TABLE identity.area (
        code text PRIMARY KEY,
        label text NOT NULL,
        name text NOT NULL,
        region text NOT NULL,
        map_column smallint NOT NULL,
        map_row smallint NOT NULL,
        geographic boolean NOT NULL
      );
      COMMENT ON TABLE identity.area IS 'reference: police force areas and their place on the tile map';
      CREATE TABLE identity.user_account (
        id uuid PRIMARY KEY,
        email text NOT NULL UNIQUE CHECK (email = lower(email)),
        name text NOT NULL,
        agency_id smallint NOT NULL REFERENCES identity.agency,
        clearance smallint NOT NULL CHECK (clearance BETWEEN 0 AND 3),
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        left_at timestamptz
      );
      CREATE TABLE identity.user_role (
        user_id uuid NOT NULL REFERENCES identity.user_account,
        role text NOT NULL,
        PRIMARY KEY (user_id, role)
      );
      CREATE TABLE identity.credential (
        user_id uuid PRIMARY KEY REFERENCES identity.user_account,
        password_hash text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now(),
        must_change boolean NOT NULL DEFAULT false,
        failures int NOT NULL DEFAULT 0,
        locked_until timestamptz
      );
      CREATE TABLE identity.session (
        token_hash bytea PRIMARY KEY,
        id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES identity.user_account,
        kind text NOT NULL CHECK (kind IN ('page','api','acting')),
        opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        idle_until timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        ended_at timestamptz,
        outbox_id bigint REFERENCES platform.outbox
      );
      CREATE INDEX session_by_user ON identity.session (user_id) WHERE ended_at IS NULL;

      GRANT SELECT ON identity.agency, identity.area TO app_request, app_worker, app_signin, keeper;
      GRANT SELECT ON identity.user_account, identity.user_role TO app_request, app_worker, app_signin, keeper;
      GRANT INSERT, UPDATE ON identity.user_account TO app_request;
      GRANT INSERT, DELETE ON identity.user_role TO app_request;
      GRANT SELECT, INSERT, UPDATE, DELETE ON identity.session TO keeper;
      GRANT SELECT, INSERT, UPDATE ON identity.credential TO keeper;
      GRANT SELECT, UPDATE ON identity.credential TO app_signin;
      GRANT SELECT, INSERT, UPDATE ON identity.session TO app_signin;
    `);
    await this.createContext(runner);
    await this.createPolicies(runner);
  }

  private async createContext(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The person behind the transaction's token: nobody when the token is absent, ended, idle, or its owner has left.
      CREATE FUNCTION ctx.actor(OUT user_id uuid, OUT agency_id smallint, OUT clearance smallint, OUT session_id uuid)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        SELECT u.id, u.agency_id, u.clearance, s.id INTO user_id, agency_id, clearance, session_id
        FROM identity.session s JOIN identity.user_account u ON u.id = s.user_id JOIN identity.agency a ON a.id = u.agency_id
        WHERE s.token_hash = sha256(convert_to(current_setting('ctx.token', true), 'UTF8'))
          AND s.ended_at IS NULL AND s.idle_until > clock_timestamp() AND s.ends_at > clock_timestamp()
          AND u.left_at IS NULL AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date);
      END $$;
      CREATE FUNCTION ctx.agency() RETURNS smallint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ BEGIN RETURN (ctx.actor()).agency_id; END $$;
      CREATE FUNCTION ctx.user_id() RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ BEGIN RETURN (ctx.actor()).user_id; END $$;
      CREATE FUNCTION ctx.clearance() RETURNS smallint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ BEGIN RETURN (ctx.actor()).clearance; END $$;
      CREATE FUNCTION ctx.has_role(wanted text) RETURNS boolean
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        RETURN coalesce((SELECT true FROM identity.user_role r WHERE r.user_id = (ctx.actor()).user_id AND r.role = wanted), false);
      END $$;
      -- Who a bearer or cookie token belongs to; extends its idle time at most once a minute.
      CREATE FUNCTION identity.actor_for(token text) RETURNS TABLE (
        user_id uuid, name text, email text, agency_id smallint, agency_code text, agency_name text, agency_kind text, force_code text,
        clearance smallint, session_id uuid, roles text[], must_change boolean)
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      #variable_conflict use_column
      DECLARE who record;
      BEGIN
        PERFORM set_config('ctx.token', token, true);
        SELECT * INTO who FROM ctx.actor();
        IF who.user_id IS NULL THEN RETURN; END IF;
        UPDATE identity.session s SET idle_until = least(clock_timestamp() + CASE s.kind WHEN 'page' THEN interval '15 minutes' ELSE interval '1 hour' END, s.ends_at)
          WHERE s.id = who.session_id AND s.kind <> 'acting'
            AND s.idle_until < clock_timestamp() + CASE s.kind WHEN 'page' THEN interval '14 minutes' ELSE interval '59 minutes' END
            AND s.idle_until < s.ends_at;
        RETURN QUERY SELECT u.id, u.name, u.email, a.id, a.code, a.name, a.kind, a.force_code, u.clearance, who.session_id,
          ARRAY(SELECT r.role FROM identity.user_role r WHERE r.user_id = u.id ORDER BY r.role),
          coalesce((SELECT c.must_change FROM identity.credential c WHERE c.user_id = u.id), false)
          FROM identity.user_account u JOIN identity.agency a ON a.id = u.agency_id WHERE u.id = who.user_id;
      END $$;
      CREATE FUNCTION identity.end_session(token text) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ UPDATE identity.session SET ended_at = clock_timestamp() WHERE token_hash = sha256(convert_to(token, 'UTF8')) AND ended_at IS NULL $$;
      -- The worker acts for a person only because of a committed event: a token for one minute, for this transaction.
      CREATE FUNCTION ctx.act_for(person uuid, event bigint) RETURNS text
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE token text := encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex');
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM platform.outbox o WHERE o.id = event AND o.xid <> pg_current_xact_id()) THEN
          RAISE EXCEPTION 'no committed event' USING ERRCODE = 'CL404';
        END IF;
        -- Never waits for another job that tidies up the same rows.
        DELETE FROM identity.session WHERE token_hash IN (SELECT s.token_hash FROM identity.session s
          WHERE s.kind = 'acting' AND s.ends_at < clock_timestamp() - interval '1 minute' FOR UPDATE SKIP LOCKED);
        INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at, outbox_id)
          VALUES (sha256(convert_to(token, 'UTF8')), person, 'acting', clock_timestamp() + interval '1 minute', clock_timestamp() + interval '1 minute', event);
        PERFORM set_config('ctx.token', token, true);
        RETURN token;
      END $$;
      GRANT USAGE ON SCHEMA ctx, identity, platform TO keeper;
      ALTER FUNCTION ctx.actor() OWNER TO keeper; ALTER FUNCTION ctx.agency() OWNER TO keeper; ALTER FUNCTION ctx.user_id() OWNER TO keeper;
      ALTER FUNCTION ctx.clearance() OWNER TO keeper; ALTER FUNCTION ctx.has_role(text) OWNER TO keeper;
      ALTER FUNCTION identity.actor_for(text) OWNER TO keeper; ALTER FUNCTION identity.end_session(text) OWNER TO keeper;
      ALTER FUNCTION ctx.act_for(uuid, bigint) OWNER TO keeper;
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA ctx, identity FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ctx.agency(), ctx.user_id(), ctx.clearance(), ctx.has_role(text) TO app_request, app_worker, app_signin;
      GRANT EXECUTE ON FUNCTION identity.actor_for(text), identity.end_session(text) TO app_request;
      GRANT EXECUTE ON FUNCTION ctx.act_for(uuid, bigint) TO app_worker;
    `);
  }

  private async createPolicies(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE identity.user_account ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE identity.user_role ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE identity.credential ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE identity.session ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE platform.outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE platform.idempotency ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY keeper_all ON identity.user_account TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY keeper_all ON identity.user_role TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY keeper_all ON identity.credential TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY keeper_all ON identity.session TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY keeper_all ON platform.outbox TO keeper USING (true);
      CREATE POLICY signin_reads ON identity.user_account FOR SELECT TO app_signin USING (true);
      CREATE POLICY signin_reads ON identity.user_role FOR SELECT TO app_signin USING (true);
      CREATE POLICY signin_all ON identity.credential TO app_signin USING (true) WITH CHECK (true);
      CREATE POLICY signin_all ON identity.session TO app_signin USING (kind <> 'acting') WITH CHECK (kind <> 'acting');
      -- The people directory: one's own agency, and everyone for the administrator of accounts.
      CREATE POLICY own_agency ON identity.user_account FOR SELECT TO app_request, app_worker
        USING (agency_id = (SELECT ctx.agency()) OR (SELECT ctx.has_role('administrator')));
      CREATE POLICY administrator_writes ON identity.user_account FOR INSERT TO app_request WITH CHECK ((SELECT ctx.has_role('administrator')));
      CREATE POLICY administrator_updates ON identity.user_account FOR UPDATE TO app_request
        USING ((SELECT ctx.has_role('administrator'))) WITH CHECK ((SELECT ctx.has_role('administrator')));
      CREATE POLICY directory ON identity.user_role FOR SELECT TO app_request, app_worker
        USING ((SELECT true FROM identity.user_account u WHERE u.id = user_id LIMIT 1));
      CREATE POLICY administrator_adds ON identity.user_role FOR INSERT TO app_request WITH CHECK ((SELECT ctx.has_role('administrator')));
      CREATE POLICY administrator_removes ON identity.user_role FOR DELETE TO app_request USING ((SELECT ctx.has_role('administrator')));
      CREATE POLICY own_event ON platform.outbox FOR INSERT TO app_request
        WITH CHECK (actor_id = (SELECT ctx.user_id()) AND agency_id = (SELECT ctx.agency()));
      CREATE POLICY relay ON platform.outbox FOR SELECT TO app_worker USING (true);
      CREATE POLICY relayed ON platform.outbox FOR UPDATE TO app_worker USING (true) WITH CHECK (true);
      CREATE POLICY own_key ON platform.idempotency TO app_request
        USING (user_id = (SELECT ctx.user_id())) WITH CHECK (user_id = (SELECT ctx.user_id()));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP POLICY own_event ON platform.outbox; DROP POLICY relay ON platform.outbox; DROP POLICY relayed ON platform.outbox;
      DROP POLICY keeper_all ON platform.outbox; DROP POLICY own_key ON platform.idempotency;
      DROP FUNCTION identity.actor_for(text), identity.end_session(text), ctx.act_for(uuid, bigint), ctx.agency(), ctx.user_id(),
        ctx.clearance(), ctx.has_role(text), ctx.actor() CASCADE;
      DROP TABLE identity.session, identity.credential, identity.user_role, identity.user_account, identity.area, identity.agency CASCADE;
    `);
  }
}
