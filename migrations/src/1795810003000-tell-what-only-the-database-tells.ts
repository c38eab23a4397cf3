import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN = 'actor_id = (SELECT ctx.user_id()) AND agency_id = (SELECT ctx.agency())';
const TYPES = `action.overdue action.overdue-raised agreement.review-due discovery.answered discovery.asked discovery.late discovery.overdue discovery.reminded
  emergency.month-ended emergency.opened emergency.review-due emergency.review-overdue emergency.reviewed operation.left-without-lead permission.overdue permission.reminded
  referral.escalated referral.overdue referral.warned threat.escalated threat.late threat.raised threat.reminded`;

/**
 * Of some things the database itself tells, in the statement that does them: nobody else does, in whose name ever. An event of these types would
 * otherwise tell somebody of another agency that their emergency access was reviewed, or their question answered, when nothing was.
 */
export class TellWhatOnlyTheDatabaseTells1795810003000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE platform.told_by_database (type text PRIMARY KEY);
      COMMENT ON TABLE platform.told_by_database IS 'reference: types of events that functions of the database write, and nobody else';
      INSERT INTO platform.told_by_database SELECT t || '.v1' FROM regexp_split_to_table('${TYPES}', '\\s+') t;
      GRANT SELECT ON platform.told_by_database TO app_request;
      ALTER POLICY own_event ON platform.outbox WITH CHECK (${OWN} AND type NOT IN (SELECT t.type FROM platform.told_by_database t));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER POLICY own_event ON platform.outbox WITH CHECK (${OWN});
      DROP TABLE platform.told_by_database;
    `);
  }
}
