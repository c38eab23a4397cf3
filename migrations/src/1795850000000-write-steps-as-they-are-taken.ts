import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const REFUSED = "RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;";
const MOVED: Words[] = [
  [
    'RETURN NEW;\n      END',
    'NEW.moved_in := pg_current_xact_id();\n        NEW.moved_from := OLD.status;\n        RETURN NEW;\n      END',
  ],
];
const changed = (...columns: string[]): string =>
  `(${columns.map((column) => `OLD.${column}`).join(', ')}) IS DISTINCT FROM (${columns.map((column) => `NEW.${column}`).join(', ')})`;
const [ASSESSED, SUBMITTED, RETURNED] = [
  ['assessor_id', 'assessed_at'],
  ['submitted_at'],
  ['return_reason', 'return_due_by'],
].map((columns) => changed(...columns)) as [string, string, string];

/**
 * What a step of a report writes beside it is written in the transaction that takes it: who assessed and when, when it was submitted and disseminated,
 * why it was returned, and its line in the history. Whoever may take the step is asked as it is taken; a report remembers the transaction in which it moved
 * last, and from where. Asked at the end of the transaction, so that statements may come in any order.
 */
export class WriteStepsAsTheyAreTaken1795850000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE intelligence.report ADD COLUMN moved_in xid8, ADD COLUMN moved_from smallint');
    await rewordFunction(runner, 'intelligence.refuse_step()', MOVED);
    await this.createFunctions(runner);
    await runner.query(`
      CREATE TRIGGER disseminated_as_it_is BEFORE UPDATE ON intelligence.report FOR EACH ROW
        WHEN (current_user = 'app_request' AND NEW.disseminated_at IS DISTINCT FROM
          CASE WHEN OLD.status = 4 AND NEW.status = 5 THEN NEW.disseminated_at WHEN NEW.status >= 5 THEN OLD.disseminated_at END)
        EXECUTE FUNCTION intelligence.refuse_moment();
      CREATE CONSTRAINT TRIGGER written_with_its_step AFTER UPDATE ON intelligence.report_original DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (current_user = 'app_request' AND (${ASSESSED} OR ${SUBMITTED} OR ${RETURNED})) EXECUTE FUNCTION intelligence.refuse_untaken();
      CREATE CONSTRAINT TRIGGER told_with_its_step AFTER INSERT ON intelligence.report_transition DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (current_user = 'app_request') EXECUTE FUNCTION intelligence.refuse_untold();
    `);
  }

  private async createFunctions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION intelligence.refuse_moment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403';
      END $$;
      CREATE FUNCTION intelligence.refuse_untaken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE taken smallint;
      BEGIN
        taken := coalesce((SELECT r.status FROM intelligence.report r WHERE r.id = NEW.report_id AND r.moved_in = pg_current_xact_id()), 0);
        IF (${ASSESSED} AND NOT (taken = 4 AND NEW.assessor_id IS NOT DISTINCT FROM ctx.user_id())) OR (${SUBMITTED} AND taken <> 2)
          OR (${RETURNED} AND taken <> 3 AND NOT (taken = 2 AND NEW.return_reason IS NULL AND NEW.return_due_by IS NULL)) THEN ${REFUSED}
        RETURN NULL;
      END $$;
      CREATE FUNCTION intelligence.refuse_untold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM intelligence.report r WHERE r.id = NEW.report_id AND r.status = NEW.to_status AND (
            (r.moved_in = pg_current_xact_id() AND r.moved_from = NEW.from_status
              AND NEW.action = (ARRAY[NULL, 'submit', 'return', 'assess', 'disseminate', 'close', 'withdraw'])[r.status])
            OR (NEW.from_status = NEW.to_status AND EXISTS (SELECT 1 FROM intelligence.report_correction c WHERE c.report_id = NEW.report_id AND (
              (NEW.action = 'correct' AND c.author_id = NEW.by_user AND c.proposed_at = now())
              OR (NEW.action = CASE c.state WHEN 'approved' THEN 'approve-correction' WHEN 'rejected' THEN 'reject-correction' WHEN 'withdrawn' THEN 'withdraw-correction' END
                AND coalesce(c.decided_by, c.author_id) = NEW.by_user AND c.decided_at = now())))))) THEN ${REFUSED}
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION intelligence.refuse_moment(), intelligence.refuse_untaken(), intelligence.refuse_untold() FROM public;
      ALTER FUNCTION intelligence.refuse_untaken() OWNER TO keeper;
      ALTER FUNCTION intelligence.refuse_untold() OWNER TO keeper;
      GRANT EXECUTE ON FUNCTION intelligence.refuse_untaken(), intelligence.refuse_untold() TO migrator;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER told_with_its_step ON intelligence.report_transition;
      DROP TRIGGER written_with_its_step ON intelligence.report_original;
      DROP TRIGGER disseminated_as_it_is ON intelligence.report;
      DROP FUNCTION intelligence.refuse_untold(), intelligence.refuse_untaken(), intelligence.refuse_moment();
    `);
    await rewordFunction(runner, 'intelligence.refuse_step()', MOVED, true);
    await runner.query('ALTER TABLE intelligence.report DROP COLUMN moved_in, DROP COLUMN moved_from');
  }
}
