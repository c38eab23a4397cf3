import type { MigrationInterface, QueryRunner } from 'typeorm';

const MINE = 'user_id = (SELECT ctx.user_id()) AND agency_id = (SELECT ctx.agency())';

/** What somebody has typed about a case that is not opened yet: theirs alone, and only while they are of the agency that they typed it for. */
export class KeepCaseDrafts1795720001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cases.case_draft (
        user_id uuid NOT NULL REFERENCES identity.user_account,
        agency_id smallint NOT NULL REFERENCES identity.agency,
        fields jsonb NOT NULL CHECK (jsonb_typeof(fields) = 'object' AND length(fields::text) <= 100000),
        version int NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, agency_id));
      COMMENT ON TABLE cases.case_draft IS 'no record: it goes when the case is opened or it is thrown away';
      GRANT SELECT, INSERT, DELETE, UPDATE (fields, version, updated_at) ON cases.case_draft TO app_request;
      ALTER TABLE cases.case_draft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON cases.case_draft TO app_request USING (${MINE}) WITH CHECK (${MINE});
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cases.case_draft');
  }
}
