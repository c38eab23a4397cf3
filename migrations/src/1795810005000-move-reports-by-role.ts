import type { MigrationInterface, QueryRunner } from 'typeorm';

const WRITERS = "ARRAY['analyst','supervisor','lead','officer','coordinator']";
const CHIEFS = "ARRAY['supervisor','lead']";

/**
 * A report moves by whoever may take that step: the table of `report.states.ts` a second time, for whoever sends statements of their own. Who wrote it
 * is said once, so that nobody assesses their own report by giving it another author.
 */
export class MoveReportsByRole1795810005000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE intelligence.transition (from_status smallint NOT NULL, to_status smallint NOT NULL, roles text[] NOT NULL, by_author boolean,
        PRIMARY KEY (from_status, to_status));
      COMMENT ON TABLE intelligence.transition IS 'reference: who moves a report from one status to another; by its author, by anybody but its author, or by either';
      INSERT INTO intelligence.transition VALUES (1, 2, ${WRITERS}, true), (2, 3, ARRAY['supervisor'], false), (2, 4, ARRAY['supervisor'], false),
        (3, 2, ${WRITERS}, true), (4, 5, ARRAY['supervisor'], NULL), (5, 6, ${CHIEFS}, NULL), (5, 7, ${CHIEFS}, NULL), (6, 7, ${CHIEFS}, NULL);
      GRANT SELECT ON intelligence.transition TO keeper;
      GRANT SELECT (report_id, author_id) ON intelligence.report_original TO keeper;
      CREATE POLICY keeper_asks ON intelligence.report_original FOR SELECT TO keeper USING (true);
      REVOKE UPDATE (author_id) ON intelligence.report_original FROM app_request;
      CREATE FUNCTION intelligence.refuse_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF session_user = 'app_request' AND NOT EXISTS (SELECT 1 FROM intelligence.transition t, unnest(t.roles) r
            WHERE t.from_status = OLD.status AND t.to_status = NEW.status AND ctx.has_role(r) AND (t.by_author IS NULL
              OR t.by_author = (SELECT o.author_id = ctx.user_id() FROM intelligence.report_original o WHERE o.report_id = NEW.id))) THEN
          RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;
        RETURN NEW;
      END $$;
      ALTER FUNCTION intelligence.refuse_step() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION intelligence.refuse_step() FROM public;
      CREATE TRIGGER refuse_step BEFORE UPDATE ON intelligence.report FOR EACH ROW WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION intelligence.refuse_step();
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER refuse_step ON intelligence.report;
      DROP FUNCTION intelligence.refuse_step();
      GRANT UPDATE (author_id) ON intelligence.report_original TO app_request;
      DROP POLICY keeper_asks ON intelligence.report_original;
      REVOKE SELECT (report_id, author_id) ON intelligence.report_original FROM keeper;
      DROP TABLE intelligence.transition;
    `);
  }
}
