import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWNED = (column: string): string =>
  `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column} AND v.disclosure_id IS NULL LIMIT 1)`;
const PART = (column: string): string =>
  `(SELECT true FROM access.item_visibility v WHERE v.item_id = ${column} LIMIT 1)`;
/** Whoever reads content sees an item of the record: row-level security gives items to whoever has accepted the conditions, if any. */
const READS = (column: string): string =>
  `(SELECT true FROM access.item_visibility v WHERE v.record_id = ${column} LIMIT 1)`;

/** Links between a case and other records are there for whoever sees both ends. Copied text stays with the owner of the case, while it sees the item. */
export class LinkRecords1795660020000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cases.link (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), case_id uuid NOT NULL, part_id uuid NOT NULL,
        part text NOT NULL GENERATED ALWAYS AS ('links') STORED, record_id uuid NOT NULL, kind smallint NOT NULL,
        why text NOT NULL CHECK (btrim(why) <> ''), by_user uuid NOT NULL REFERENCES identity.user_account, at timestamptz NOT NULL DEFAULT now(),
        removed_at timestamptz, removed_by uuid REFERENCES identity.user_account, removed_why text,
        CHECK (record_id <> case_id), CHECK ((removed_at IS NULL) = (removed_by IS NULL)), CHECK ((removed_at IS NULL) = (removed_why IS NULL)),
        FOREIGN KEY (part_id, case_id, part) REFERENCES cases.case_part (id, report_id, part));
      CREATE UNIQUE INDEX link_once ON cases.link (case_id, record_id) WHERE removed_at IS NULL;
      CREATE INDEX link_record ON cases.link (record_id);
      CREATE TABLE cases.copied_text (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), case_id uuid NOT NULL REFERENCES cases.case_file, link_id uuid NOT NULL REFERENCES cases.link,
        record_id uuid NOT NULL, item_id uuid NOT NULL, text text NOT NULL, codes text NOT NULL, terms text NOT NULL, permission_id uuid,
        by_user uuid NOT NULL REFERENCES identity.user_account, at timestamptz NOT NULL DEFAULT now(), UNIQUE (case_id, item_id));
      COMMENT ON COLUMN cases.copied_text.terms IS 'the words in which the copy was allowed; permission_id, the request that it rests on';
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cases.copied_text FOR EACH STATEMENT EXECUTE FUNCTION cases.refuse_change();
      CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON cases.link FOR EACH STATEMENT EXECUTE FUNCTION cases.refuse_change();
      ALTER TABLE cases.link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE cases.copied_text ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT (case_id, part_id, record_id, kind, why, by_user), UPDATE (removed_at, removed_by, removed_why) ON cases.link TO app_request;
      GRANT SELECT, INSERT ON cases.copied_text TO app_request;
      CREATE POLICY both_ends ON cases.link FOR SELECT TO app_request USING (${PART('link.part_id')} AND ${READS('link.record_id')});
      CREATE POLICY owner_inserts ON cases.link FOR INSERT TO app_request
        WITH CHECK (by_user = (SELECT ctx.user_id()) AND ${OWNED('case_id')} AND ${READS('link.record_id')});
      CREATE POLICY owner_removes ON cases.link FOR UPDATE TO app_request USING (removed_at IS NULL AND ${OWNED('case_id')})
        WITH CHECK (removed_by = (SELECT ctx.user_id()));
      CREATE POLICY owner_sees_item ON cases.copied_text FOR SELECT TO app_request
        USING (${OWNED('copied_text.case_id')} AND ${PART('copied_text.item_id')});
      CREATE POLICY owner_inserts ON cases.copied_text FOR INSERT TO app_request
        WITH CHECK (by_user = (SELECT ctx.user_id()) AND ${OWNED('case_id')} AND ${PART('copied_text.item_id')});
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cases.copied_text, cases.link');
  }
}
