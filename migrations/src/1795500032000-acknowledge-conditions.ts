import type { MigrationInterface, QueryRunner } from 'typeorm';

const ACKNOWLEDGED = (of: string): string =>
  `NOT ${of}.acknowledge OR (SELECT true FROM access.acknowledgement k WHERE k.disclosure_id = ${of}.disclosure_id LIMIT 1)`;

/**
 * Conditions that a person wrote are accepted by each reader of the recipient before content shows. Those of a standing rule
 * were accepted by the agency with its agreement, and an emergency disclosure has no agreement and no conditions of its own.
 */
export class AcknowledgeConditions1795500032000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.acknowledgement (
        disclosure_id uuid NOT NULL REFERENCES access.disclosure, user_id uuid NOT NULL REFERENCES identity.user_account,
        at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (disclosure_id, user_id));
      ALTER TABLE access.acknowledgement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT ON access.acknowledgement TO keeper;
      GRANT SELECT ON access.acknowledgement TO app_request, app_worker;
      CREATE POLICY keeper_all ON access.acknowledgement TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY own ON access.acknowledgement FOR SELECT TO app_request, app_worker USING (user_id = (SELECT ctx.user_id()));

      ALTER TABLE access.disclosure ADD COLUMN acknowledge boolean NOT NULL
        GENERATED ALWAYS AS (standing_rule_id IS NULL AND agreement_id IS NOT NULL AND btrim(conditions, E' \\t\\n\\r') <> '') STORED;
      ALTER TABLE access.record_visibility ADD COLUMN acknowledge boolean NOT NULL DEFAULT false;
      ALTER TABLE access.item_visibility ADD COLUMN acknowledge boolean NOT NULL DEFAULT false;
      CREATE INDEX record_visibility_conditions ON access.record_visibility (agency_id) WHERE acknowledge;
      CREATE FUNCTION access.carry_conditions() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        NEW.acknowledge := coalesce((SELECT d.acknowledge FROM access.disclosure d WHERE d.id = NEW.disclosure_id), false);
        RETURN NEW;
      END $$;
      ALTER FUNCTION access.carry_conditions() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.carry_conditions() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION access.carry_conditions() TO migrator;
      CREATE TRIGGER carry_conditions BEFORE INSERT ON access.record_visibility FOR EACH ROW
        WHEN (NEW.disclosure_id IS NOT NULL) EXECUTE FUNCTION access.carry_conditions();
      CREATE TRIGGER carry_conditions BEFORE INSERT ON access.item_visibility FOR EACH ROW
        WHEN (NEW.disclosure_id IS NOT NULL) EXECUTE FUNCTION access.carry_conditions();
      UPDATE access.record_visibility v SET acknowledge = true FROM access.disclosure d WHERE d.id = v.disclosure_id AND d.acknowledge;
      UPDATE access.item_visibility v SET acknowledge = true FROM access.disclosure d WHERE d.id = v.disclosure_id AND d.acknowledge;

      -- Records that the caller knows of and may not read yet: every live grant of theirs waits for this person's acceptance.
      CREATE FUNCTION ctx.withheld() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT v.record_id FROM access.record_visibility v WHERE v.agency_id = (SELECT ctx.agency()) AND v.acknowledge
          AND NOT EXISTS (SELECT 1 FROM access.my_live_grants(v.record_id) g WHERE NOT g.acknowledge OR EXISTS (
            SELECT 1 FROM access.acknowledgement k WHERE k.disclosure_id = g.disclosure_id AND k.user_id = (SELECT ctx.user_id()))) $$;
      ALTER FUNCTION ctx.withheld() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION ctx.withheld() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ctx.withheld() TO app_request, app_worker;
      -- Restrictive: whatever else a policy allows, content waits. The grant itself shows, so that a person can be told what to accept.
      CREATE POLICY acknowledged ON access.item_visibility AS RESTRICTIVE FOR SELECT TO app_request, app_worker
        USING (${ACKNOWLEDGED('item_visibility')});
      CREATE POLICY acknowledged ON intelligence.report AS RESTRICTIVE FOR SELECT TO app_request, app_worker
        USING (id <> ALL (ARRAY(SELECT ctx.withheld())));

      CREATE FUNCTION access.acknowledge(disclosure uuid) RETURNS TABLE (record_id uuid, at timestamptz, added boolean)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      #variable_conflict use_column
      DECLARE mine access.record_visibility; made timestamptz;
      BEGIN
        SELECT g.* INTO mine FROM access.disclosure d CROSS JOIN LATERAL access.my_live_grants(d.record_id) g
          WHERE d.id = acknowledge.disclosure AND g.disclosure_id = d.id;
        IF mine.record_id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF NOT mine.acknowledge THEN
          RAISE EXCEPTION 'This disclosure has no conditions for you to accept. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        INSERT INTO access.acknowledgement AS k (disclosure_id, user_id) VALUES (mine.disclosure_id, ctx.user_id())
          ON CONFLICT DO NOTHING RETURNING k.at INTO made;
        RETURN QUERY SELECT mine.record_id, coalesce(made, (SELECT k.at FROM access.acknowledgement k
          WHERE k.disclosure_id = mine.disclosure_id AND k.user_id = ctx.user_id())), made IS NOT NULL;
      END $$;
      ALTER FUNCTION access.acknowledge(uuid) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.acknowledge(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION access.acknowledge(uuid) TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION access.acknowledge(uuid);
      DROP POLICY acknowledged ON intelligence.report;
      DROP POLICY acknowledged ON access.item_visibility;
      DROP FUNCTION ctx.withheld();
      DROP TRIGGER carry_conditions ON access.record_visibility;
      DROP TRIGGER carry_conditions ON access.item_visibility;
      DROP FUNCTION access.carry_conditions();
      DROP INDEX access.record_visibility_conditions;
      ALTER TABLE access.record_visibility DROP COLUMN acknowledge;
      ALTER TABLE access.item_visibility DROP COLUMN acknowledge;
      ALTER TABLE access.disclosure DROP COLUMN acknowledge;
      DROP TABLE access.acknowledgement;
    `);
  }
}
