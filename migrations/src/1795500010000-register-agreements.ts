import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  'agreement_version',
  'agreement_approval',
  'agreement_invitation',
  'agreement_suspension',
  'agreement_event',
];

/** The register: versions with their proposals, approvals by two people, invitations, suspensions and the history of an agreement. */
export class RegisterAgreements1795500010000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE sharing.agreement_number AS int START 10001;
      CREATE SEQUENCE sharing.standing_rule_number AS int START 10001;
      GRANT USAGE ON SEQUENCE sharing.agreement_number, sharing.standing_rule_number TO keeper;
      ALTER TABLE sharing.agreement DROP CONSTRAINT agreement_status_check,
        ADD CONSTRAINT agreement_status_check CHECK (status IN ('draft','proposed','active','suspended','lapsed','replaced')),
        ADD COLUMN uid uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
        ADD COLUMN marking text NOT NULL DEFAULT 'OFFICIAL' CHECK (marking IN ('OFFICIAL','OFFICIAL-SENSITIVE')),
        ADD COLUMN kinds smallint[] NOT NULL DEFAULT '{1}' CHECK (cardinality(kinds) > 0),
        ADD COLUMN handling text[] NOT NULL DEFAULT '{P,C}' CHECK (cardinality(handling) > 0 AND handling <@ ARRAY['P','C']),
        ADD COLUMN most_sensitivity smallint NOT NULL DEFAULT 3 CHECK (most_sensitivity BETWEEN 1 AND 3),
        ADD COLUMN whole_records boolean NOT NULL DEFAULT true,
        ADD COLUMN review_on date,
        ADD COLUMN contact_post text, ADD COLUMN contact_email text, ADD COLUMN contact_phone text,
        ADD COLUMN signed_copy_name text, ADD COLUMN signed_copy_sha256 text CHECK (signed_copy_sha256 ~ '^[0-9a-f]{64}$'),
        ADD COLUMN signed_copy_held text;
      COMMENT ON COLUMN sharing.agreement.status IS 'active: approved; in force from its start to its end date';
      COMMENT ON COLUMN sharing.agreement.contact_post IS 'joint controllers'' contact point: a post, never a person (Data Protection Act 2018 s.58)';
      COMMENT ON TABLE sharing.agreement_party IS 'who has acceded: a row comes with the agency''s own approval and goes when it withdraws; an invitation gives nothing';
      ALTER TABLE sharing.standing_rule
        ADD COLUMN from_agency_id smallint REFERENCES identity.agency,
        ADD COLUMN lowest_confidence smallint NOT NULL DEFAULT 0 CHECK (lowest_confidence BETWEEN 0 AND 3),
        ADD COLUMN areas text[], ADD COLUMN starts_on date, ADD COLUMN ends_on date, ADD CHECK (ends_on >= starts_on);
      COMMENT ON COLUMN sharing.standing_rule.from_agency_id IS 'whose records it gives; null: every party''s';
      COMMENT ON COLUMN sharing.standing_rule.areas IS 'null: every area';

      -- What a version says is one document; approval enacts it. A proposal is known beyond its owner from proposed_at on.
      CREATE TABLE sharing.agreement_version (
        agreement_id int NOT NULL REFERENCES sharing.agreement,
        version int NOT NULL CHECK (version > 0),
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        state text NOT NULL CHECK (state IN ('draft','proposed','active','replaced','lapsed')),
        revision int NOT NULL DEFAULT 1,
        terms jsonb NOT NULL,
        author_id uuid NOT NULL,
        proposed_at timestamptz,
        enacted_at timestamptz,
        PRIMARY KEY (agreement_id, version),
        UNIQUE (agreement_id, version, author_id));
      CREATE UNIQUE INDEX agreement_version_pending ON sharing.agreement_version (agreement_id) WHERE state IN ('draft','proposed');
      -- Two people: whoever wrote the version never approves it. Nobody, the keeper included, can store the contrary.
      CREATE TABLE sharing.agreement_approval (
        agreement_id int NOT NULL, version int NOT NULL, author_id uuid NOT NULL,
        agency_id smallint NOT NULL REFERENCES identity.agency,
        approved_by uuid NOT NULL REFERENCES identity.user_account,
        approved_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (agreement_id, version, agency_id),
        FOREIGN KEY (agreement_id, version, author_id) REFERENCES sharing.agreement_version (agreement_id, version, author_id),
        CONSTRAINT author_never_approves CHECK (approved_by <> author_id));
      CREATE TABLE sharing.agreement_invitation (
        agreement_id int NOT NULL REFERENCES sharing.agreement,
        agency_id smallint NOT NULL REFERENCES identity.agency,
        version int NOT NULL,
        left_at timestamptz,
        PRIMARY KEY (agreement_id, agency_id));
      CREATE TABLE sharing.agreement_suspension (
        agreement_id int NOT NULL REFERENCES sharing.agreement,
        suspended_at timestamptz NOT NULL DEFAULT now(),
        agency_id smallint NOT NULL REFERENCES identity.agency,
        suspended_by uuid NOT NULL,
        reason text NOT NULL CHECK (reason <> ''),
        reinstated_by uuid, reinstated_at timestamptz,
        PRIMARY KEY (agreement_id, suspended_at),
        CONSTRAINT another_reinstates CHECK (reinstated_by <> suspended_by),
        CHECK ((reinstated_at IS NULL) = (reinstated_by IS NULL)));
      CREATE TABLE sharing.agreement_event (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        agreement_id int NOT NULL REFERENCES sharing.agreement,
        version int NOT NULL, action text NOT NULL, owner_agency_id smallint NOT NULL,
        agency_id smallint NOT NULL, by_user uuid NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),
        reason text, owner_only boolean NOT NULL);
      CREATE INDEX agreement_event_agreement ON sharing.agreement_event (agreement_id, at);
      CREATE INDEX disclosure_agreement ON access.disclosure (agreement_id, owner_agency_id, recipient_agency_id) WHERE revoked_at IS NULL;

      CREATE FUNCTION ctx.known_agreements() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT p.agreement_id FROM sharing.agreement_party p WHERE p.agency_id = (SELECT ctx.agency())
        UNION SELECT i.agreement_id FROM sharing.agreement_invitation i WHERE i.agency_id = (SELECT ctx.agency()) AND i.left_at IS NULL
        UNION SELECT a.id FROM sharing.agreement a WHERE a.owner_agency_id = (SELECT ctx.agency()) $$;
      CREATE FUNCTION ctx.left_agreements() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT i.agreement_id FROM sharing.agreement_invitation i WHERE i.agency_id = (SELECT ctx.agency()) AND i.left_at IS NOT NULL $$;
      ALTER FUNCTION ctx.known_agreements() OWNER TO keeper; ALTER FUNCTION ctx.left_agreements() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION ctx.known_agreements(), ctx.left_agreements() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ctx.known_agreements(), ctx.left_agreements() TO app_request, app_worker;
      GRANT INSERT, UPDATE, DELETE ON sharing.agreement, sharing.agreement_party, sharing.standing_rule, sharing.statistics_class TO keeper;

      -- Parties know an agreement, and agencies invited by a proposal; one that has left keeps its name, for its own history.
      ALTER POLICY party_reads ON sharing.agreement
        USING (id = ANY (ARRAY(SELECT ctx.known_agreements())) OR id = ANY (ARRAY(SELECT ctx.left_agreements())));
      ALTER POLICY own_party ON sharing.agreement_party USING (agreement_id = ANY (ARRAY(SELECT ctx.known_agreements())));
      ALTER POLICY party_reads ON sharing.standing_rule USING (agreement_id = ANY (ARRAY(SELECT ctx.known_agreements())));
    `);
    for (const table of TABLES) {
      await runner.query(`
        ALTER TABLE sharing.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        GRANT SELECT, INSERT, UPDATE, DELETE ON sharing.${table} TO keeper;
        GRANT SELECT ON sharing.${table} TO app_request;
        CREATE POLICY keeper_all ON sharing.${table} TO keeper USING (true) WITH CHECK (true);`);
    }
    const known = 'agreement_id = ANY (ARRAY(SELECT ctx.known_agreements()))';
    await runner.query(`
      CREATE POLICY known ON sharing.agreement_version FOR SELECT TO app_request
        USING (${known} AND (proposed_at IS NOT NULL OR owner_agency_id = (SELECT ctx.agency())));
      CREATE POLICY known ON sharing.agreement_approval FOR SELECT TO app_request USING (${known});
      CREATE POLICY known ON sharing.agreement_invitation FOR SELECT TO app_request USING (${known} OR agency_id = (SELECT ctx.agency()));
      CREATE POLICY known ON sharing.agreement_suspension FOR SELECT TO app_request USING (${known});
      CREATE POLICY known ON sharing.agreement_event FOR SELECT TO app_request
        USING (${known} AND (NOT owner_only OR owner_agency_id = (SELECT ctx.agency())));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER POLICY party_reads ON sharing.agreement USING (id = ANY (ARRAY(SELECT ctx.my_agreements())));
      ALTER POLICY own_party ON sharing.agreement_party USING (agreement_id = ANY (ARRAY(SELECT ctx.my_agreements())));
      ALTER POLICY party_reads ON sharing.standing_rule USING (agreement_id = ANY (ARRAY(SELECT ctx.my_agreements())));
      REVOKE INSERT, UPDATE, DELETE ON sharing.agreement, sharing.agreement_party, sharing.standing_rule, sharing.statistics_class FROM keeper;
      DROP INDEX access.disclosure_agreement;
      DROP TABLE ${TABLES.map((table) => `sharing.${table}`).join(', ')} CASCADE;
      DROP FUNCTION ctx.known_agreements(), ctx.left_agreements();
      COMMENT ON TABLE sharing.agreement_party IS NULL;
      ALTER TABLE sharing.standing_rule DROP COLUMN from_agency_id, DROP COLUMN lowest_confidence, DROP COLUMN areas, DROP COLUMN starts_on, DROP COLUMN ends_on;
      ALTER TABLE sharing.agreement DROP COLUMN uid, DROP COLUMN marking, DROP COLUMN kinds, DROP COLUMN handling, DROP COLUMN most_sensitivity,
        DROP COLUMN whole_records, DROP COLUMN review_on, DROP COLUMN contact_post, DROP COLUMN contact_email, DROP COLUMN contact_phone,
        DROP COLUMN signed_copy_name, DROP COLUMN signed_copy_sha256, DROP COLUMN signed_copy_held, DROP CONSTRAINT agreement_status_check,
        ADD CONSTRAINT agreement_status_check CHECK (status IN ('draft','active','suspended','lapsed','replaced'));
      DROP SEQUENCE sharing.agreement_number, sharing.standing_rule_number;
    `);
  }
}
