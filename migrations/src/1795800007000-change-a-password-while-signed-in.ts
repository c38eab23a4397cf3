import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const WHO = 'SELECT * INTO me FROM ctx.actor();';
const WORDS: Words[] = [
  [
    WHO,
    `-- Whoever resets a password holds the account, and ends the session before letting it go.
        PERFORM 1 FROM identity.user_account u WHERE u.id = ctx.user_id() FOR NO KEY UPDATE;
        ${WHO}`,
  ],
];

/** A password that an administrator resets is not replaced by one that its person, or whoever has their session, was choosing meanwhile. */
export class ChangeAPasswordWhileSignedIn1795800007000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'identity.change_own_password(text)', WORDS);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'identity.change_own_password(text)', WORDS, true);
  }
}
