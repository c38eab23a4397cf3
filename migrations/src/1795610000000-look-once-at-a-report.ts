import type { MigrationInterface, QueryRunner } from 'typeorm';

const grant = (accepted: string): string =>
  `(SELECT true FROM access.record_visibility v WHERE v.record_id = report.id${accepted} LIMIT 1)`;
const ACCEPTED = ` AND (NOT v.acknowledge OR (SELECT true FROM access.acknowledgement k WHERE k.disclosure_id = v.disclosure_id LIMIT 1))`;

/**
 * A report's content shows through a live grant that asks for nothing or whose conditions the reader accepted: one look at each report. Before,
 * every statement also listed what was withheld from the reader anywhere, for a tenth of a page's time. What is said is the same.
 */
export class LookOnceAtAReport1795610000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER POLICY visible ON intelligence.report USING (${grant(ACCEPTED)});
      DROP POLICY acknowledged ON intelligence.report;`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE POLICY acknowledged ON intelligence.report AS RESTRICTIVE FOR SELECT TO app_request, app_worker
        USING (id <> ALL (ARRAY(SELECT ctx.withheld())));
      ALTER POLICY visible ON intelligence.report USING (${grant('')});`);
  }
}
