import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWNED =
  '(SELECT true FROM access.record_visibility v WHERE v.record_id = case_id AND v.disclosure_id IS NULL LIMIT 1)';
const READS = (which: string): string => `(SELECT true FROM access.item_visibility v WHERE v.${which} LIMIT 1)`;
/** Only an emergency's grant is one person's and has an id beside the owner's own. */
const BY_RIGHT = ' AND (v.private_to IS NULL OR v.disclosure_id IS NULL)';

/** An emergency opens a record's sanitised items for an hour: no case is linked to it for that, and none keeps its text. */
export class KeepCasesFromEmergencies1795790002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await this.say(runner, BY_RIGHT);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await this.say(runner, '');
  }

  private async say(runner: QueryRunner, which: string): Promise<void> {
    await runner.query(`
      ALTER POLICY owner_inserts ON cases.link
        WITH CHECK (by_user = (SELECT ctx.user_id()) AND ${OWNED} AND ${READS(`record_id = link.record_id${which}`)});
      ALTER POLICY owner_inserts ON cases.copied_text
        WITH CHECK (by_user = (SELECT ctx.user_id()) AND ${OWNED} AND ${READS(`item_id = copied_text.item_id${which}`)});
    `);
  }
}
