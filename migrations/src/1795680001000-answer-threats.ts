import type { MigrationInterface, QueryRunner } from 'typeorm';

const MOVE = 'threats.move(uuid, text, int, text, text, text, uuid, text)';
const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog AS';
const OWN_BEFORE = 'A threat to life is accepted by somebody other than who raised it. Nothing was changed.';

/** Raises an alert in the commit that submits a report with the flag or sends a threat-to-life referral, and takes its steps. */
export class AnswerThreats1795680001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One at a time for a record and an agency; a report that comes back while its alert is open raises no second one.
      CREATE FUNCTION threats.raise_alert(record uuid, kind smallint, reference text, agency smallint) RETURNS uuid LANGUAGE sql VOLATILE ${DEFINER} $$
        INSERT INTO threats.alert (record_id, kind, reference, agency_id, raised_by, remind_at, due_at, centre_at)
        SELECT record, kind, reference, agency, ctx.user_id(), now() + make_interval(mins => c.remind_minutes), now() + make_interval(mins => c.due_minutes),
          now() + make_interval(mins => c.centre_minutes)
        FROM threats.clock c WHERE c.effective_from <= current_date ORDER BY c.effective_from DESC LIMIT 1
        ON CONFLICT DO NOTHING RETURNING id $$;
      CREATE FUNCTION threats.raise_from_report() RETURNS trigger LANGUAGE plpgsql ${DEFINER} $$
      BEGIN
        PERFORM threats.raise_alert(NEW.id, 1::smallint, NEW.reference, NEW.owner_agency_id);
        RETURN NULL;
      END $$;
      -- Of a referral both agencies have one. The receiver's people are told by the referral itself; the sender's by this.
      CREATE FUNCTION threats.raise_from_referral() RETURNS trigger LANGUAGE plpgsql ${DEFINER} $$
      DECLARE own uuid;
      BEGIN
        own := threats.raise_alert(NEW.id, 2::smallint, NEW.reference, NEW.owner_agency_id);
        PERFORM threats.raise_alert(NEW.id, 2::smallint, NEW.reference, NEW.receiver_agency_id);
        IF own IS NOT NULL THEN
          INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) SELECT 'threat.raised.v1', NEW.id, u.id, NEW.owner_agency_id,
            jsonb_build_object('alertId', own, 'recipientAgencyId', NEW.owner_agency_id) FROM (SELECT ctx.user_id() AS id) u WHERE u.id IS NOT NULL;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER raise_alert AFTER UPDATE OF status ON intelligence.report FOR EACH ROW
        WHEN (NEW.threat_to_life AND NEW.status = 2 AND OLD.status <> 2) EXECUTE FUNCTION threats.raise_from_report();
      CREATE TRIGGER raise_alert AFTER UPDATE OF sent_at ON referrals.referral FOR EACH ROW
        WHEN (NEW.kind = 'threat-to-life' AND NEW.status = 2) EXECUTE FUNCTION threats.raise_from_referral();

      -- Colleagues on duty who see the record by right now, but for whoever raised the alert: to whoever may see it.
      CREATE FUNCTION threats.may_hold(alert uuid) RETURNS TABLE (user_id uuid, name text) LANGUAGE sql STABLE ${DEFINER} $$
        SELECT u.id, u.name FROM threats.alert a JOIN identity.user_account u ON u.agency_id = a.agency_id
        WHERE a.id = alert AND a.agency_id = (SELECT ctx.agency()) AND (SELECT threats.on_duty())
          AND EXISTS (SELECT 1 FROM access.my_live_grants(a.record_id) g WHERE g.private_to IS NULL)
          AND u.left_at IS NULL AND u.id IS DISTINCT FROM a.raised_by
          AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role IN ('supervisor','lead','coordinator','contact'))
          AND EXISTS (SELECT 1 FROM access.record_visibility v WHERE v.record_id = a.record_id AND v.agency_id = a.agency_id AND v.private_to IS NULL
            AND v.sensitivity <= u.clearance AND (v.valid_until IS NULL OR v.valid_until > now())
            AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements()))
            AND (v.compartment_id IS NULL OR EXISTS (SELECT 1 FROM access.compartment_member m
              WHERE m.user_id = u.id AND m.compartment_id = v.compartment_id AND m.ends_on >= current_date)))
        ORDER BY u.name, u.id $$;

      -- Answers no row when the caller saw another version. Acceptance asks for none: the first one wins, and the second is told who did.
      CREATE FUNCTION threats.move(alert uuid, step text, at_version int, said text, reason text, refused text, person uuid, result text)
      RETURNS TABLE (record_id uuid, status smallint, version int) LANGUAGE plpgsql VOLATILE ${DEFINER} $$
      #variable_conflict use_column
      DECLARE me record; held threats.alert; moved threats.alert;
      BEGIN
        me := ctx.actor();
        SELECT a.* INTO held FROM threats.alert a WHERE a.id = alert AND a.agency_id = me.agency_id FOR UPDATE;
        IF NOT EXISTS (SELECT 1 FROM access.my_live_grants(held.record_id) g WHERE g.private_to IS NULL OR g.disclosure_id IS NULL) THEN
          RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF NOT threats.on_duty() THEN RAISE EXCEPTION 'not-on-duty' USING ERRCODE = 'CL403'; END IF;
        IF step NOT IN ('accept','decide','hand-over','end') THEN RAISE EXCEPTION 'step: There is no such step.' USING ERRCODE = 'CL422'; END IF;
        IF held.status = 4 THEN RAISE EXCEPTION 'This threat to life has ended. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF step = 'accept' AND held.status <> 1 THEN
          RAISE EXCEPTION 'This was accepted already, by %. Nothing was changed.', (SELECT u.name FROM identity.user_account u WHERE u.id = held.accepted_by) USING ERRCODE = 'CL409'; END IF;
        IF step <> 'accept' AND held.status = 1 THEN RAISE EXCEPTION 'Nobody has accepted this yet: accept it first. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF step = 'accept' AND held.raised_by = me.user_id THEN RAISE EXCEPTION '${OWN_BEFORE}' USING ERRCODE = 'CL409'; END IF;
        IF step = 'end' AND held.holder <> me.user_id THEN
          RAISE EXCEPTION 'Only whoever holds this ends it: have it handed over to you first. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF step IN ('hand-over','end') AND at_version IS DISTINCT FROM held.version THEN RETURN; END IF;
        IF coalesce(btrim(said), '') = '' THEN RAISE EXCEPTION 'said: Say it in words.' USING ERRCODE = 'CL422'; END IF;
        IF step = 'decide' AND coalesce(btrim(reason), '') = '' THEN RAISE EXCEPTION 'reason: Give the reason.' USING ERRCODE = 'CL422'; END IF;
        IF step = 'end' AND coalesce(result, '') NOT IN ('protected','passed-on','not-found','not-credible') THEN
          RAISE EXCEPTION 'result: Choose how it ended.' USING ERRCODE = 'CL422'; END IF;
        IF step = 'hand-over' AND (person = held.holder OR NOT EXISTS (SELECT 1 FROM threats.may_hold(held.id) p WHERE p.user_id = person)) THEN
          RAISE EXCEPTION 'to: Choose somebody of the list.' USING ERRCODE = 'CL422'; END IF;
        UPDATE threats.alert a SET version = a.version + 1,
          status = CASE step WHEN 'accept' THEN 2 WHEN 'hand-over' THEN 3 WHEN 'end' THEN 4 ELSE a.status END,
          accepted_by = CASE step WHEN 'accept' THEN me.user_id ELSE a.accepted_by END, accepted_at = CASE step WHEN 'accept' THEN now() ELSE a.accepted_at END,
          holder = CASE step WHEN 'accept' THEN me.user_id WHEN 'hand-over' THEN person ELSE a.holder END,
          ended_by = CASE step WHEN 'end' THEN me.user_id END, ended_at = CASE step WHEN 'end' THEN now() END, result = CASE step WHEN 'end' THEN $8 END
        WHERE a.id = held.id RETURNING a.* INTO moved;
        INSERT INTO threats.entry (alert_id, step, said, reason, refused, to_user, by_user)
          SELECT held.id, $2, btrim($4), btrim(coalesce($5, '')), btrim(coalesce($6, '')), CASE WHEN $2 = 'hand-over' THEN $7 END, me.user_id;
        RETURN QUERY SELECT moved.record_id, moved.status, moved.version;
      END $$;
      ALTER FUNCTION threats.raise_alert(uuid, smallint, text, smallint) OWNER TO keeper; ALTER FUNCTION threats.raise_from_report() OWNER TO keeper;
      ALTER FUNCTION threats.raise_from_referral() OWNER TO keeper; ALTER FUNCTION threats.may_hold(uuid) OWNER TO keeper; ALTER FUNCTION ${MOVE} OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION threats.raise_alert(uuid, smallint, text, smallint), threats.raise_from_report(), threats.raise_from_referral(),
        threats.may_hold(uuid), ${MOVE} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION threats.may_hold(uuid), ${MOVE} TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER raise_alert ON referrals.referral; DROP TRIGGER raise_alert ON intelligence.report;
      DROP FUNCTION ${MOVE}, threats.may_hold(uuid), threats.raise_from_referral(), threats.raise_from_report(), threats.raise_alert(uuid, smallint, text, smallint);
    `);
  }
}
