import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const WITH_IT: Words[] = [['s.at >= now())', 's.at >= now() AND s.xmin = pg_current_xact_id()::xid)']];

/**
 * A transfer or a reopening says its agreement and its end in its own transaction: one that began before it and is still open came later too, and could say
 * them anew for as long as it was left open.
 */
export class SetTermsWithTheirStep1795870000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'referrals.refuse_terms()', WITH_IT);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'referrals.refuse_terms()', WITH_IT, true);
  }
}
