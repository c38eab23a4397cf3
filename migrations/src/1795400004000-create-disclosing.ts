import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The only writers of visibility: triggers on record tables for the owner's grant, and disclose and revoke for everyone else's. */
export class CreateDisclosing1795400004000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Confidence of an item from its grading (3: high, 2: medium, 1: low): published cells and configurable ones, by effective date.
      CREATE TABLE access.confidence_matrix (
        source_evaluation smallint NOT NULL CHECK (source_evaluation BETWEEN 1 AND 3),
        intelligence_assessment text NOT NULL CHECK (intelligence_assessment IN ('A','B','C','D','E')),
        level smallint NOT NULL CHECK (level BETWEEN 1 AND 3),
        effective_from date NOT NULL,
        PRIMARY KEY (source_evaluation, intelligence_assessment, effective_from));
      COMMENT ON TABLE access.confidence_matrix IS 'reference: confidence by grading';
      INSERT INTO access.confidence_matrix VALUES (1,'A',3,'2023-01-01'),(1,'B',3,'2023-01-01'),(1,'C',2,'2023-01-01'),(1,'D',1,'2023-01-01'),(1,'E',1,'2023-01-01'),
        (2,'A',2,'2023-01-01'),(2,'B',2,'2023-01-01'),(2,'C',2,'2023-01-01'),(2,'D',1,'2023-01-01'),(2,'E',1,'2023-01-01'),
        (3,'A',1,'2023-01-01'),(3,'B',1,'2023-01-01'),(3,'C',1,'2023-01-01'),(3,'D',1,'2023-01-01'),(3,'E',1,'2023-01-01');
      GRANT SELECT ON access.confidence_matrix TO keeper, app_request, app_worker;
      CREATE FUNCTION access.confidence(source smallint, assessment text) RETURNS smallint LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
        SELECT coalesce((SELECT m.level FROM access.confidence_matrix m WHERE m.source_evaluation = source AND m.intelligence_assessment = assessment
          AND m.effective_from <= current_date ORDER BY m.effective_from DESC LIMIT 1), 0::smallint) $$;
      -- A record table calls this with its kind; its label columns become the owner's grant, and label changes reach every grant at once.
      CREATE FUNCTION access.track_record() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to,
            status, handling, threat_to_life)
          VALUES (NEW.owner_agency_id, NEW.created_at, NEW.id, TG_ARGV[0]::smallint, NEW.owner_agency_id, NEW.sensitivity, NEW.compartment_id,
            NEW.private_to, NEW.status, NEW.handling, NEW.threat_to_life);
        ELSIF (NEW.sensitivity, NEW.compartment_id, NEW.private_to, NEW.status, NEW.handling, NEW.threat_to_life)
          IS DISTINCT FROM (OLD.sensitivity, OLD.compartment_id, OLD.private_to, OLD.status, OLD.handling, OLD.threat_to_life) THEN
          UPDATE access.record_visibility v SET sensitivity = NEW.sensitivity, compartment_id = NEW.compartment_id, private_to = NEW.private_to,
            status = NEW.status, threat_to_life = NEW.threat_to_life,
            handling = CASE WHEN v.disclosure_id IS NULL THEN NEW.handling ELSE v.handling END
            WHERE v.record_id = NEW.id;
          UPDATE access.item_visibility v SET sensitivity = NEW.sensitivity, compartment_id = NEW.compartment_id, private_to = NEW.private_to,
            status = NEW.status WHERE v.record_id = NEW.id;
        END IF;
        RETURN NULL;
      END $$;
      -- An item table calls this: columns id, report_id, gradings and codes. A1 and S2 make an item restricted: the originator is asked first.
      CREATE FUNCTION access.track_item() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE is_restricted boolean;
      BEGIN
        IF TG_OP = 'DELETE' THEN
          DELETE FROM access.item_visibility v WHERE v.item_id = OLD.id;
          RETURN NULL;
        END IF;
        is_restricted := coalesce(NEW.action_code = 'A1', false) OR coalesce(NEW.sanitisation_code = 'S2', false);
        IF TG_OP = 'INSERT' THEN
          INSERT INTO access.item_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status,
            handling, item_id, source_evaluation, intelligence_assessment, restricted)
          SELECT v.agency_id, v.created_at, v.record_id, v.kind, v.owner_id, v.sensitivity, v.compartment_id, v.private_to, v.status,
            coalesce(NEW.handling_code, 'C'), NEW.id, NEW.source_evaluation, NEW.intelligence_assessment, is_restricted
          FROM access.record_visibility v WHERE v.record_id = NEW.report_id AND v.disclosure_id IS NULL;
        ELSE
          UPDATE access.item_visibility v SET handling = coalesce(NEW.handling_code, 'C'), source_evaluation = NEW.source_evaluation,
            intelligence_assessment = NEW.intelligence_assessment, restricted = is_restricted WHERE v.item_id = NEW.id;
        END IF;
        UPDATE access.record_visibility r SET confidence = coalesce((SELECT max(access.confidence(v.source_evaluation, v.intelligence_assessment))
          FROM access.item_visibility v WHERE v.record_id = r.record_id AND v.disclosure_id IS NOT DISTINCT FROM r.disclosure_id), 0)
          WHERE r.record_id = NEW.report_id;
        RETURN NULL;
      END $$;

      CREATE FUNCTION access.disclose(record uuid, recipient smallint, items uuid[], because text, basis text, agreement int,
        under_conditions text, expires timestamptz, rule int) RETURNS uuid
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE owned access.record_visibility; made uuid := gen_random_uuid(); me record;
      BEGIN
        me := ctx.actor();
        SELECT * INTO owned FROM access.record_visibility v WHERE v.record_id = record AND v.agency_id = me.agency_id AND v.owner_id = me.agency_id
          AND v.disclosure_id IS NULL AND v.sensitivity <= me.clearance
          AND (v.compartment_id IS NULL OR v.compartment_id IN (SELECT ctx.compartments()))
          AND (v.private_to IS NULL OR v.private_to = me.user_id) FOR UPDATE;
        IF owned.record_id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF owned.private_to IS NOT NULL THEN RAISE EXCEPTION 'A draft cannot be disclosed.' USING ERRCODE = 'CL409'; END IF;
        IF recipient = me.agency_id OR NOT EXISTS (SELECT 1 FROM identity.agency a WHERE a.id = recipient AND a.starts_on <= current_date
          AND (a.ends_on IS NULL OR a.ends_on >= current_date)) THEN
          RAISE EXCEPTION 'agency: Choose another agency that takes part now.' USING ERRCODE = 'CL422'; END IF;
        IF NOT EXISTS (SELECT 1 FROM sharing.agreement a JOIN sharing.agreement_party p ON p.agreement_id = a.id AND p.agency_id = me.agency_id
            JOIN sharing.agreement_party q ON q.agreement_id = a.id AND q.agency_id = recipient
            WHERE a.id = agreement AND a.id NOT IN (SELECT ctx.lapsed_agreements())) THEN
          RAISE EXCEPTION 'agreement: No agreement in force between both agencies has this reference.' USING ERRCODE = 'CL422'; END IF;
        IF expires IS NULL OR expires <= now() OR expires > now() + interval '5 years' THEN
          RAISE EXCEPTION 'expires: Give a date in the future, at most five years ahead.' USING ERRCODE = 'CL422'; END IF;
        IF coalesce(cardinality(items), 0) = 0 OR EXISTS (SELECT 1 FROM unnest(items) i WHERE NOT EXISTS (
            SELECT 1 FROM access.item_visibility v WHERE v.item_id = i AND v.record_id = record AND v.disclosure_id IS NULL)) THEN
          RAISE EXCEPTION 'items: Choose at least one item of this record.' USING ERRCODE = 'CL422'; END IF;
        IF EXISTS (SELECT 1 FROM access.item_visibility v WHERE v.item_id = ANY (items) AND v.disclosure_id IS NULL AND v.restricted
            AND NOT EXISTS (SELECT 1 FROM access.originator_consent c WHERE c.item_id = v.item_id AND c.recipient_agency_id = recipient)) THEN
          RAISE EXCEPTION 'items: An item under A1 or S2 needs the originator''s recorded consent for this agency first.' USING ERRCODE = 'CL422'; END IF;
        INSERT INTO access.disclosure (id, record_id, owner_agency_id, recipient_agency_id, purpose, legal_basis, agreement_id, standing_rule_id,
          conditions, expires_at, decided_by)
        VALUES (made, record, me.agency_id, recipient, because, basis, agreement, rule, coalesce(under_conditions, ''), expires, me.user_id);
        INSERT INTO access.disclosure_item SELECT DISTINCT made, i FROM unnest(items) i;
        INSERT INTO access.item_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status,
          handling, valid_until, agreement_id, disclosure_id, item_id, source_evaluation, intelligence_assessment, restricted)
        SELECT recipient, v.created_at, v.record_id, v.kind, v.owner_id, v.sensitivity, v.compartment_id, v.private_to, v.status,
          v.handling, expires, agreement, made, v.item_id, v.source_evaluation, v.intelligence_assessment, v.restricted
        FROM access.item_visibility v WHERE v.item_id = ANY (items) AND v.disclosure_id IS NULL;
        -- What the grantee's row says of grading and handling derives from the grantee's items alone.
        INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status,
          handling, valid_until, agreement_id, disclosure_id, confidence, threat_to_life)
        SELECT recipient, owned.created_at, record, owned.kind, owned.owner_id, owned.sensitivity, owned.compartment_id, owned.private_to, owned.status,
          CASE WHEN bool_or(v.handling = 'C') THEN 'C' ELSE 'P' END, expires, agreement, made, max(access.confidence(v.source_evaluation, v.intelligence_assessment)),
          owned.threat_to_life
        FROM access.item_visibility v WHERE v.disclosure_id = made;
        RETURN made;
      END $$;

      CREATE FUNCTION access.revoke(disclosure uuid, reason text) RETURNS uuid
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE found access.disclosure; me record;
      BEGIN
        me := ctx.actor();
        SELECT d.* INTO found FROM access.disclosure d JOIN access.record_visibility v ON v.record_id = d.record_id AND v.agency_id = me.agency_id
          AND v.disclosure_id IS NULL AND v.sensitivity <= me.clearance
          AND (v.compartment_id IS NULL OR v.compartment_id IN (SELECT ctx.compartments()))
          WHERE d.id = revoke.disclosure AND d.owner_agency_id = me.agency_id FOR UPDATE OF d;
        IF found.id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF found.revoked_at IS NOT NULL THEN RAISE EXCEPTION 'This disclosure was already revoked. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        UPDATE access.disclosure d SET revoked_at = now(), revoked_by = me.user_id, revocation_reason = reason WHERE d.id = found.id;
        DELETE FROM access.item_visibility v WHERE v.disclosure_id = found.id;
        DELETE FROM access.record_visibility v WHERE v.disclosure_id = found.id;
        RETURN found.record_id;
      END $$;

      -- My agency's own grants of one record, live or not, so that a denial can carry its reason to the audit log.
      CREATE FUNCTION access.my_grants(record uuid) RETURNS TABLE (owner_id smallint, kind smallint, sensitivity smallint, compartment_id int,
        private_to uuid, valid_until timestamptz, agreement_id int, disclosure_id uuid, agreement_in_force boolean)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT v.owner_id, v.kind, v.sensitivity, v.compartment_id, v.private_to, v.valid_until, v.agreement_id, v.disclosure_id,
          v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements())
        FROM access.record_visibility v WHERE v.record_id = record AND v.agency_id = ctx.agency() $$;
    `);
    await runner.query(`
      ALTER FUNCTION access.track_record() OWNER TO keeper; ALTER FUNCTION access.track_item() OWNER TO keeper;
      ALTER FUNCTION access.disclose(uuid, smallint, uuid[], text, text, int, text, timestamptz, int) OWNER TO keeper;
      ALTER FUNCTION access.revoke(uuid, text) OWNER TO keeper; ALTER FUNCTION access.my_grants(uuid) OWNER TO keeper;
      GRANT EXECUTE ON FUNCTION access.track_record(), access.track_item() TO migrator;
      GRANT EXECUTE ON FUNCTION access.confidence(smallint, text) TO keeper, app_request, app_worker;
      GRANT EXECUTE ON FUNCTION access.disclose(uuid, smallint, uuid[], text, text, int, text, timestamptz, int), access.revoke(uuid, text),
        access.my_grants(uuid) TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION access.disclose(uuid, smallint, uuid[], text, text, int, text, timestamptz, int), access.revoke(uuid, text),
        access.my_grants(uuid), access.track_record(), access.track_item(), access.confidence(smallint, text) CASCADE;
      DROP TABLE access.confidence_matrix;
    `);
  }
}
