import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const REFUSED = "RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;";
const RECORD = "coalesce(row ->> 'report_id', row ->> 'id')::uuid";
const LAST = 'RETURN coalesce(NEW, OLD);\n      END';
const WORDS: Words[] = [
  [
    LAST,
    `IF session_user = 'app_request' AND NOT intelligence.writes(${RECORD}, (SELECT r.status FROM intelligence.report r WHERE r.id = ${RECORD})) THEN
          ${REFUSED}
        ${LAST}`,
  ],
];

/**
 * The items of a report, as its own words: written by its author until it is submitted, and by whoever assesses it after. What was assessed is what
 * is disseminated. A case is moved by a lead of its operation, and named by whoever writes to it.
 */
export class WriteItemsByRole1795830003000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'intelligence.refuse_change()', WORDS);
    await runner.query(`
      CREATE FUNCTION cases.refuse_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM sharing.demand_role(CASE WHEN NEW.status = OLD.status THEN ARRAY['analyst','supervisor','lead','officer','coordinator'] ELSE ARRAY['lead'] END);
        RETURN NEW;
      END $$;
      ALTER FUNCTION cases.refuse_step() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION cases.refuse_step() FROM public;
      CREATE TRIGGER moved_by_role BEFORE UPDATE ON cases.case_file FOR EACH ROW
        WHEN (current_user = 'app_request' AND (OLD.status, OLD.name, OLD.marking) IS DISTINCT FROM (NEW.status, NEW.name, NEW.marking))
        EXECUTE FUNCTION cases.refuse_step();
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER moved_by_role ON cases.case_file; DROP FUNCTION cases.refuse_step()');
    await rewordFunction(runner, 'intelligence.refuse_change()', WORDS, true);
  }
}
