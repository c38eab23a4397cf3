import type { MigrationInterface, QueryRunner } from 'typeorm';

const ME = '(SELECT ctx.agency())';
/** Which grants are the agency's and in force is the visibility tables' own policy to say. */
const VISIBLE = (column: string): string =>
  `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column} LIMIT 1)`;
const OWNED = (column: string, more = ''): string =>
  `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column} AND v.owner_id = v.agency_id AND v.disclosure_id IS NULL ${more} LIMIT 1)`;
const DRAFT = (column: string): string => OWNED(column, 'AND v.status = 1');
const SEEN = (of: string): string => `(SELECT true FROM referrals.referral r WHERE r.id = ${of}.referral_id LIMIT 1)`;
const TABLES = ['referral', 'referral_item', 'referral_original', 'referral_pack', 'pack_disclosure', 'referral_step'];

/** Referrals between two agencies: what travels, what only the sender keeps, the pack, and what each side says to the other or to itself. */
export class CreateReferrals1795650000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA referrals;
      GRANT USAGE, CREATE ON SCHEMA referrals TO keeper;
      GRANT USAGE ON SCHEMA referrals TO app_request, app_worker;
      CREATE TABLE referrals.referral (
        id uuid PRIMARY KEY,
        reference text NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        receiver_agency_id smallint REFERENCES identity.agency,
        created_at timestamptz NOT NULL,
        sensitivity smallint NOT NULL CHECK (sensitivity BETWEEN 1 AND 3),
        compartment_id int,
        private_to uuid,
        status smallint NOT NULL CHECK (status BETWEEN 1 AND 10),
        handling text NOT NULL CHECK (handling IN ('P','C')),
        discovery text NOT NULL CHECK (discovery IN ('silent','named')),
        retention_group smallint NOT NULL CHECK (retention_group BETWEEN 1 AND 4),
        review_on date NOT NULL,
        version int NOT NULL,
        marking text NOT NULL CHECK (marking IN ('OFFICIAL','OFFICIAL-SENSITIVE')),
        kind text NOT NULL CHECK (kind IN ('line','research','safeguarding','platform','threat-to-life')),
        title text CHECK (length(title) <= 200),
        threat_to_life boolean NOT NULL,
        sent_at timestamptz,
        warn_at timestamptz, due_at timestamptz, escalate_at timestamptz,
        warned_at timestamptz, overdue_at timestamptz, escalated_at timestamptz,
        UNIQUE (owner_agency_id, reference),
        CHECK (receiver_agency_id <> owner_agency_id),
        CHECK (threat_to_life = (kind = 'threat-to-life')),
        CHECK ((status = 1) = (private_to IS NOT NULL)),
        CHECK (status = 1 OR (receiver_agency_id IS NOT NULL AND sent_at IS NOT NULL AND btrim(title) <> '')),
        CHECK ((due_at IS NOT NULL) = (status BETWEEN 2 AND 6)),
        CHECK ((due_at IS NULL) = (warn_at IS NULL) AND (due_at IS NULL) = (escalate_at IS NULL)),
        CONSTRAINT clock_in_order CHECK (warn_at <= due_at AND due_at <= escalate_at));
      CREATE INDEX referral_reference ON referrals.referral (reference);
      CREATE INDEX referral_due ON referrals.referral (due_at) WHERE due_at IS NOT NULL AND escalated_at IS NULL;
      CREATE TABLE referrals.referral_item (
        id uuid PRIMARY KEY,
        report_id uuid NOT NULL REFERENCES referrals.referral,
        part text NOT NULL CHECK (part IN ('request','details')),
        text text CHECK (length(text) <= 10000),
        fields jsonb NOT NULL CHECK (jsonb_typeof(fields) = 'object' AND length(fields::text) <= 60000),
        source_evaluation smallint CHECK (source_evaluation IS NULL),
        intelligence_assessment text CHECK (intelligence_assessment IS NULL),
        handling_code text NOT NULL CHECK (handling_code = 'P'),
        action_code text CHECK (action_code IS NULL),
        sanitisation_code text CHECK (sanitisation_code IS NULL),
        UNIQUE (report_id, part));
      COMMENT ON COLUMN referrals.referral_item.report_id IS 'the referral; access.track_item() knows the record of an item by this name';
      COMMENT ON COLUMN referrals.referral_item.handling_code IS 'a referral is written to be shared; graded intelligence travels in its pack, under its own codes';
      CREATE TABLE referrals.referral_original (
        referral_id uuid PRIMARY KEY REFERENCES referrals.referral,
        author_id uuid NOT NULL,
        purpose text, legal_basis text, agreement text, conditions text, expires_on date,
        updated_at timestamptz NOT NULL);
      CREATE TABLE referrals.referral_pack (
        referral_id uuid NOT NULL REFERENCES referrals.referral, record_id uuid NOT NULL, item_id uuid NOT NULL,
        PRIMARY KEY (referral_id, item_id));
      CREATE TABLE referrals.pack_disclosure (
        referral_id uuid NOT NULL REFERENCES referrals.referral, disclosure_id uuid NOT NULL REFERENCES access.disclosure,
        PRIMARY KEY (referral_id, disclosure_id));
      CREATE TABLE referrals.referral_step (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        referral_id uuid NOT NULL REFERENCES referrals.referral,
        agency_id smallint NOT NULL REFERENCES identity.agency,
        for_agency_id smallint REFERENCES identity.agency,
        action text NOT NULL,
        from_status smallint NOT NULL, to_status smallint NOT NULL,
        by_user uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        text text CHECK (length(text) <= 4000),
        facts jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(facts) = 'object' AND length(facts::text) <= 10000),
        CHECK (for_agency_id <> agency_id));
      COMMENT ON COLUMN referrals.referral_step.for_agency_id IS 'the one other agency that reads it; null: the agency that wrote it alone';
      CREATE INDEX referral_step_of ON referrals.referral_step (referral_id, at);
      CREATE TRIGGER track AFTER INSERT OR UPDATE ON referrals.referral FOR EACH ROW EXECUTE FUNCTION access.track_record('2');
      CREATE TRIGGER track AFTER INSERT OR UPDATE OR DELETE ON referrals.referral_item FOR EACH ROW EXECUTE FUNCTION access.track_item();
      CREATE TRIGGER hold_restriction BEFORE UPDATE ON referrals.referral FOR EACH ROW
        WHEN (NEW.compartment_id IS DISTINCT FROM OLD.compartment_id OR NEW.sensitivity < OLD.sensitivity) EXECUTE FUNCTION access.hold_restriction();
      INSERT INTO access.record_home (kind, home, sanitised_from) VALUES (2, 'referrals.referral', 2);
      GRANT SELECT (id, reference, owner_agency_id, discovery) ON referrals.referral TO keeper;
      GRANT SELECT, INSERT ON referrals.referral TO app_request;
      GRANT UPDATE (receiver_agency_id, title, version, sensitivity, compartment_id, discovery) ON referrals.referral TO app_request;
      GRANT SELECT, INSERT, UPDATE (text, fields) ON referrals.referral_item TO app_request;
      GRANT SELECT, INSERT, UPDATE (purpose, legal_basis, agreement, conditions, expires_on, updated_at) ON referrals.referral_original TO app_request;
      GRANT SELECT, INSERT, DELETE ON referrals.referral_pack TO app_request;
      GRANT SELECT, INSERT ON referrals.pack_disclosure TO app_request;
      GRANT SELECT ON referrals.referral_step TO app_request;
    `);
    for (const table of TABLES)
      await runner.query(`ALTER TABLE referrals.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await this.createPolicies(runner);
  }

  private async createPolicies(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE POLICY keeper_finds ON referrals.referral FOR SELECT TO keeper USING (true);
      CREATE POLICY visible ON referrals.referral FOR SELECT TO app_request USING (${VISIBLE('referral.id')});
      CREATE POLICY acknowledged ON referrals.referral AS RESTRICTIVE FOR SELECT TO app_request
        USING (id <> ALL (ARRAY(SELECT ctx.withheld())));
      -- Private to its author is a draft: the table says so.
      CREATE POLICY owner_inserts ON referrals.referral FOR INSERT TO app_request
        WITH CHECK (owner_agency_id = ${ME} AND private_to = (SELECT ctx.user_id()));
      CREATE POLICY owner_updates ON referrals.referral FOR UPDATE TO app_request
        USING (${OWNED('referral.id')});
      CREATE POLICY visible ON referrals.referral_item FOR SELECT TO app_request USING ((SELECT true FROM access.item_visibility v
        WHERE v.item_id = referral_item.id LIMIT 1));
      -- Once sent, what it says stays as it was.
      CREATE POLICY draft_inserts ON referrals.referral_item FOR INSERT TO app_request WITH CHECK (${DRAFT('report_id')});
      CREATE POLICY draft_updates ON referrals.referral_item FOR UPDATE TO app_request USING (${DRAFT('report_id')});
      CREATE POLICY owner_only ON referrals.referral_original TO app_request USING (${OWNED('referral_id')}) WITH CHECK (${OWNED('referral_id')});
      -- Who sees the referral and not the item of the pack finds no trace of it.
      CREATE POLICY both_seen ON referrals.referral_pack FOR SELECT TO app_request USING (${SEEN('referral_pack')}
        AND (SELECT true FROM access.item_visibility v WHERE v.item_id = referral_pack.item_id LIMIT 1));
      CREATE POLICY draft_inserts ON referrals.referral_pack FOR INSERT TO app_request WITH CHECK (${DRAFT('referral_id')}
        AND (SELECT true FROM access.item_visibility v WHERE v.record_id = referral_pack.record_id AND v.item_id = referral_pack.item_id
          AND v.owner_id = v.agency_id AND v.disclosure_id IS NULL LIMIT 1));
      CREATE POLICY draft_deletes ON referrals.referral_pack FOR DELETE TO app_request USING (${DRAFT('referral_id')});
      CREATE POLICY owner_only ON referrals.pack_disclosure TO app_request USING (${OWNED('referral_id')})
        WITH CHECK (${OWNED('referral_id')} AND (SELECT true FROM access.disclosure d WHERE d.id = disclosure_id AND d.owner_agency_id = ${ME} LIMIT 1));
      -- Each side its own, and what the other said to it; whoever loses the referral loses all of it.
      CREATE POLICY meant_for ON referrals.referral_step FOR SELECT TO app_request
        USING ((agency_id = ${ME} OR for_agency_id = ${ME}) AND ${SEEN('referral_step')});

      -- What was sent is not rewritten, and goes to another agency by a transfer alone; labels may change. Not a definer's, so that it sees who writes.
      CREATE FUNCTION referrals.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        IF current_user = 'app_request' AND OLD.status <> 1 THEN
          RAISE EXCEPTION 'What was sent stays as it was. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION referrals.refuse_change() FROM PUBLIC;
      CREATE TRIGGER stays_as_it_was BEFORE UPDATE OF title, receiver_agency_id ON referrals.referral FOR EACH ROW
        WHEN ((NEW.title, NEW.receiver_agency_id) IS DISTINCT FROM (OLD.title, OLD.receiver_agency_id)) EXECUTE FUNCTION referrals.refuse_change();
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM access.record_home WHERE kind = 2;
      DROP SCHEMA referrals CASCADE;
    `);
  }
}
