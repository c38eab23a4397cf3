import type { MigrationInterface, QueryRunner } from 'typeorm';

const SENDERS = "'{supervisor,lead,officer,coordinator}'";
const ANSWERERS = "'{supervisor,lead,officer,coordinator,contact}'";
const NOTERS = "'{analyst,supervisor,lead,officer,coordinator,contact}'";
const MOVE = 'referrals.move(uuid, text, int, text, jsonb, smallint, timestamptz, timestamptz, timestamptz)';

/** The life of a referral as a table, and the one function that moves it: by the side whose step it is, while that side sees it. */
export class MoveReferrals1795650001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE referrals.transition (
        from_status smallint NOT NULL, action text NOT NULL, side text NOT NULL CHECK (side IN ('sender','receiver')),
        to_status smallint NOT NULL, roles text[] NOT NULL, says boolean NOT NULL, PRIMARY KEY (from_status, action, side));
      COMMENT ON TABLE referrals.transition IS 'reference: which side may take which step from which status; the states of libs/referrals say the same';
      COMMENT ON COLUMN referrals.transition.says IS 'the step is nothing without words';
      INSERT INTO referrals.transition
      SELECT f, action, side, coalesce(t, f), roles::text[], says FROM (VALUES
        ('{1}'::smallint[], 'send', 'sender', 2::smallint, ${SENDERS}, false),
        ('{2}', 'acknowledge', 'receiver', 3, ${NOTERS}, false),
        ('{3,4}', 'accept', 'receiver', 5, ${ANSWERERS}, true),
        ('{3,4}', 'reject', 'receiver', 7, ${ANSWERERS}, true),
        ('{3}', 'ask', 'receiver', 4, ${ANSWERERS}, true),
        ('{4}', 'inform', 'sender', 3, ${SENDERS}, true),
        ('{5,6}', 'progress', 'receiver', 6, ${NOTERS}, true),
        ('{5,6}', 'outcome', 'receiver', 8, ${ANSWERERS}, true),
        ('{7,8}', 'close', 'sender', 9, ${SENDERS}, false),
        ('{2,3,4,5,6,7}', 'transfer', 'sender', 2, ${SENDERS}, true),
        ('{2,3,4,5,6}', 'withdraw', 'sender', 10, ${SENDERS}, true),
        ('{7,9,10}', 'reopen', 'sender', 2, ${SENDERS}, true),
        ('{8}', 'reopen', 'sender', 6, ${SENDERS}, true),
        ('{2,3,4,5,6,7,8,9,10}', 'note', 'sender', NULL, ${NOTERS}, true),
        ('{2,3,4,5,6,7,8,9,10}', 'note', 'receiver', NULL, ${NOTERS}, true)
      ) AS steps (froms, action, side, t, roles, says), unnest(froms) f;
      GRANT SELECT ON referrals.transition TO keeper, app_request;
      GRANT SELECT, UPDATE ON referrals.referral TO keeper;
      GRANT SELECT ON referrals.referral_item TO keeper;
      GRANT SELECT, INSERT ON referrals.referral_step TO keeper;
      CREATE POLICY keeper_moves ON referrals.referral FOR UPDATE TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY keeper_checks ON referrals.referral_item FOR SELECT TO keeper USING (true);
      CREATE POLICY keeper_writes ON referrals.referral_step TO keeper USING (true) WITH CHECK (true);

      -- Answers no row when the caller saw another version. Words of a transfer or a withdrawal stay with the sender.
      CREATE FUNCTION referrals.move(record uuid, step text, at_version int, words text, told jsonb, to_agency smallint,
        warn timestamptz, due timestamptz, escalate timestamptz)
      RETURNS TABLE (status smallint, version int, owner_id smallint, receiver_id smallint)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      #variable_conflict use_column
      DECLARE me record; held referrals.referral; mine access.record_visibility; part text; allowed referrals.transition; moved referrals.referral;
      BEGIN
        me := ctx.actor();
        SELECT r.* INTO held FROM referrals.referral r WHERE r.id = record FOR UPDATE;
        SELECT g.* INTO mine FROM access.my_live_grants(record) g WHERE NOT g.acknowledge OR EXISTS (
            SELECT 1 FROM access.acknowledgement k WHERE k.disclosure_id = g.disclosure_id AND k.user_id = me.user_id)
          ORDER BY g.disclosure_id IS NULL DESC, g.private_to IS NULL DESC LIMIT 1;
        IF held.id IS NULL OR mine.record_id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        part := CASE WHEN held.owner_agency_id = me.agency_id AND mine.disclosure_id IS NULL THEN 'sender'
          WHEN held.receiver_agency_id = me.agency_id AND mine.private_to IS NULL THEN 'receiver' END;
        IF NOT EXISTS (SELECT 1 FROM referrals.transition t WHERE t.action = step AND t.side = part) THEN
          RAISE EXCEPTION 'not-this-side' USING ERRCODE = 'CL403'; END IF;
        IF NOT EXISTS (SELECT 1 FROM referrals.transition t, unnest(t.roles) r WHERE t.action = step AND ctx.has_role(r)) THEN
          RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;
        SELECT t.* INTO allowed FROM referrals.transition t WHERE t.from_status = held.status AND t.action = step;
        IF allowed.action IS NULL THEN
          RAISE EXCEPTION 'This referral has moved on, so that is not possible now. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF at_version IS DISTINCT FROM held.version THEN RETURN; END IF;
        IF allowed.says AND coalesce(btrim(words), '') = '' THEN RAISE EXCEPTION 'text: Say it in words.' USING ERRCODE = 'CL422'; END IF;
        IF (to_agency IS NOT NULL) <> (step = 'transfer') THEN
          RAISE EXCEPTION 'receiver: Choose the agency that it goes to now.' USING ERRCODE = 'CL422'; END IF;
        IF step <> 'note' AND (due IS NOT NULL) <> (allowed.to_status BETWEEN 2 AND 6) OR due <= now() THEN
          RAISE EXCEPTION 'due: Give a time in the future.' USING ERRCODE = 'CL422'; END IF;
        IF step = 'send' THEN
          PERFORM referrals.refuse_incomplete(held.id, held.kind);
          IF held.receiver_agency_id IS NULL THEN RAISE EXCEPTION 'receiver: Choose the agency that receives it.' USING ERRCODE = 'CL422'; END IF;
        END IF;
        IF step = 'note' THEN moved := held;
        ELSE UPDATE referrals.referral r SET status = allowed.to_status, version = r.version + 1, private_to = NULL,
            receiver_agency_id = coalesce(to_agency, r.receiver_agency_id), sent_at = CASE WHEN allowed.to_status = 2 THEN now() ELSE r.sent_at END,
            warn_at = warn, due_at = due, escalate_at = escalate, warned_at = NULL, overdue_at = NULL, escalated_at = NULL
          WHERE r.id = held.id RETURNING r.* INTO moved;
        END IF;
        INSERT INTO referrals.referral_step (referral_id, agency_id, for_agency_id, action, from_status, to_status, by_user, text, facts)
        SELECT held.id, me.agency_id, CASE WHEN step IN ('note','transfer','withdraw') THEN NULL WHEN part = 'sender' THEN moved.receiver_agency_id
          ELSE held.owner_agency_id END, step, held.status, moved.status, me.user_id, nullif(btrim(words), ''), coalesce(told, '{}');
        IF step = 'transfer' THEN
          INSERT INTO referrals.referral_step (referral_id, agency_id, for_agency_id, action, from_status, to_status, by_user)
            VALUES (held.id, me.agency_id, to_agency, 'send', held.status, moved.status, me.user_id);
        END IF;
        RETURN QUERY SELECT moved.status, moved.version, held.owner_agency_id, moved.receiver_agency_id;
      END $$;

      -- What the law asks of a safeguarding referral, whoever writes it: of a child the local authority first and the NRM always, of an adult a ground.
      CREATE FUNCTION referrals.refuse_incomplete(record uuid, kind text) RETURNS void
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE said jsonb;
      BEGIN
        SELECT i.fields INTO said FROM referrals.referral_item i WHERE i.report_id = record AND i.part = 'details';
        IF said IS NULL OR NOT EXISTS (SELECT 1 FROM referrals.referral_item i WHERE i.report_id = record AND i.part = 'request' AND btrim(i.text) <> '') THEN
          RAISE EXCEPTION 'text: Say what is asked.' USING ERRCODE = 'CL422'; END IF;
        IF kind <> 'safeguarding' THEN RETURN; END IF;
        IF said ->> 'subject' = 'child' AND coalesce(said ->> 'authorityInformedOn', '') = '' THEN
          RAISE EXCEPTION 'fields.authorityInformedOn: A child''s local authority is informed first.' USING ERRCODE = 'CL422'; END IF;
        IF coalesce(said ->> 'nrmReference', '') = '' THEN
          RAISE EXCEPTION 'fields.nrmReference: Give the reference of the NRM referral or of the notification.' USING ERRCODE = 'CL422'; END IF;
        IF said ->> 'subject' IS DISTINCT FROM 'child' AND coalesce(said ->> 'ground', '') NOT IN ('consent','duty-to-notify') THEN
          RAISE EXCEPTION 'fields.ground: For an adult, choose consent or the duty to notify.' USING ERRCODE = 'CL422'; END IF;
      END $$;
      ALTER FUNCTION ${MOVE} OWNER TO keeper; ALTER FUNCTION referrals.refuse_incomplete(uuid, text) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION ${MOVE}, referrals.refuse_incomplete(uuid, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${MOVE} TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${MOVE}, referrals.refuse_incomplete(uuid, text);
      DROP POLICY keeper_moves ON referrals.referral; DROP POLICY keeper_checks ON referrals.referral_item;
      DROP POLICY keeper_writes ON referrals.referral_step;
      REVOKE ALL ON referrals.referral, referrals.referral_item, referrals.referral_step FROM keeper;
      GRANT SELECT (id, reference, owner_agency_id, discovery) ON referrals.referral TO keeper;
      DROP TABLE referrals.transition;
    `);
  }
}
