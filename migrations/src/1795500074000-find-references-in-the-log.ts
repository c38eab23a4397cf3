import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Few entries name a reference: those of a record's creation and of its opening in an emergency. Auditors search by it. */
export class FindReferencesInTheLog1795500074000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX entry_reference ON audit.entry ((detail ->> 'reference')) WHERE (detail ->> 'reference') IS NOT NULL`,
    );
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX audit.entry_reference`);
  }
}
