import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const TITLED: Words[] = [
  ['status, handling, threat_to_life)', 'status, handling, threat_to_life, title)'],
  [
    'NEW.private_to, NEW.status, NEW.handling, NEW.threat_to_life\n          WHERE NOT',
    `NEW.private_to, NEW.status, NEW.handling, NEW.threat_to_life,
            CASE WHEN TG_ARGV[0] = '1' THEN (SELECT o.title FROM intelligence.report_original o WHERE o.report_id = NEW.id) END
          WHERE NOT`,
  ],
];

const OWNED = `(SELECT true FROM access.record_visibility v
  WHERE v.record_id = report_original.report_id AND v.owner_id = v.agency_id AND v.disclosure_id IS NULL LIMIT 1)`;

const BEGUN = `owner_agency_id = (SELECT ctx.agency()) AND status = 1 AND private_to = (SELECT ctx.user_id()) AND discovery = 'silent'`;

/**
 * A report's original is written before the report, in one transaction: its grant is then written once, with its title, and not again for it (ADR 19).
 * Each report has its original from the start, so nobody can add one to a report; and one that gets no report does not stay. It begins as a draft does:
 * neither submitted, returned nor assessed.
 */
export class WriteTheOriginalFirst1795840000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'access.track_record()', TITLED);
    await runner.query(`
      GRANT SELECT (title) ON intelligence.report_original TO keeper;
      DROP TRIGGER carry_first_title ON intelligence.report_original;
      ALTER TABLE intelligence.report_original ALTER CONSTRAINT report_original_report_id_fkey DEFERRABLE INITIALLY DEFERRED;
      ALTER TABLE intelligence.report ADD CONSTRAINT report_original_first FOREIGN KEY (id) REFERENCES intelligence.report_original (report_id);
      DROP POLICY owner_only ON intelligence.report_original;
      CREATE POLICY owner_reads ON intelligence.report_original FOR SELECT TO app_request USING (${OWNED});
      CREATE POLICY owner_updates ON intelligence.report_original FOR UPDATE TO app_request USING (${OWNED});
      CREATE POLICY author_inserts ON intelligence.report_original FOR INSERT TO app_request WITH CHECK (author_id = (SELECT ctx.user_id())
        AND num_nonnulls(assessor_id, assessed_at, submitted_at, return_reason, return_due_by) = 0);
      ALTER POLICY owner_inserts ON intelligence.report WITH CHECK (${BEGUN} AND disseminated_at IS NULL);
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE intelligence.report DROP CONSTRAINT report_original_first;
      ALTER POLICY owner_inserts ON intelligence.report WITH CHECK (${BEGUN});
      DROP POLICY author_inserts ON intelligence.report_original;
      DROP POLICY owner_updates ON intelligence.report_original;
      DROP POLICY owner_reads ON intelligence.report_original;
      CREATE POLICY owner_only ON intelligence.report_original TO app_request USING (${OWNED}) WITH CHECK (${OWNED});
      ALTER TABLE intelligence.report_original ALTER CONSTRAINT report_original_report_id_fkey NOT DEFERRABLE;
      CREATE TRIGGER carry_first_title AFTER INSERT ON intelligence.report_original FOR EACH ROW
        WHEN (NEW.title IS NOT NULL) EXECUTE FUNCTION intelligence.carry_title();
    `);
    await rewordFunction(runner, 'access.track_record()', TITLED, true);
    await runner.query('REVOKE SELECT (title) ON intelligence.report_original FROM keeper');
  }
}
