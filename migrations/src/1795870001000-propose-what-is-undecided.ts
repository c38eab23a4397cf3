import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const PROPOSED = "author_id = (SELECT ctx.user_id()) AND state = 'proposed'";
const OWNED = `(SELECT true FROM access.record_visibility v
  WHERE v.record_id = report_correction.report_id AND v.owner_id = v.agency_id AND v.disclosure_id IS NULL LIMIT 1)`;
const WITHDRAWN: Words[] = [["ELSE 'withdraw-correction' END", "WHEN 'withdrawn' THEN 'withdraw-correction' END"]];

/**
 * A correction is proposed now, and without a decision: one that waited could carry the moment and the words of one, and its author could write into the
 * history that it was withdrawn.
 */
export class ProposeWhatIsUndecided1795870001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'intelligence.refuse_untold()', WITHDRAWN);
    await runner.query(`ALTER POLICY owner_proposes ON intelligence.report_correction
      WITH CHECK (${PROPOSED} AND proposed_at = now() AND num_nonnulls(decided_at, decision_reason) = 0 AND ${OWNED})`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER POLICY owner_proposes ON intelligence.report_correction WITH CHECK (${PROPOSED} AND ${OWNED})`,
    );
    await rewordFunction(runner, 'intelligence.refuse_untold()', WITHDRAWN, true);
  }
}
