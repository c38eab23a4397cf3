import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS';

/** Named discovery: whoever knows an exact reference may learn "held by X, ask", when X said so and an agreement in force binds both. */
export class NameWhatIsHeld1795500043000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Where the records of a kind lie. Each such table has id, reference, owner_agency_id and discovery, and lets the keeper read these.
      CREATE TABLE access.record_kind (
        kind smallint PRIMARY KEY,
        record_table regclass NOT NULL UNIQUE,
        sanitised_from smallint NOT NULL);
      COMMENT ON TABLE access.record_kind IS 'reference: where the records of a kind lie, and from which status on their items'' text has been assessed as sanitised';
      GRANT SELECT ON access.record_kind TO keeper;
      INSERT INTO access.record_kind VALUES (1, 'intelligence.report', 4);
      CREATE INDEX report_reference ON intelligence.report (reference);
      GRANT SELECT (id, reference, owner_agency_id, discovery) ON intelligence.report TO keeper;
      CREATE POLICY keeper_finds ON intelligence.report FOR SELECT TO keeper USING (true);

      CREATE TABLE access.attempt (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id uuid NOT NULL, what text NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp());
      CREATE INDEX attempt_user ON access.attempt (user_id, what, at);
      CREATE TABLE access.discovery_question (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        record_id uuid NOT NULL, reference text NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency, asker_agency_id smallint NOT NULL REFERENCES identity.agency,
        asked_by uuid NOT NULL, reason text NOT NULL CHECK (btrim(reason) <> ''), asked_at timestamptz NOT NULL DEFAULT now());
      CREATE INDEX discovery_question_record ON access.discovery_question (record_id);
      CREATE INDEX discovery_question_asker ON access.discovery_question (asked_by, asked_at);
      GRANT SELECT, INSERT, DELETE ON access.attempt TO keeper;
      GRANT SELECT, INSERT ON access.discovery_question TO keeper;
      GRANT INSERT ON platform.outbox TO keeper;
      CREATE POLICY keeper_tells ON platform.outbox FOR INSERT TO keeper WITH CHECK (true);
      -- Not the record's id: an asker knows the reference and learns nothing else.
      GRANT SELECT (id, reference, owner_agency_id, asker_agency_id, asked_by, reason, asked_at) ON access.discovery_question TO app_request;
    `);
    for (const table of ['attempt', 'discovery_question']) {
      await runner.query(`ALTER TABLE access.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY keeper_all ON access.${table} TO keeper USING (true) WITH CHECK (true)`);
    }
    await runner.query(`
      -- Only for a question that the caller's agency received, so that nobody can probe other ids with it.
      CREATE FUNCTION access.question_reaches(question uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce((SELECT access.owns(q.record_id) FROM access.discovery_question q WHERE q.id = question AND q.owner_agency_id = ctx.agency()), false) $$;
      -- At most so many tries an hour; answers whether this one is within. One person's tries wait for each other.
      CREATE FUNCTION access.count_attempt(kind text, most int) RETURNS boolean ${DEFINER} $$
      DECLARE me uuid := ctx.user_id();
      BEGIN
        PERFORM pg_advisory_xact_lock(6209304, hashtext(me::text || kind));
        DELETE FROM access.attempt a WHERE a.user_id = me AND a.what = kind AND a.at < clock_timestamp() - interval '1 day';
        IF (SELECT count(*) FROM access.attempt a WHERE a.user_id = me AND a.what = kind AND a.at > clock_timestamp() - interval '1 hour') >= most THEN
          RETURN false; END IF;
        INSERT INTO access.attempt (user_id, what) VALUES (me, kind);
        RETURN true;
      END $$;
      -- Every record under exactly this reference, whatever its kind, with its owner's labels.
      CREATE FUNCTION access.held_under(asked text) RETURNS TABLE (record uuid, discovery text, sanitised_from smallint)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE place access.record_kind;
      BEGIN
        FOR place IN SELECT * FROM access.record_kind k ORDER BY k.kind LOOP
          RETURN QUERY EXECUTE format('SELECT t.id, t.discovery, $2 FROM %s t WHERE t.reference = $1', place.record_table) USING asked, place.sanitised_from;
        END LOOP;
      END $$;
      -- Named: another's, out of draft, in no operation, within the caller's clearance, and both bound by an agreement in force.
      CREATE FUNCTION access.named_under(asked text) RETURNS TABLE (record uuid, owner_id smallint)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT h.record, v.owner_id FROM access.held_under(asked) h
          JOIN access.record_visibility v ON v.record_id = h.record AND v.disclosure_id IS NULL
        WHERE h.discovery = 'named' AND v.owner_id <> (SELECT ctx.agency()) AND v.private_to IS NULL AND v.compartment_id IS NULL
          AND v.sensitivity <= (SELECT ctx.clearance())
          AND EXISTS (SELECT 1 FROM sharing.agreement_party us JOIN sharing.agreement_party them USING (agreement_id)
            WHERE us.agency_id = (SELECT ctx.agency()) AND them.agency_id = v.owner_id AND agreement_id NOT IN (SELECT ctx.lapsed_agreements()))
        LIMIT 1 $$;
      -- The declassification: the owner and whom to ask, or nothing at all. Asking is what counts against the hour, not finding.
      CREATE FUNCTION access.discover(asked text) RETURNS TABLE (outcome text, owner text, owner_name text) ${DEFINER} $$
      BEGIN
        IF ctx.user_id() IS NULL THEN RAISE EXCEPTION 'no session' USING ERRCODE = 'CL403'; END IF;
        IF NOT access.count_attempt('discovery', 30) THEN RETURN QUERY SELECT 'too-many', NULL::text, NULL::text; RETURN; END IF;
        RETURN QUERY SELECT 'named', a.code, a.name FROM access.named_under(asked) n JOIN identity.agency a ON a.id = n.owner_id;
      END $$;
      -- Asks the owner of a named record. The event and the owner's side of the log carry the record's id, which the asker never gets.
      CREATE FUNCTION access.ask_owner(asked text, why text) RETURNS TABLE (outcome text, question uuid, owner text, owner_name text) ${DEFINER} $$
      DECLARE me record; found record; made uuid;
      BEGIN
        me := ctx.actor();
        IF me.user_id IS NULL THEN RAISE EXCEPTION 'no session' USING ERRCODE = 'CL403'; END IF;
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why you ask.' USING ERRCODE = 'CL422'; END IF;
        IF NOT access.count_attempt('discovery', 30) THEN RETURN QUERY SELECT 'too-many', NULL::uuid, NULL::text, NULL::text; RETURN; END IF;
        SELECT n.record, n.owner_id, a.code, a.name INTO found FROM access.named_under(asked) n JOIN identity.agency a ON a.id = n.owner_id;
        IF found.record IS NULL THEN RETURN; END IF;
        INSERT INTO access.discovery_question AS q (record_id, reference, owner_agency_id, asker_agency_id, asked_by, reason)
          VALUES (found.record, asked, found.owner_id, me.agency_id, me.user_id, btrim(why)) RETURNING q.id INTO made;
        INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
          VALUES ('discovery.asked.v1', found.record, me.user_id, me.agency_id, jsonb_build_object('questionId', made));
        PERFORM audit.append(jsonb_build_array(jsonb_build_object('token', current_setting('ctx.token', true), 'event', 'discovery.asked-of-owner',
          'outcome', 'allowed', 'recordIds', jsonb_build_array(found.record), 'detail', jsonb_build_object('question', made, 'owner', found.code))));
        RETURN QUERY SELECT 'named', made, found.code, found.name;
      END $$;
      CREATE POLICY asker_or_owner ON access.discovery_question FOR SELECT TO app_request
        USING (asked_by = (SELECT ctx.user_id()) OR (owner_agency_id = (SELECT ctx.agency()) AND (SELECT access.question_reaches(discovery_question.id))));
      GRANT EXECUTE ON FUNCTION audit.append(jsonb) TO keeper;
    `);
    const inner = ['count_attempt(text, int)', 'held_under(text)', 'named_under(text)'];
    const outer = ['discover(text)', 'ask_owner(text, text)', 'question_reaches(uuid)'];
    for (const name of [...inner, ...outer])
      await runner.query(
        `ALTER FUNCTION access.${name} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION access.${name} FROM PUBLIC`,
      );
    for (const name of outer) await runner.query(`GRANT EXECUTE ON FUNCTION access.${name} TO app_request`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE access.discovery_question, access.attempt CASCADE;
      DROP FUNCTION access.ask_owner(text, text), access.discover(text), access.named_under(text), access.held_under(text),
        access.count_attempt(text, int), access.question_reaches(uuid);
      DROP POLICY keeper_tells ON platform.outbox;
      REVOKE INSERT ON platform.outbox FROM keeper;
      REVOKE EXECUTE ON FUNCTION audit.append(jsonb) FROM keeper;
      DROP POLICY keeper_finds ON intelligence.report;
      REVOKE SELECT (id, reference, owner_agency_id, discovery) ON intelligence.report FROM keeper;
      DROP INDEX intelligence.report_reference;
      DROP TABLE access.record_kind;
    `);
  }
}
