import type { MigrationInterface, QueryRunner } from 'typeorm';

const JOBS = ['notifications.hook(bigint)', 'notifications.hook_call(uuid)'];
const CHECKS = (channels: string, more: string): string => `
  ALTER TABLE notifications.delivery DROP CONSTRAINT delivery_channel_check, ADD CONSTRAINT delivery_channel_check CHECK (channel IN (${channels})),
    DROP CONSTRAINT delivery_check, ADD CONSTRAINT delivery_check CHECK ((channel = 'email') = (notification_id IS NOT NULL) AND (channel = 'digest') = (day IS NOT NULL)${more});`;

/** An agency's own systems hear of what its people are told: an address, a secret to sign with, and a delivery for each event. */
export class TellAgenciesSystems1795640006000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifications.webhook (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        agency_id smallint NOT NULL REFERENCES identity.agency,
        url text NOT NULL CHECK (length(url) <= 500),
        secret text NOT NULL CHECK (length(secret) >= 40),
        sensitivity smallint NOT NULL CHECK (sensitivity BETWEEN 0 AND 3),
        active boolean NOT NULL DEFAULT true,
        created_by uuid NOT NULL REFERENCES identity.user_account,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (agency_id, url)
      );
      COMMENT ON COLUMN notifications.webhook.sensitivity IS 'the highest of which it hears; of an operation or one person''s record it hears nothing';
      ALTER TABLE notifications.webhook ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      -- Nobody who asks over the network reads a secret again.
      GRANT SELECT (id, agency_id, url, sensitivity, active, created_at), INSERT (agency_id, url, secret, sensitivity, created_by), UPDATE (active)
        ON notifications.webhook TO app_request;
      GRANT SELECT ON notifications.webhook TO keeper;
      CREATE POLICY administrators ON notifications.webhook TO app_request
        USING ((SELECT ctx.has_role('administrator'))) WITH CHECK ((SELECT ctx.has_role('administrator')));
      CREATE POLICY keeper_reads ON notifications.webhook FOR SELECT TO keeper USING (true);

      ALTER TABLE notifications.delivery ADD COLUMN webhook_id uuid REFERENCES notifications.webhook, ALTER COLUMN user_id DROP NOT NULL,
        ADD CONSTRAINT delivery_webhook_once UNIQUE (webhook_id, event_id);
      ${CHECKS("'email','digest','webhook'", " AND (channel = 'webhook') = (webhook_id IS NOT NULL) AND (channel = 'webhook') = (user_id IS NULL)")}

      -- Once the people were told of an event: a delivery for the systems of each agency some of whose people may know of it.
      CREATE FUNCTION notifications.hook(event bigint) RETURNS SETOF uuid
      LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
        INSERT INTO notifications.delivery (channel, webhook_id, event_id, kind)
          SELECT DISTINCT 'webhook', w.id, o.id, o.type FROM notifications.webhook w, platform.outbox o WHERE w.active AND o.id = event
            AND EXISTS (SELECT 1 FROM notifications.notification n JOIN identity.user_account u ON u.id = n.user_id
              WHERE n.event_id = event AND n.state <> 'suppressed' AND u.agency_id = w.agency_id)
          ON CONFLICT DO NOTHING;
        SELECT d.id FROM notifications.delivery d WHERE d.event_id = event AND d.channel = 'webhook' AND d.state = 'queued' AND d.attempts = 0 $$;
      -- What to call, and with what, if the agency may know of it now; the record is named where its people's notification names one.
      CREATE FUNCTION notifications.hook_call(delivery uuid) RETURNS TABLE (url text, secret text, type text, occurred_at timestamptz, record_id uuid)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT w.url, w.secret, o.type, o.occurred_at, CASE WHEN told.needs THEN o.record_id END
        FROM notifications.delivery d JOIN notifications.webhook w ON w.id = d.webhook_id JOIN platform.outbox o ON o.id = d.event_id
          JOIN identity.agency a ON a.id = w.agency_id,
          LATERAL (SELECT bool_or(n.needs_record) AS needs FROM notifications.notification n JOIN identity.user_account u ON u.id = n.user_id
            WHERE n.event_id = o.id AND n.state <> 'suppressed' AND u.agency_id = w.agency_id) told
        WHERE d.id = delivery AND w.active AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date)
          AND told.needs IS NOT NULL AND (NOT told.needs OR (SELECT true FROM access.record_visibility v WHERE v.record_id = o.record_id AND v.agency_id = w.agency_id
            AND v.sensitivity <= w.sensitivity AND v.compartment_id IS NULL AND v.private_to IS NULL AND (v.valid_until IS NULL OR v.valid_until > now())
            AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements())) LIMIT 1)) $$;
    `);
    for (const job of JOBS)
      await runner.query(
        `ALTER FUNCTION ${job} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ${job} FROM PUBLIC; GRANT EXECUTE ON FUNCTION ${job} TO app_worker`,
      );
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${JOBS.join(', ')};
      DELETE FROM notifications.delivery WHERE channel = 'webhook';
      ${CHECKS("'email','digest'", '')}
      ALTER TABLE notifications.delivery DROP CONSTRAINT delivery_webhook_once, DROP COLUMN webhook_id, ALTER COLUMN user_id SET NOT NULL;
      DROP TABLE notifications.webhook;
    `);
  }
}
