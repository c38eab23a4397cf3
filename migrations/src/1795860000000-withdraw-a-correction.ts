import type { MigrationInterface, QueryRunner } from 'typeorm';

const constraint = (states: string, undecided: string): string => `
  ALTER TABLE intelligence.report_correction DROP CONSTRAINT report_correction_state_check, DROP CONSTRAINT report_correction_check,
    ADD CONSTRAINT report_correction_state_check CHECK (state IN (${states})),
    ADD CONSTRAINT report_correction_check CHECK ((state IN (${undecided})) = (decided_by IS NULL))`;

/** Whoever proposed a correction withdraws it while it waits: where nobody else can decide, it would stand in the way of every other for good. */
export class WithdrawACorrection1795860000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(constraint("'proposed','approved','rejected','withdrawn'", "'proposed','withdrawn'"));
    await runner.query(`
      CREATE FUNCTION intelligence.withdraw_correction(correction uuid) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE open intelligence.report_correction;
      BEGIN
        SELECT c.* INTO open FROM intelligence.report_correction c WHERE c.id = correction AND c.state = 'proposed' AND access.owns(c.report_id) FOR UPDATE;
        IF open.id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        PERFORM sharing.demand_role(ARRAY['analyst','supervisor','lead','officer','coordinator']);
        IF open.author_id <> ctx.user_id() THEN RAISE EXCEPTION 'not-author' USING ERRCODE = 'CL403'; END IF;
        UPDATE intelligence.report_correction c SET state = 'withdrawn', decided_at = now() WHERE c.id = open.id;
      END $$;
      ALTER FUNCTION intelligence.withdraw_correction(uuid) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION intelligence.withdraw_correction(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION intelligence.withdraw_correction(uuid) TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    // The history keeps its steps; a table that knows no such state can only leave the proposals out.
    await runner.query(`
      DROP FUNCTION intelligence.withdraw_correction(uuid);
      ALTER TABLE intelligence.report_correction NO FORCE ROW LEVEL SECURITY;
      DELETE FROM intelligence.report_correction WHERE state = 'withdrawn';
      ALTER TABLE intelligence.report_correction FORCE ROW LEVEL SECURITY`);
    await runner.query(constraint("'proposed','approved','rejected'", "'proposed'"));
  }
}
