import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWNED = `(SELECT true FROM access.record_visibility v WHERE v.record_id = report_transition.report_id AND v.owner_id = v.agency_id
  AND v.disclosure_id IS NULL LIMIT 1)`;

/** Who took a step of a report is whoever says so: nobody writes one in another's name. */
export class SignOnesOwnSteps1795820901000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER POLICY owner_only ON intelligence.report_transition WITH CHECK (${OWNED} AND by_user = (SELECT ctx.user_id()))`,
    );
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY owner_only ON intelligence.report_transition WITH CHECK (${OWNED})`);
  }
}
