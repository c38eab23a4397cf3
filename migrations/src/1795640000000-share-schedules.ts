import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each schedule of the worker runs next, for all workers together and across restarts. */
export class ShareSchedules1795640000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE platform.schedule (
        name text PRIMARY KEY,
        ran_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        next_at timestamptz NOT NULL
      );
      ALTER TABLE platform.schedule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT, UPDATE ON platform.schedule TO app_worker;
      GRANT SELECT ON platform.schedule TO keeper;
      CREATE POLICY workers ON platform.schedule TO app_worker USING (true) WITH CHECK (true);
      CREATE POLICY keeper_reads ON platform.schedule FOR SELECT TO keeper USING (true);
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE platform.schedule');
  }
}
