import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log of DPA 2018 s.62: appended by a function that names the person from their token, hash-linked by the worker. */
export class CreateAudit1795400005000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit.entry (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        event text NOT NULL,
        outcome text NOT NULL,
        reason text,
        user_id uuid,
        agency_id smallint,
        session_id uuid,
        request_id text,
        record_ids uuid[] NOT NULL,
        detail jsonb NOT NULL
      );
      CREATE INDEX entry_order ON audit.entry (xid, id);
      CREATE INDEX entry_records ON audit.entry USING gin (record_ids);
      CREATE INDEX entry_user ON audit.entry (user_id, id);
      CREATE TABLE audit.link (
        seq bigint PRIMARY KEY,
        entry_id bigint NOT NULL UNIQUE REFERENCES audit.entry,
        entry_xid xid8 NOT NULL,
        hash bytea NOT NULL CHECK (length(hash) = 32)
      );
      ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE audit.link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT ON audit.entry, audit.link TO keeper;
      GRANT SELECT ON audit.entry, audit.link TO app_request;
      CREATE POLICY keeper_reads ON audit.entry FOR SELECT TO keeper USING (true);
      CREATE POLICY keeper_appends ON audit.entry FOR INSERT TO keeper WITH CHECK (true);
      CREATE POLICY keeper_reads ON audit.link FOR SELECT TO keeper USING (true);
      CREATE POLICY keeper_appends ON audit.link FOR INSERT TO keeper WITH CHECK (true);
      CREATE POLICY auditor_reads ON audit.entry FOR SELECT TO app_request USING ((SELECT ctx.has_role('auditor')));
      CREATE POLICY auditor_reads ON audit.link FOR SELECT TO app_request USING ((SELECT ctx.has_role('auditor')));
      CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS
        $$ BEGIN RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'CL403'; END $$;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.link FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();

      -- Appends entries [{token, event, outcome, reason, requestId, recordIds, detail}]; the token, never the caller, says who it was.
      CREATE FUNCTION audit.append(entries jsonb) RETURNS void
      LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
        INSERT INTO audit.entry (event, outcome, reason, user_id, agency_id, session_id, request_id, record_ids, detail)
        SELECT e.event, e.outcome, e.reason, u.id, u.agency_id, s.id, e."requestId", coalesce(e."recordIds", '{}'), coalesce(e.detail, '{}')
        FROM jsonb_to_recordset(entries) AS e(token text, event text, outcome text, reason text, "requestId" text, "recordIds" uuid[], detail jsonb)
        LEFT JOIN identity.session s ON s.token_hash = sha256(convert_to(e.token, 'UTF8'))
        LEFT JOIN identity.user_account u ON u.id = s.user_id $$;

      -- What is hashed for an entry: every column, in order, as JSON text.
      CREATE FUNCTION audit.canonical(e audit.entry) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
        SELECT json_build_array(e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.xid::text, e.event, e.outcome, e.reason,
          e.user_id, e.agency_id, e.session_id, e.request_id, e.record_ids::text, e.detail::text)::text $$;

      -- Links committed entries in (xid, id) order, only those older than every transaction still running: none can appear behind the cursor.
      CREATE FUNCTION audit.seal(batch int) RETURNS int
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE last audit.link; e audit.entry; linked int := 0; head bytea; n bigint;
      BEGIN
        IF NOT pg_try_advisory_xact_lock(6209301) THEN RETURN 0; END IF;
        SELECT * INTO last FROM audit.link ORDER BY seq DESC LIMIT 1;
        head := coalesce(last.hash, sha256('county lines intelligence network audit log'::bytea));
        n := coalesce(last.seq, 0);
        FOR e IN SELECT * FROM audit.entry x
          WHERE (x.xid, x.id) > (coalesce(last.entry_xid, '0'::xid8), coalesce(last.entry_id, 0)) AND x.xid < pg_snapshot_xmin(pg_current_snapshot())
          ORDER BY x.xid, x.id LIMIT batch
        LOOP
          head := sha256(head || convert_to(audit.canonical(e), 'UTF8'));
          n := n + 1;
          INSERT INTO audit.link VALUES (n, e.id, e.xid, head);
          linked := linked + 1;
        END LOOP;
        RETURN linked;
      END $$;
      ALTER FUNCTION audit.append(jsonb) OWNER TO keeper; ALTER FUNCTION audit.seal(int) OWNER TO keeper;
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit.append(jsonb) TO app_request, app_signin, app_worker;
      GRANT EXECUTE ON FUNCTION audit.seal(int) TO app_worker;
      GRANT EXECUTE ON FUNCTION audit.canonical(audit.entry) TO keeper;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION audit.append(jsonb), audit.seal(int), audit.canonical(audit.entry);
      DROP TABLE audit.link, audit.entry CASCADE;
      DROP FUNCTION audit.refuse();
    `);
  }
}
