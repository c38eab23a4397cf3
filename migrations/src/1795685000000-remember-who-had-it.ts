import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A step of an action says whose it was before it, so that the step can be taken back. */
export class RememberWhoHadIt1795685000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE cases.action_step ADD COLUMN from_person uuid REFERENCES identity.user_account');
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE cases.action_step DROP COLUMN from_person');
  }
}
