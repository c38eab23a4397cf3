import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS';
const EMERGENCY = 'OLD.disclosure_id IS NOT NULL AND OLD.private_to IS NOT NULL';
const CONSENTS = (own: string): string => `owner_agency_id = (SELECT ctx.agency())
  AND (SELECT true FROM access.item_visibility v WHERE v.item_id = originator_consent.item_id${own} LIMIT 1)`;
const VERBS = ['open_emergency(text, text)', 'end_emergency(uuid)', 'review_emergency(uuid, text, text)'];
const CHIEF =
  "((SELECT ctx.has_role('supervisor')) OR (SELECT ctx.has_role('lead')) OR (SELECT ctx.has_role('coordinator')))";

/** Break-glass: a record under its exact reference opens for one person for 60 minutes, through grants of their own, and another reviews it. */
export class OpenInEmergency1795500044000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.emergency_access (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        record_id uuid NOT NULL, reference text NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency, user_agency_id smallint NOT NULL REFERENCES identity.agency,
        user_id uuid NOT NULL REFERENCES identity.user_account, user_name text NOT NULL,
        reason text NOT NULL CHECK (length(btrim(reason)) >= 20),
        opened_at timestamptz NOT NULL DEFAULT now(),
        ends_at timestamptz NOT NULL CHECK (ends_at > opened_at AND ends_at <= opened_at + interval '60 minutes'),
        ended_at timestamptz, ended_by uuid,
        verdict text CHECK (verdict IN ('justified','not-justified')),
        review text CHECK (btrim(review) <> ''),
        reviewed_by uuid CONSTRAINT reviewed_by_another CHECK (reviewed_by <> user_id), reviewed_at timestamptz,
        reminded_at timestamptz, overdue_at timestamptz,
        CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
        CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL) AND (reviewed_by IS NULL) = (verdict IS NULL) AND (reviewed_by IS NULL) = (review IS NULL)));
      COMMENT ON COLUMN access.emergency_access.user_name IS 'the owner is told who it was, whatever agreements say of names';
      CREATE INDEX emergency_unreviewed ON access.emergency_access (opened_at) WHERE reviewed_at IS NULL;
      CREATE INDEX emergency_owner ON access.emergency_access (owner_agency_id, opened_at DESC);
      CREATE INDEX emergency_user ON access.emergency_access (user_id, opened_at DESC);
      CREATE INDEX emergency_record ON access.emergency_access (record_id);
      ALTER TABLE access.emergency_access ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT, UPDATE ON access.emergency_access TO keeper;
      GRANT SELECT ON access.emergency_access TO app_request;
      CREATE POLICY keeper_all ON access.emergency_access TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY own_use ON access.emergency_access FOR SELECT TO app_request USING (user_id = (SELECT ctx.user_id()));
      CREATE POLICY auditor_reads ON access.emergency_access FOR SELECT TO app_request USING ((SELECT ctx.has_role('auditor')));
      -- The owner's chiefs who see the record by right: of an operation, its members.
      CREATE POLICY owner_reads ON access.emergency_access FOR SELECT TO app_request USING (owner_agency_id = (SELECT ctx.agency()) AND ${CHIEF}
        AND (SELECT true FROM access.record_visibility v WHERE v.record_id = emergency_access.record_id AND v.disclosure_id IS NULL LIMIT 1));
      -- What an originator consented to stays with those who see the record by right.
      ALTER POLICY owner_reads ON access.originator_consent USING (${CONSENTS(' AND v.disclosure_id IS NULL')});

      -- An emergency grant stays one person's and outside operations, whatever happens to the record's labels; it can end sooner, never later.
      CREATE FUNCTION access.keep_emergency() RETURNS trigger ${DEFINER} $$
      BEGIN
        NEW.agency_id := OLD.agency_id; NEW.private_to := OLD.private_to; NEW.compartment_id := OLD.compartment_id;
        NEW.valid_until := least(NEW.valid_until, OLD.valid_until);
        RETURN NEW;
      END $$;
      CREATE TRIGGER keep_emergency BEFORE UPDATE ON access.record_visibility FOR EACH ROW WHEN (${EMERGENCY}) EXECUTE FUNCTION access.keep_emergency();
      CREATE TRIGGER keep_emergency BEFORE UPDATE ON access.item_visibility FOR EACH ROW WHEN (${EMERGENCY}) EXECUTE FUNCTION access.keep_emergency();
    `);
    await this.createVerbs(runner);
    await this.createReminding(runner);
    for (const name of [...VERBS, 'keep_emergency()', 'end_emergencies_of_restricted()', 'remind_reviews()'])
      await runner.query(
        `ALTER FUNCTION access.${name} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION access.${name} FROM PUBLIC`,
      );
    for (const name of VERBS) await runner.query(`GRANT EXECUTE ON FUNCTION access.${name} TO app_request`);
    await runner.query('GRANT EXECUTE ON FUNCTION access.remind_reviews() TO app_worker');
  }

  private async createVerbs(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- outcome: opened, visible (by right already), refused (unknown or not this way: alike), too-many.
      CREATE FUNCTION access.open_emergency(asked text, why text) RETURNS TABLE (outcome text, emergency uuid, record uuid, until timestamptz) ${DEFINER} $$
      DECLARE me record; held record; owned access.record_visibility; made uuid := gen_random_uuid(); ends timestamptz := now() + interval '60 minutes';
      BEGIN
        me := ctx.actor();
        IF me.user_id IS NULL OR NOT (ctx.has_role('supervisor') OR ctx.has_role('lead') OR ctx.has_role('coordinator')) THEN
          RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;
        IF length(btrim(coalesce(why, ''))) < 20 THEN RAISE EXCEPTION 'reason: Give the reason in at least 20 characters.' USING ERRCODE = 'CL422'; END IF;
        IF NOT access.count_attempt('emergency', 10) THEN RETURN QUERY SELECT 'too-many', NULL::uuid, NULL::uuid, NULL::timestamptz; RETURN; END IF;
        SELECT h.record AS id, h.sanitised_from INTO held FROM access.held_under(asked) h LIMIT 1;
        SELECT v.* INTO owned FROM access.record_visibility v WHERE v.record_id = held.id AND v.disclosure_id IS NULL FOR UPDATE;
        IF EXISTS (SELECT 1 FROM access.my_live_grants(held.id)) THEN
          RETURN QUERY SELECT 'visible', NULL::uuid, held.id, NULL::timestamptz; RETURN; END IF;
        IF owned.record_id IS NULL OR owned.private_to IS NOT NULL OR owned.status < held.sanitised_from OR owned.sensitivity > me.clearance
            OR (owned.owner_id = me.agency_id AND owned.compartment_id IS NULL) THEN
          RETURN QUERY SELECT 'refused', NULL::uuid, NULL::uuid, NULL::timestamptz; RETURN; END IF;
        INSERT INTO access.emergency_access (id, record_id, reference, owner_agency_id, user_agency_id, user_id, user_name, reason, ends_at)
          SELECT made, held.id, asked, owned.owner_id, me.agency_id, me.user_id, u.name, btrim(why), ends FROM identity.user_account u WHERE u.id = me.user_id;
        INSERT INTO access.item_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status,
          handling, valid_until, agreement_id, disclosure_id, item_id, source_evaluation, intelligence_assessment, restricted)
        SELECT me.agency_id, v.created_at, v.record_id, v.kind, v.owner_id, v.sensitivity, NULL, me.user_id, v.status,
          v.handling, ends, NULL, made, v.item_id, v.source_evaluation, v.intelligence_assessment, v.restricted
        FROM access.item_visibility v WHERE v.record_id = held.id AND v.disclosure_id IS NULL;
        INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status,
          handling, valid_until, agreement_id, disclosure_id, confidence, threat_to_life)
        VALUES (me.agency_id, owned.created_at, held.id, owned.kind, owned.owner_id, owned.sensitivity, NULL, me.user_id, owned.status,
          owned.handling, ends, NULL, made, owned.confidence, owned.threat_to_life);
        RETURN QUERY SELECT 'opened', made, held.id, ends;
      END $$;
      -- By whoever opened it, or by the owner's chiefs. Expired or ended before: nothing to end.
      CREATE FUNCTION access.end_emergency(emergency uuid) RETURNS uuid ${DEFINER} $$
      DECLARE me record; used access.emergency_access;
      BEGIN
        me := ctx.actor();
        SELECT e.* INTO used FROM access.emergency_access e WHERE e.id = emergency FOR UPDATE;
        IF used.id IS NULL OR me.user_id IS NULL OR NOT (used.user_id = me.user_id OR (used.owner_agency_id = me.agency_id AND access.owns(used.record_id)
            AND (ctx.has_role('supervisor') OR ctx.has_role('lead') OR ctx.has_role('coordinator')))) THEN
          RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF used.ended_at IS NOT NULL OR used.ends_at <= now() THEN RAISE EXCEPTION 'This emergency access is over already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        UPDATE access.emergency_access e SET ended_at = now(), ended_by = me.user_id WHERE e.id = used.id;
        DELETE FROM access.item_visibility v WHERE v.record_id = used.record_id AND v.disclosure_id = used.id;
        DELETE FROM access.record_visibility v WHERE v.record_id = used.record_id AND v.disclosure_id = used.id;
        RETURN used.record_id;
      END $$;
      CREATE FUNCTION access.review_emergency(emergency uuid, finding text, words text) RETURNS uuid ${DEFINER} $$
      DECLARE me record; used access.emergency_access;
      BEGIN
        me := ctx.actor();
        SELECT e.* INTO used FROM access.emergency_access e WHERE e.id = emergency FOR UPDATE;
        IF used.user_id = me.user_id THEN RAISE EXCEPTION 'reviews-own-use' USING ERRCODE = 'CL403'; END IF;
        IF used.id IS NULL OR me.user_id IS NULL OR used.owner_agency_id <> me.agency_id OR NOT access.owns(used.record_id) THEN
          RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF NOT (ctx.has_role('supervisor') OR ctx.has_role('lead') OR ctx.has_role('coordinator')) THEN RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;
        IF used.reviewed_at IS NOT NULL THEN RAISE EXCEPTION 'This use was reviewed already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF finding IS NULL OR finding NOT IN ('justified','not-justified') THEN RAISE EXCEPTION 'verdict: Choose justified or not justified.' USING ERRCODE = 'CL422'; END IF;
        IF coalesce(btrim(words), '') = '' THEN RAISE EXCEPTION 'words: Say why.' USING ERRCODE = 'CL422'; END IF;
        UPDATE access.emergency_access e SET verdict = finding, review = btrim(words), reviewed_by = me.user_id, reviewed_at = now() WHERE e.id = used.id;
        RETURN used.record_id;
      END $$;
    `);
  }

  private async createReminding(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A record that enters an operation is gone for everybody outside it, emergencies included.
      CREATE FUNCTION access.end_emergencies_of_restricted() RETURNS trigger ${DEFINER} $$
      BEGIN
        UPDATE access.emergency_access e SET ended_at = now(), ended_by = NEW.decided_by
          WHERE e.record_id = NEW.record_id AND e.ended_at IS NULL AND e.ends_at > now();
        DELETE FROM access.item_visibility v USING access.emergency_access e WHERE v.record_id = NEW.record_id AND e.record_id = NEW.record_id AND v.disclosure_id = e.id;
        DELETE FROM access.record_visibility v USING access.emergency_access e WHERE v.record_id = NEW.record_id AND e.record_id = NEW.record_id AND v.disclosure_id = e.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER end_emergencies AFTER INSERT ON access.restriction FOR EACH ROW WHEN (NEW.compartment_id IS NOT NULL)
        EXECUTE FUNCTION access.end_emergencies_of_restricted();
      -- Uses without a review after 12 and after 24 hours, each told of once: the stamp and the event commit together, and workers skip each other's rows.
      CREATE FUNCTION access.remind_reviews() RETURNS TABLE (emergency uuid, record uuid, hours int) ${DEFINER} $$
      BEGIN
        RETURN QUERY WITH due AS (
          SELECT e.id, e.record_id, e.user_id, e.user_agency_id, e.opened_at <= now() - interval '24 hours' AS overdue FROM access.emergency_access e
          WHERE e.reviewed_at IS NULL AND ((e.opened_at <= now() - interval '24 hours' AND e.overdue_at IS NULL)
            OR (e.opened_at <= now() - interval '12 hours' AND e.reminded_at IS NULL)) ORDER BY e.opened_at LIMIT 100 FOR UPDATE SKIP LOCKED),
        stamped AS (UPDATE access.emergency_access e SET reminded_at = coalesce(e.reminded_at, now()), overdue_at = CASE WHEN due.overdue THEN now() END
          FROM due WHERE e.id = due.id RETURNING e.id),
        told AS (INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
          SELECT CASE WHEN due.overdue THEN 'emergency.review-overdue.v1' ELSE 'emergency.review-due.v1' END, due.record_id, due.user_id, due.user_agency_id,
            jsonb_build_object('emergencyId', due.id) FROM due JOIN stamped ON stamped.id = due.id RETURNING 1)
        SELECT due.id, due.record_id, CASE WHEN due.overdue THEN 24 ELSE 12 END FROM due WHERE (SELECT count(*) FROM told) >= 0;
      END $$;
      -- People who hear of something that they see no record of: auditors, and the leads of an agency that payload.recipientAgencyId names.
      CREATE FUNCTION notifications.audience_beside(event bigint, scope text, roles text[]) RETURNS TABLE (user_id uuid)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      #variable_conflict use_column
      DECLARE told platform.outbox;
      BEGIN
        SELECT * INTO told FROM platform.outbox o WHERE o.id = event;
        IF told.id IS NULL OR told.xid = pg_current_xact_id_if_assigned() THEN RAISE EXCEPTION 'no committed event' USING ERRCODE = 'CL404'; END IF;
        RETURN QUERY SELECT u.id FROM identity.user_account u JOIN identity.agency a ON a.id = u.agency_id
          WHERE u.left_at IS NULL AND u.id <> told.actor_id AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date)
            AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role = ANY (roles))
            AND (scope = 'everywhere' OR (scope = 'named-agency' AND u.agency_id = (told.payload ->> 'recipientAgencyId')::smallint)) ORDER BY u.id;
      END $$;
      ALTER FUNCTION notifications.audience_beside(bigint, text, text[]) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION notifications.audience_beside(bigint, text, text[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION notifications.audience_beside(bigint, text, text[]) TO app_worker;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION notifications.audience_beside(bigint, text, text[]), access.remind_reviews();
      DROP TRIGGER end_emergencies ON access.restriction;
      DROP TRIGGER keep_emergency ON access.record_visibility;
      DROP TRIGGER keep_emergency ON access.item_visibility;
      SET ROLE keeper;
      DELETE FROM access.item_visibility WHERE disclosure_id IS NOT NULL AND private_to IS NOT NULL;
      DELETE FROM access.record_visibility WHERE disclosure_id IS NOT NULL AND private_to IS NOT NULL;
      RESET ROLE;
      DROP FUNCTION access.end_emergencies_of_restricted(), access.keep_emergency(), ${VERBS.map((name) => `access.${name}`).join(', ')};
      ALTER POLICY owner_reads ON access.originator_consent USING (${CONSENTS('')});
      DROP TABLE access.emergency_access;
    `);
  }
}
