import type { MigrationInterface, QueryRunner } from 'typeorm';

const RECORD_VISIBLE = `(SELECT true FROM access.record_visibility v WHERE v.record_id = notification.record_id AND v.agency_id = (SELECT ctx.agency()) LIMIT 1)`;

/** Each person's inbox: which committed event they were told of, never what it says. */
export class CreateNotifications1795400010000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifications.notification (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES identity.user_account,
        event_id bigint NOT NULL,
        kind text NOT NULL,
        record_id uuid NOT NULL,
        needs_record boolean NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        read_at timestamptz,
        state text NOT NULL CHECK (state IN ('off','queued','sent','failed','suppressed')),
        UNIQUE (event_id, user_id)
      );
      COMMENT ON COLUMN notifications.notification.needs_record IS 'shown only while its record is visible; a recall names no record and is always shown';
      COMMENT ON COLUMN notifications.notification.state IS 'of the e-mail: off when no mail server is configured, suppressed when the record was not visible at delivery';
      CREATE INDEX notification_inbox ON notifications.notification (user_id, created_at DESC, id DESC);
      CREATE INDEX notification_unread ON notifications.notification (user_id) WHERE read_at IS NULL;
      CREATE INDEX session_acting ON identity.session (ends_at) WHERE kind = 'acting';
      ALTER TABLE notifications.notification ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, UPDATE (read_at) ON notifications.notification TO app_request;
      GRANT SELECT, INSERT (user_id, event_id, kind, record_id, needs_record, state), UPDATE (state) ON notifications.notification TO app_worker;
      CREATE POLICY own_and_visible ON notifications.notification TO app_request
        USING (user_id = (SELECT ctx.user_id()) AND (NOT needs_record OR ${RECORD_VISIBLE}));
      CREATE POLICY acting ON notifications.notification TO app_worker
        USING (user_id = (SELECT ctx.user_id())) WITH CHECK (user_id = (SELECT ctx.user_id()));

      -- Who may hear of a committed event. Candidates only: the worker decides visibility again, as each of them, before it tells.
      --   holders: agencies with a live grant of the record; owner: the agency that owns it; recipients: the holders but the owner;
      --   recipient: the agency that payload.recipientAgencyId names, while it holds a live grant;
      --   recalled: that agency when its grant is gone, and only people who could have read the record; person: payload.personId.
      CREATE FUNCTION notifications.audience(event bigint, scope text, roles text[]) RETURNS TABLE (user_id uuid)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      #variable_conflict use_column
      DECLARE told platform.outbox; owned access.record_visibility; agencies smallint[];
      BEGIN
        SELECT * INTO told FROM platform.outbox o WHERE o.id = event;
        IF told.id IS NULL OR told.xid = pg_current_xact_id_if_assigned() THEN
          RAISE EXCEPTION 'no committed event' USING ERRCODE = 'CL404';
        END IF;
        SELECT * INTO owned FROM access.record_visibility v WHERE v.record_id = told.record_id AND v.disclosure_id IS NULL;
        IF scope = 'person' THEN
          RETURN QUERY SELECT u.id FROM identity.user_account u JOIN identity.agency a ON a.id = u.agency_id
            WHERE u.id = (told.payload ->> 'personId')::uuid AND u.left_at IS NULL AND u.id <> told.actor_id
              AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date);
          RETURN;
        END IF;
        agencies := CASE scope
          WHEN 'owner' THEN ARRAY[owned.owner_id]
          WHEN 'recalled' THEN ARRAY[(told.payload ->> 'recipientAgencyId')::smallint]
          ELSE ARRAY(SELECT DISTINCT v.agency_id FROM access.record_visibility v WHERE v.record_id = told.record_id
            AND (v.valid_until IS NULL OR v.valid_until > now())
            AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements()))
            AND (scope = 'holders' OR (scope = 'recipients' AND v.agency_id <> v.owner_id)
              OR scope = 'recipient' AND v.agency_id = (told.payload ->> 'recipientAgencyId')::smallint)) END;
        RETURN QUERY SELECT u.id FROM identity.user_account u JOIN identity.agency a ON a.id = u.agency_id
          WHERE u.agency_id = ANY (agencies) AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date)
            AND u.left_at IS NULL AND u.id <> told.actor_id
            AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role = ANY (roles))
            AND (scope <> 'recalled' OR (u.clearance >= owned.sensitivity AND (owned.compartment_id IS NULL OR EXISTS (
              SELECT 1 FROM access.compartment_member m WHERE m.user_id = u.id AND m.compartment_id = owned.compartment_id AND m.ends_on >= current_date))))
          ORDER BY u.id;
      END $$;
      REVOKE EXECUTE ON FUNCTION notifications.audience(bigint, text, text[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION notifications.audience(bigint, text, text[]) TO app_worker;
      ALTER FUNCTION notifications.audience(bigint, text, text[]) OWNER TO keeper;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION notifications.audience(bigint, text, text[]);
      DROP TABLE notifications.notification;
      DROP INDEX identity.session_acting;
    `);
  }
}
