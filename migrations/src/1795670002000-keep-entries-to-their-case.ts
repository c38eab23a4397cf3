import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What refers to an entry of a case is of the same case: a result is struck out, and text copied through a link, in the case that they stand in.
 * Of another's entry no answer tells whether it exists or was struck.
 */
export class KeepEntriesToTheirCase1795670002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE cases.result ADD UNIQUE (id, case_id);
      ALTER TABLE cases.result_strike DROP CONSTRAINT result_strike_result_id_key, ADD UNIQUE (result_id, case_id),
        DROP CONSTRAINT result_strike_result_id_fkey, ADD FOREIGN KEY (result_id, case_id) REFERENCES cases.result (id, case_id);
      ALTER TABLE cases.link ADD UNIQUE (id, case_id, record_id);
      ALTER TABLE cases.copied_text DROP CONSTRAINT copied_text_link_id_fkey,
        ADD FOREIGN KEY (link_id, case_id, record_id) REFERENCES cases.link (id, case_id, record_id);
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE cases.copied_text DROP CONSTRAINT copied_text_link_id_case_id_record_id_fkey, ADD FOREIGN KEY (link_id) REFERENCES cases.link;
      ALTER TABLE cases.link DROP CONSTRAINT link_id_case_id_record_id_key;
      ALTER TABLE cases.result_strike DROP CONSTRAINT result_strike_result_id_case_id_fkey, ADD FOREIGN KEY (result_id) REFERENCES cases.result,
        DROP CONSTRAINT result_strike_result_id_case_id_key, ADD UNIQUE (result_id);
      ALTER TABLE cases.result DROP CONSTRAINT result_id_case_id_key;
    `);
  }
}
