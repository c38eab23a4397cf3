import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A step that gives an action to somebody else of the same agency says which team had it and by when it was due, so that it can be taken back. Of one
 * that gives it to another agency nothing of this is kept: the next agency reads that step, and not who was asked before.
 */
export class RememberItsDay1795720000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE cases.action_step ADD COLUMN from_role text, ADD COLUMN from_due_on date');
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE cases.action_step DROP COLUMN from_role, DROP COLUMN from_due_on');
  }
}
