import type { MigrationInterface, QueryRunner } from 'typeorm';

const ME = '(SELECT ctx.agency())';
const READS = (which: string): string =>
  `(SELECT true FROM access.item_visibility v WHERE v.record_id = comment.record_id${which} LIMIT 1)`;
/** Only an emergency's grant is one person's and has an id beside the owner's own. */
const BY_RIGHT = ' AND (v.private_to IS NULL OR v.disclosure_id IS NULL)';
const ADDRESSED = `(audience_id = (SELECT v.owner_id FROM access.item_visibility v WHERE v.record_id = comment.record_id LIMIT 1)
  OR (SELECT true FROM access.disclosure d WHERE d.record_id = comment.record_id AND d.owner_agency_id = ${ME}
    AND d.recipient_agency_id = comment.audience_id AND d.revoked_at IS NULL AND d.expires_at > now() LIMIT 1))`;

/** An emergency opens a record's sanitised items and nothing else: what was said about it is neither read nor added to. */
export class KeepCommentsFromEmergencies1795630002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await this.say(runner, BY_RIGHT);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await this.say(runner, '');
  }

  private async say(runner: QueryRunner, which: string): Promise<void> {
    await runner.query(`
      ALTER POLICY both_agencies ON access.comment USING ((agency_id = ${ME} OR audience_id = ${ME}) AND ${READS(which)});
      ALTER POLICY reader_writes ON access.comment
        WITH CHECK (agency_id = ${ME} AND by_user = (SELECT ctx.user_id()) AND ${READS(which)} AND (audience_id IS NULL OR ${ADDRESSED}));
    `);
  }
}
