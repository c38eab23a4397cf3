import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the numbers of sensitivity mean, said by who may see: our own levels, beside the protective marking and no part of it. */
export class NameSensitivities1795750003000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE platform.sensitivity_level (
        level smallint NOT NULL CHECK (level BETWEEN 0 AND 3), effective_from date NOT NULL, words text NOT NULL CHECK (btrim(words) <> ''),
        PRIMARY KEY (level, effective_from));
      COMMENT ON TABLE platform.sensitivity_level IS 'reference: who may see what has this sensitivity, by clearance; nothing has 0, which is a clearance for no record';
      INSERT INTO platform.sensitivity_level VALUES (0, '2026-01-01', 'no record'), (1, '2026-01-01', 'every reader'),
        (2, '2026-01-01', 'most readers'), (3, '2026-01-01', 'the few with the highest clearance');
      GRANT SELECT ON platform.sensitivity_level TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE platform.sensitivity_level');
  }
}
