import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const WITHDRAW = 'access.withdraw(uuid, text)';
const WORDS: Words[] = [
  [
    `IF NOT (ctx.has_role('supervisor') OR ctx.has_role('lead')) THEN RAISE EXCEPTION 'not-decider' USING ERRCODE = 'CL403'; END IF;`,
    'PERFORM access.demand_sharer(record);',
  ],
];

/** Withdrawing a record ends every disclosure of it: it asks the roles that share its kind, a case's lead for a case. */
export class WithdrawByKind1795830001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, WITHDRAW, WORDS);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, WITHDRAW, WORDS, true);
  }
}
