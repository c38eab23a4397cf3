import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An entry names records in one plain list: one NULL among them and the auditor's page of the log could not be shown. Entries that are there stay. */
export class LogIdsAlone1795890101000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE audit.entry ADD CONSTRAINT entry_record_ids_plain
      CHECK (coalesce(array_ndims(record_ids), 1) = 1 AND array_position(record_ids, NULL) IS NULL) NOT VALID`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit.entry DROP CONSTRAINT entry_record_ids_plain');
  }
}
