import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No function of the keeper's reads an extension: it adds them, and whoever sees the disclosure reads them under their own policy. */
export class LetTheKeeperAddExtensionsOnly1795500071100 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP POLICY keeper_reads ON access.disclosure_extension;
      REVOKE SELECT ON access.disclosure_extension FROM keeper;`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT SELECT ON access.disclosure_extension TO keeper;
      CREATE POLICY keeper_reads ON access.disclosure_extension FOR SELECT TO keeper USING (true);`);
  }
}
