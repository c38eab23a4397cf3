import type { MigrationInterface, QueryRunner } from 'typeorm';

const RAISERS = "ARRAY['analyst','supervisor','lead','officer','coordinator']";

/**
 * Whoever raises an action says by which day, and when nothing more is to be done: no agency that is asked gives itself more time, calls off what it
 * was asked, or keeps it from being told as late. Verified, withdrawn and left begin at 5.
 */
export class MoveActionsBySide1795830004000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION cases.refuse_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF NEW.due_on <> OLD.due_on OR NEW.due_at <> OLD.due_at OR NEW.overdue_told_at IS DISTINCT FROM OLD.overdue_told_at
            OR (NEW.state >= 5) <> (OLD.state >= 5) THEN
          IF NEW.owner_agency_id <> ctx.agency() THEN RAISE EXCEPTION 'not-raiser' USING ERRCODE = 'CL403'; END IF;
          PERFORM sharing.demand_role(${RAISERS});
        END IF;
        RETURN NEW;
      END $$;
      ALTER FUNCTION cases.refuse_move() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION cases.refuse_move() FROM public;
      CREATE TRIGGER moved_by_side BEFORE UPDATE ON cases.action FOR EACH ROW WHEN (current_user = 'app_request') EXECUTE FUNCTION cases.refuse_move();
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER moved_by_side ON cases.action; DROP FUNCTION cases.refuse_move()');
  }
}
