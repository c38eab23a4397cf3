import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The same rule for both visibility tables: my agency's grant, in force now, for my clearance, compartments and drafts. */
export const LIVE_GRANT = `
  agency_id = (SELECT ctx.agency())
  AND sensitivity <= (SELECT ctx.clearance())
  AND (compartment_id IS NULL OR compartment_id = ANY (ARRAY(SELECT ctx.compartments())))
  AND (private_to IS NULL OR private_to = (SELECT ctx.user_id()))
  AND (valid_until IS NULL OR valid_until > now())
  AND (agreement_id IS NULL OR agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())))`;

const LABELS = `
  agency_id smallint NOT NULL REFERENCES identity.agency,
  created_at timestamptz NOT NULL,
  record_id uuid NOT NULL,
  kind smallint NOT NULL,
  owner_id smallint NOT NULL REFERENCES identity.agency,
  sensitivity smallint NOT NULL,
  compartment_id int,
  private_to uuid,
  status smallint NOT NULL,
  handling text NOT NULL CHECK (handling IN ('P','C')),
  valid_until timestamptz,
  agreement_id int REFERENCES sharing.agreement,
  disclosure_id uuid`;

/** One row per grant of a record and of its items, the disclosures behind them, and the originator's consents. */
export class CreateRecords1795400003000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.compartment_member (
        compartment_id int NOT NULL, user_id uuid NOT NULL REFERENCES identity.user_account,
        reason text NOT NULL, ends_on date NOT NULL, PRIMARY KEY (compartment_id, user_id));
      CREATE TABLE access.record_visibility (${LABELS},
        confidence smallint NOT NULL DEFAULT 0, threat_to_life boolean NOT NULL DEFAULT false);
      CREATE INDEX record_visibility_newest ON access.record_visibility (agency_id, kind, created_at DESC, record_id DESC)
        INCLUDE (sensitivity, compartment_id, private_to, valid_until, agreement_id, status, handling, confidence);
      CREATE INDEX record_visibility_record ON access.record_visibility (record_id, agency_id);
      CREATE UNIQUE INDEX record_visibility_grant ON access.record_visibility (record_id, agency_id, disclosure_id) NULLS NOT DISTINCT;
      CREATE INDEX record_visibility_disclosure ON access.record_visibility (disclosure_id) WHERE disclosure_id IS NOT NULL;
      CREATE TABLE access.item_visibility (${LABELS},
        item_id uuid NOT NULL,
        source_evaluation smallint,
        intelligence_assessment text,
        restricted boolean NOT NULL);
      CREATE INDEX item_visibility_item ON access.item_visibility (item_id, agency_id);
      CREATE INDEX item_visibility_record ON access.item_visibility (record_id, agency_id);
      CREATE UNIQUE INDEX item_visibility_grant ON access.item_visibility (item_id, agency_id, disclosure_id) NULLS NOT DISTINCT;
      CREATE TABLE access.disclosure (
        id uuid PRIMARY KEY,
        record_id uuid NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        recipient_agency_id smallint NOT NULL REFERENCES identity.agency,
        purpose text NOT NULL CHECK (purpose <> ''),
        legal_basis text NOT NULL CHECK (legal_basis <> ''),
        agreement_id int NOT NULL REFERENCES sharing.agreement,
        standing_rule_id int REFERENCES sharing.standing_rule,
        conditions text NOT NULL,
        expires_at timestamptz NOT NULL,
        decided_by uuid NOT NULL,
        decided_at timestamptz NOT NULL DEFAULT now(),
        revoked_by uuid,
        revoked_at timestamptz,
        revocation_reason text,
        CHECK (owner_agency_id <> recipient_agency_id),
        CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
      );
      CREATE INDEX disclosure_record ON access.disclosure (record_id);
      CREATE TABLE access.disclosure_item (
        disclosure_id uuid NOT NULL REFERENCES access.disclosure, item_id uuid NOT NULL, PRIMARY KEY (disclosure_id, item_id));
      CREATE TABLE access.originator_consent (
        id uuid PRIMARY KEY, item_id uuid NOT NULL, record_id uuid NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        recipient_agency_id smallint NOT NULL REFERENCES identity.agency,
        statement text NOT NULL CHECK (statement <> ''), given_by uuid NOT NULL, given_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (item_id, recipient_agency_id));
      CREATE FUNCTION ctx.compartments() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ SELECT m.compartment_id FROM access.compartment_member m WHERE m.user_id = ctx.user_id() AND m.ends_on >= current_date $$;
      ALTER FUNCTION ctx.compartments() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION ctx.compartments() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ctx.compartments() TO app_request, app_worker;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA access TO keeper;
      GRANT SELECT ON access.record_visibility, access.item_visibility, access.disclosure, access.disclosure_item, access.originator_consent
        TO app_request, app_worker;
      GRANT INSERT ON access.originator_consent TO app_request;
    `);
    for (const table of [
      'compartment_member',
      'record_visibility',
      'item_visibility',
      'disclosure',
      'disclosure_item',
      'originator_consent',
    ]) {
      await runner.query(`ALTER TABLE access.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY keeper_all ON access.${table} TO keeper USING (true) WITH CHECK (true)`);
    }
    await runner.query(`
      CREATE POLICY live_grant ON access.record_visibility FOR SELECT TO app_request, app_worker USING (${LIVE_GRANT});
      CREATE POLICY live_grant ON access.item_visibility FOR SELECT TO app_request, app_worker USING (${LIVE_GRANT});
      -- The owner reads every disclosure of a record it can see; a recipient reads its own, while the grant lives.
      CREATE POLICY owner_or_recipient ON access.disclosure FOR SELECT TO app_request, app_worker USING (
        (owner_agency_id = (SELECT ctx.agency()) AND (SELECT true FROM access.record_visibility v WHERE v.record_id = disclosure.record_id AND v.disclosure_id IS NULL LIMIT 1))
        OR (SELECT true FROM access.record_visibility v WHERE v.disclosure_id = disclosure.id LIMIT 1));
      CREATE POLICY with_disclosure ON access.disclosure_item FOR SELECT TO app_request, app_worker
        USING ((SELECT true FROM access.disclosure d WHERE d.id = disclosure_id LIMIT 1));
      CREATE POLICY owner_reads ON access.originator_consent FOR SELECT TO app_request, app_worker
        USING (owner_agency_id = (SELECT ctx.agency()) AND (SELECT true FROM access.item_visibility v WHERE v.item_id = originator_consent.item_id LIMIT 1));
      -- Only a source handler of the owning agency consents, in their own name, to an item they can see.
      CREATE POLICY handler_consents ON access.originator_consent FOR INSERT TO app_request WITH CHECK (
        owner_agency_id = (SELECT ctx.agency()) AND given_by = (SELECT ctx.user_id()) AND (SELECT ctx.has_role('source-handler'))
        AND (SELECT true FROM access.item_visibility v WHERE v.item_id = originator_consent.item_id AND v.record_id = originator_consent.record_id AND v.disclosure_id IS NULL LIMIT 1));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE access.originator_consent, access.disclosure_item, access.disclosure, access.item_visibility,
        access.record_visibility, access.compartment_member CASCADE;
      DROP FUNCTION ctx.compartments();
    `);
  }
}
