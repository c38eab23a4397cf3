import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWNED = (column: string): string =>
  `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column} AND v.agency_id = (SELECT ctx.agency())
    AND v.owner_id = (SELECT ctx.agency()) AND v.disclosure_id IS NULL LIMIT 1)`;

/** Why, why not, who else and since when: what explanations ask, each function answering only whoever sees the record itself. */
export class ExplainAccess1795500020000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What the labels were before each change: with the disclosures, all that "who could see this on 3 March" needs.
      CREATE TABLE access.label_change (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        record_id uuid NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        at timestamptz NOT NULL DEFAULT now(),
        by_user uuid,
        sensitivity smallint NOT NULL, compartment_id int, private_to uuid,
        to_sensitivity smallint NOT NULL, to_compartment_id int, to_private_to uuid);
      CREATE INDEX label_change_record ON access.label_change (record_id, at);
      ALTER TABLE access.label_change ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT ON access.label_change TO keeper;
      GRANT SELECT ON access.label_change TO app_request;
      CREATE POLICY keeper_all ON access.label_change TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY owner_reads ON access.label_change FOR SELECT TO app_request
        USING (owner_agency_id = (SELECT ctx.agency()) AND ${OWNED('label_change.record_id')});
      CREATE FUNCTION access.keep_labels() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        INSERT INTO access.label_change (record_id, owner_agency_id, by_user, sensitivity, compartment_id, private_to,
          to_sensitivity, to_compartment_id, to_private_to)
        VALUES (OLD.record_id, OLD.owner_id, ctx.user_id(), OLD.sensitivity, OLD.compartment_id, OLD.private_to,
          NEW.sensitivity, NEW.compartment_id, NEW.private_to);
        RETURN NULL;
      END $$;
      CREATE TRIGGER keep_labels AFTER UPDATE ON access.record_visibility FOR EACH ROW
        WHEN (OLD.disclosure_id IS NULL AND (OLD.sensitivity, OLD.compartment_id, OLD.private_to)
          IS DISTINCT FROM (NEW.sensitivity, NEW.compartment_id, NEW.private_to))
        EXECUTE FUNCTION access.keep_labels();

      -- The caller's live grants of one record: whoever has none is told nothing by any function below.
      CREATE FUNCTION access.my_live_grants(record uuid) RETURNS SETOF access.record_visibility
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT v.* FROM access.record_visibility v WHERE v.record_id = record AND v.agency_id = (SELECT ctx.agency())
          AND v.sensitivity <= (SELECT ctx.clearance())
          AND (v.compartment_id IS NULL OR v.compartment_id IN (SELECT ctx.compartments()))
          AND (v.private_to IS NULL OR v.private_to = (SELECT ctx.user_id()))
          AND (v.valid_until IS NULL OR v.valid_until > now())
          AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements())) $$;
      CREATE FUNCTION access.owns(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce((SELECT true FROM access.my_live_grants(record) g
          WHERE g.disclosure_id IS NULL AND g.owner_id = (SELECT ctx.agency())), false) $$;

      -- Every agency's grants of a record, live or not, with the items of each: for its owner alone.
      CREATE FUNCTION access.grants_of(record uuid) RETURNS TABLE (agency_id smallint, agency text, agency_name text, owner_id smallint,
        sensitivity smallint, compartment_id int, private_to uuid, valid_until timestamptz, disclosure_id uuid, agreement_id int,
        agreement_in_force boolean, items uuid[])
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT v.agency_id, a.code, a.name, v.owner_id, v.sensitivity, v.compartment_id, v.private_to, v.valid_until, v.disclosure_id,
          v.agreement_id, v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements()),
          ARRAY(SELECT i.item_id FROM access.item_visibility i WHERE i.record_id = v.record_id AND i.agency_id = v.agency_id
            AND i.disclosure_id IS NOT DISTINCT FROM v.disclosure_id ORDER BY i.item_id)
        FROM access.record_visibility v JOIN identity.agency a ON a.id = v.agency_id
        WHERE v.record_id = record AND (SELECT access.owns(record)) $$;

      -- People who hold one of these roles now, in groups that the judge cannot tell apart. The owner asks of agencies that it shares an
      -- agreement or this record with; a recipient of itself and the owner. Of operations: the record's own, or one of the caller's.
      -- Whoever a grant names (a draft's author) is a group of one.
      CREATE FUNCTION access.reader_groups(record uuid, of_roles text[], operations int[]) RETURNS TABLE (agency_id smallint, agency text,
        agency_name text, clearance smallint, member_of int[], person uuid, people int)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH mine AS (SELECT g.owner_id, g.compartment_id FROM access.my_live_grants(record) g),
          asked AS (SELECT DISTINCT m.owner_id,
            ARRAY(SELECT o FROM unnest(operations) o WHERE o IN (SELECT c.compartment_id FROM mine c) OR o IN (SELECT ctx.compartments())) AS operations,
            ARRAY(SELECT v.private_to FROM access.record_visibility v WHERE v.record_id = record AND v.private_to IS NOT NULL
              AND (v.agency_id = (SELECT ctx.agency()) OR (SELECT access.owns(record)))) AS alone FROM mine m),
          known AS (
            SELECT ctx.agency() AS id FROM asked UNION SELECT asked.owner_id FROM asked
            UNION SELECT them.agency_id FROM sharing.agreement_party us JOIN sharing.agreement_party them USING (agreement_id)
              WHERE us.agency_id = (SELECT ctx.agency()) AND (SELECT access.owns(record))
            UNION SELECT v.agency_id FROM access.record_visibility v WHERE v.record_id = record AND (SELECT access.owns(record))),
          reader AS (
            SELECT a.id AS agency_id, a.code, a.name, u.clearance,
              ARRAY(SELECT DISTINCT c.compartment_id FROM access.compartment_member c WHERE c.user_id = u.id AND c.ends_on >= current_date
                AND c.compartment_id = ANY (asked.operations) ORDER BY 1) AS member_of,
              CASE WHEN u.id = ANY (asked.alone) THEN u.id END AS person
            FROM asked CROSS JOIN known JOIN identity.agency a ON a.id = known.id JOIN identity.user_account u ON u.agency_id = a.id
            WHERE u.left_at IS NULL AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date)
              AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role = ANY (of_roles)))
        SELECT r.agency_id, r.code, r.name, r.clearance, r.member_of, r.person, count(*)::int FROM reader r GROUP BY 1, 2, 3, 4, 5, 6 $$;

      -- Which operations of the caller's own each colleague of the caller is a member of; names are read elsewhere, under the caller's rights.
      CREATE FUNCTION access.colleagues_operations() RETURNS TABLE (user_id uuid, operation int)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT u.id, c.compartment_id FROM access.compartment_member c JOIN identity.user_account u ON u.id = c.user_id
        WHERE c.compartment_id IN (SELECT ctx.compartments()) AND c.ends_on >= current_date AND u.agency_id = (SELECT ctx.agency()) $$;

      -- Disclosures of a record past and present: all of them for its owner, those to their own agency for a recipient who sees it now.
      -- Of who decided, another agency learns the role and nothing else; of why one ended, only the owner.
      CREATE FUNCTION access.disclosures_of(record uuid) RETURNS TABLE (id uuid, agency_id smallint, agency text, agency_name text,
        owner text, owner_name text, purpose text, legal_basis text, agreement_id int, agreement text, rule_id int, rule_version int,
        conditions text, items int, decided_at timestamptz, decided_by uuid, decided_role text, expires_at timestamptz,
        revoked_at timestamptz, revocation_reason text, live boolean)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH mine AS (SELECT access.owns(record) AS owner FROM access.my_live_grants(record) LIMIT 1)
        SELECT d.id, d.recipient_agency_id, a.code, a.name, o.code, o.name, d.purpose, d.legal_basis, d.agreement_id, g.reference,
          d.standing_rule_id, r.version, d.conditions, (SELECT count(*)::int FROM access.disclosure_item i WHERE i.disclosure_id = d.id),
          d.decided_at, CASE WHEN mine.owner THEN d.decided_by END,
          (SELECT u.role FROM identity.user_role u WHERE u.user_id = d.decided_by AND u.role IN ('lead','supervisor') ORDER BY u.role DESC LIMIT 1),
          d.expires_at, d.revoked_at, CASE WHEN mine.owner THEN d.revocation_reason END,
          d.revoked_at IS NULL AND d.expires_at > now() AND (d.agreement_id IS NULL OR d.agreement_id NOT IN (SELECT ctx.lapsed_agreements()))
        FROM mine JOIN access.disclosure d ON d.record_id = record AND (mine.owner OR d.recipient_agency_id = (SELECT ctx.agency()))
          JOIN identity.agency a ON a.id = d.recipient_agency_id JOIN identity.agency o ON o.id = d.owner_agency_id
          LEFT JOIN sharing.agreement g ON g.id = d.agreement_id LEFT JOIN sharing.standing_rule r ON r.id = d.standing_rule_id
        ORDER BY d.decided_at, d.expires_at, r.id, d.id $$;
    `);
    const asked = [
      'grants_of(uuid)',
      'reader_groups(uuid, text[], int[])',
      'colleagues_operations()',
      'disclosures_of(uuid)',
      'owns(uuid)',
    ];
    for (const name of [...asked, 'my_live_grants(uuid)', 'keep_labels()']) {
      await runner.query(`
        ALTER FUNCTION access.${name} OWNER TO keeper;
        REVOKE EXECUTE ON FUNCTION access.${name} FROM PUBLIC;`);
    }
    for (const name of asked) await runner.query(`GRANT EXECUTE ON FUNCTION access.${name} TO app_request`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION access.disclosures_of(uuid), access.colleagues_operations(), access.reader_groups(uuid, text[], int[]),
        access.grants_of(uuid), access.owns(uuid), access.my_live_grants(uuid);
      DROP TRIGGER keep_labels ON access.record_visibility;
      DROP FUNCTION access.keep_labels();
      DROP TABLE access.label_change;
    `);
  }
}
