import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const LONDON = "AT TIME ZONE 'Europe/London'";
/** Whoever opened it hears of the review; its subject is the use, as the record may be closed to them again. */
const REVIEWING: Words[] = [
  [
    'RETURN used.record_id;',
    `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('emergency.reviewed.v1', used.id, me.user_id, me.agency_id,
          jsonb_build_object('personId', used.user_id, 'recipientAgencyId', used.user_agency_id));
        RETURN used.record_id;`,
  ],
];

/** The review is told to whoever opened in an emergency, and a month that had a use to the auditors when it is over. */
export class TellOfEmergencies1795630003000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'access.review_emergency(uuid, text, text)', REVIEWING);
    await runner.query(`
      CREATE TABLE access.emergency_month (month text PRIMARY KEY, ended_at timestamptz NOT NULL DEFAULT now());
      ALTER TABLE access.emergency_month ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT ON access.emergency_month TO keeper;
      CREATE POLICY keeper_all ON access.emergency_month TO keeper USING (true) WITH CHECK (true);
      -- Of the month before this one, in Europe/London, once: the row and the event commit together. Only auditors may know of every use.
      CREATE FUNCTION access.end_emergency_month() RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE first timestamp := date_trunc('month', now() ${LONDON}) - interval '1 month';
      BEGIN
        INSERT INTO access.emergency_month (month) VALUES (to_char(first, 'YYYY-MM')) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RETURN NULL; END IF;
        INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
          SELECT 'emergency.month-ended.v1', gen_random_uuid(), '00000000-0000-0000-0000-000000000000', e.owner_agency_id, '{}' FROM access.emergency_access e
          WHERE e.opened_at >= first ${LONDON} AND e.opened_at < (first + interval '1 month') ${LONDON} LIMIT 1;
        RETURN to_char(first, 'YYYY-MM');
      END $$;
      ALTER FUNCTION access.end_emergency_month() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.end_emergency_month() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION access.end_emergency_month() TO app_worker;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION access.end_emergency_month(); DROP TABLE access.emergency_month');
    await rewordFunction(runner, 'access.review_emergency(uuid, text, text)', REVIEWING, true);
  }
}
