import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const PROPOSED = "author_id = (SELECT ctx.user_id()) AND state = 'proposed'";
const UNDECIDED = 'proposed_at = now() AND num_nonnulls(decided_at, decision_reason) = 0';
const owned = (more = ''): string => `(SELECT true FROM access.record_visibility v
  WHERE v.record_id = report_correction.report_id AND v.owner_id = v.agency_id AND v.disclosure_id IS NULL${more} LIMIT 1)`;
const OPEN: Words[] = [
  [
    'access.owns(c.report_id) FOR UPDATE',
    'access.owns(c.report_id)\n          AND EXISTS (SELECT 1 FROM intelligence.report r WHERE r.id = c.report_id AND r.status IN (5, 6)) FOR UPDATE',
  ],
];

/**
 * What was disseminated is corrected, and not what was withdrawn since. Until then a report is assessed again: a correction would change what is assessed
 * already, and of what was withdrawn it would tell agencies that have it no more. It is proposed now and without a decision: one that waits carries neither
 * the moment nor the words of one.
 */
export class CorrectWhatWentOut1795870002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'intelligence.decide_correction(uuid, boolean, text)', OPEN);
    await runner.query(
      `ALTER POLICY owner_proposes ON intelligence.report_correction WITH CHECK (${PROPOSED} AND ${UNDECIDED} AND ${owned(' AND v.status IN (5, 6)')})`,
    );
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER POLICY owner_proposes ON intelligence.report_correction WITH CHECK (${PROPOSED} AND ${owned()})`,
    );
    await rewordFunction(runner, 'intelligence.decide_correction(uuid, boolean, text)', OPEN, true);
  }
}
