import type { MigrationInterface, QueryRunner } from 'typeorm';

const ME = '(SELECT ctx.agency())';
const MINE = `(SELECT true FROM cases.action_step s WHERE s.id = step_before.step_id AND s.by_agency = ${ME}`;

/**
 * Who had an action before it was asked of another agency, for whoever asked alone: the agency that is asked reads the step, and not who had it
 * before. With it the asker's step can be taken back until that agency has answered.
 */
export class RememberWhatWasElsewhere1795750001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cases.step_before (
        step_id uuid PRIMARY KEY REFERENCES cases.action_step, agency_id smallint NOT NULL REFERENCES identity.agency,
        person uuid REFERENCES identity.user_account, role text, due_on date NOT NULL);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cases.step_before FOR EACH STATEMENT EXECUTE FUNCTION cases.refuse_change();
      ALTER TABLE cases.step_before ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT ON cases.step_before TO app_request;
      CREATE POLICY own_step ON cases.step_before FOR SELECT TO app_request USING (${MINE} LIMIT 1));
      CREATE POLICY own_step_added ON cases.step_before FOR INSERT TO app_request
        WITH CHECK (${MINE} AND s.by_user = (SELECT ctx.user_id()) LIMIT 1));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cases.step_before');
  }
}
