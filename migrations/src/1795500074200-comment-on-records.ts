import type { MigrationInterface, QueryRunner } from 'typeorm';

const ME = '(SELECT ctx.agency())';
/** Whoever reads content sees an item: row-level security gives items to whoever has accepted the conditions, if any. */
const READS = '(SELECT true FROM access.item_visibility v WHERE v.record_id = comment.record_id LIMIT 1)';
/** Of a recipient the owner; of the owner an agency that it shares the record with now. */
const ADDRESSED = `(audience_id = (SELECT v.owner_id FROM access.item_visibility v WHERE v.record_id = comment.record_id LIMIT 1)
  OR (SELECT true FROM access.disclosure d WHERE d.record_id = comment.record_id AND d.owner_agency_id = ${ME}
    AND d.recipient_agency_id = comment.audience_id AND d.revoked_at IS NULL AND d.expires_at > now() LIMIT 1))`;

/** Comments have an audience: their author's agency, alone or with one other. Nobody changes or deletes one. */
export class CommentOnRecords1795500074200 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.comment (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), record_id uuid NOT NULL, agency_id smallint NOT NULL REFERENCES identity.agency,
        audience_id smallint REFERENCES identity.agency, by_user uuid NOT NULL REFERENCES identity.user_account,
        at timestamptz NOT NULL DEFAULT now(), text text NOT NULL, CHECK (audience_id <> agency_id), CHECK (length(text) BETWEEN 1 AND 4000));
      CREATE INDEX comment_record ON access.comment (record_id, at);
      ALTER TABLE access.comment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT (record_id, agency_id, audience_id, by_user, text) ON access.comment TO app_request;
      CREATE POLICY both_agencies ON access.comment FOR SELECT TO app_request USING ((agency_id = ${ME} OR audience_id = ${ME}) AND ${READS});
      CREATE POLICY reader_writes ON access.comment FOR INSERT TO app_request
        WITH CHECK (agency_id = ${ME} AND by_user = (SELECT ctx.user_id()) AND ${READS} AND (audience_id IS NULL OR ${ADDRESSED}));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE access.comment');
  }
}
