import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An event is done when every handler of it has committed. A queue may lose its jobs: what was relayed and is not done is found here and
 * relayed again. A handler that failed for good stands beside the event.
 */
export class FinishEvents1795640001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE platform.outbox ADD COLUMN done_at timestamptz;
      UPDATE platform.outbox SET done_at = relayed_at WHERE relayed_at IS NOT NULL;
      CREATE INDEX outbox_in_hand ON platform.outbox (relayed_at) WHERE done_at IS NULL AND relayed_at IS NOT NULL;
      COMMENT ON COLUMN platform.outbox.relayed_at IS 'when the event was last given to the queue';
      GRANT UPDATE (done_at) ON platform.outbox TO app_worker;

      CREATE TABLE platform.event_job (
        id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
        event_id bigint NOT NULL REFERENCES platform.outbox,
        job_name text NOT NULL,
        state text NOT NULL CHECK (state IN ('done','failed')),
        attempts smallint NOT NULL,
        error_class text CHECK (error_class ~ '^[A-Za-z0-9-]{1,40}$'),
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (event_id, job_name)
      );
      COMMENT ON TABLE platform.event_job IS 'what became of one handler of an event, where the event has several or the handler failed';
      CREATE INDEX event_job_failed ON platform.event_job (at DESC, id DESC) WHERE state = 'failed';
      ALTER TABLE platform.event_job ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT, UPDATE ON platform.event_job TO app_worker;
      GRANT SELECT, DELETE ON platform.event_job TO keeper;
      GRANT UPDATE (relayed_at) ON platform.outbox TO keeper;
      CREATE POLICY workers ON platform.event_job TO app_worker USING (true) WITH CHECK (true);
      CREATE POLICY keeper_all ON platform.event_job TO keeper USING (true) WITH CHECK (true);
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE UPDATE (relayed_at) ON platform.outbox FROM keeper;
      DROP TABLE platform.event_job;
      DROP INDEX platform.outbox_in_hand;
      REVOKE UPDATE (done_at) ON platform.outbox FROM app_worker;
      COMMENT ON COLUMN platform.outbox.relayed_at IS NULL;
      ALTER TABLE platform.outbox DROP COLUMN done_at;
    `);
  }
}
