import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const GRANTS = 'FROM access.my_live_grants(v.record_id) g';
const MINE = 'k.user_id = (SELECT ctx.user_id())))';
const WORDS: Words[] = [
  [`EXISTS (SELECT 1 ${GRANTS} WHERE NOT g.acknowledge`, '(SELECT bool_or(NOT g.acknowledge'],
  [MINE, `${MINE} ${GRANTS})`],
];

/** What waits for its conditions is named only to whoever sees that it is there: not what is above their clearance, or in an operation that is not theirs. */
export class WithholdWhatIsSeen1795800007100 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'ctx.withheld()', WORDS);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'ctx.withheld()', WORDS, true);
  }
}
