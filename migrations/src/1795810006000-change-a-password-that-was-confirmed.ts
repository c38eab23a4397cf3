import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const CHANGED = 'failures = 0, locked_until = NULL\n          WHERE c.user_id = me.user_id;';
const WORDS: Words[] = [
  [
    CHANGED,
    `failures = 0, locked_until = NULL, confirmed_at = NULL
          WHERE c.user_id = me.user_id AND c.confirmed_at > clock_timestamp() - interval '1 minute';
        IF NOT FOUND THEN RAISE EXCEPTION 'not-confirmed' USING ERRCODE = 'CL403'; END IF;`,
  ],
];

/**
 * A password is changed after the login that signs people in has compared the present one, and within a minute: whoever has a session and statements of
 * their own would otherwise choose a password, and sign in with it long after.
 */
export class ChangeAPasswordThatWasConfirmed1795810006000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE identity.credential ADD COLUMN confirmed_at timestamptz');
    await rewordFunction(runner, 'identity.change_own_password(text)', WORDS);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'identity.change_own_password(text)', WORDS, true);
    await runner.query('ALTER TABLE identity.credential DROP COLUMN confirmed_at');
  }
}
