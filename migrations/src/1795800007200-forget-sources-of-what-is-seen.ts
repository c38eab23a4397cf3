import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const WORDS: Words[] = [
  ['v.agency_id = ctx.agency() AND (v.private_to IS NULL OR v.private_to = ctx.user_id())', 'access.owns(s.report_id)'],
];

/** A source is erased by whoever sees its report, and not by a colleague without the clearance, or outside its operation. */
export class ForgetSourcesOfWhatIsSeen1795800007200 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'intelligence.forget_source(uuid)', WORDS);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'intelligence.forget_source(uuid)', WORDS, true);
  }
}
