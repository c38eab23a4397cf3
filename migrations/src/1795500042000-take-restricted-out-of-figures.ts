import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS';
const FACT = (where: string): string => `
  SELECT o.id, date_trunc('month', coalesce((o.payload->>'eventDate')::date, o.occurred_at::date))::date AS month, o.agency_id,
    coalesce((o.payload->>'confidence')::smallint, 0::smallint) AS confidence, coalesce((o.payload->>'threatToLife')::boolean, false) AS threat,
    o.payload->'areas' AS areas
  FROM platform.outbox o WHERE ${where}`;
const COUNT = (where: string): string => `
  WITH fact AS (${FACT(where)})
  INSERT INTO picture.delta (outbox_id, month, area, owner_id, confidence, threat_to_life, reports)
  SELECT id, month, '*', agency_id, confidence, threat, 1 FROM fact
  UNION ALL
  SELECT id, month, a.code, agency_id, 0, threat, 1 FROM fact JOIN identity.area a ON fact.areas ? a.code
  ON CONFLICT DO NOTHING`;

/** Figures cover uncompartmented reports only: one that enters an operation leaves them in the same commit, and comes back when it is lifted. */
export class TakeRestrictedOutOfFigures1795500042000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX outbox_disseminated ON platform.outbox (record_id) WHERE type = 'report.disseminated.v1';
      -- Corrections are deltas too, under ids that no event has.
      CREATE SEQUENCE picture.correction INCREMENT -1 MINVALUE -9223372036854775807 MAXVALUE -1 START -1;
      GRANT USAGE ON SEQUENCE picture.correction TO keeper;
      DROP FUNCTION picture.count_event(bigint);
      -- Counts a committed dissemination once, unless its report is in an operation now. The lock keeps it and a restriction under way apart.
      CREATE FUNCTION picture.count_event(event bigint) RETURNS void ${DEFINER} $$
      DECLARE told platform.outbox;
      BEGIN
        SELECT * INTO told FROM platform.outbox o WHERE o.id = event AND o.type = 'report.disseminated.v1';
        IF told.id IS NULL THEN RETURN; END IF;
        PERFORM pg_advisory_xact_lock(6209303, hashtext(told.record_id::text));
        PERFORM 1 FROM access.record_visibility v WHERE v.record_id = told.record_id AND v.disclosure_id IS NULL AND v.compartment_id IS NOT NULL;
        IF FOUND THEN RETURN; END IF;
        ${COUNT('o.id = event')};
      END $$;
      CREATE FUNCTION picture.follow_restriction() RETURNS trigger ${DEFINER} $$
      DECLARE correction bigint := nextval('picture.correction'); sign int := CASE WHEN NEW.compartment_id IS NULL THEN 1 ELSE -1 END;
      BEGIN
        PERFORM pg_advisory_xact_lock(6209303, hashtext(NEW.record_id::text));
        WITH counted AS (SELECT o.id FROM platform.outbox o WHERE o.record_id = NEW.record_id AND o.type = 'report.disseminated.v1'
          AND EXISTS (SELECT 1 FROM picture.delta d WHERE d.outbox_id = o.id))
        INSERT INTO picture.delta (outbox_id, month, area, owner_id, confidence, threat_to_life, reports)
          SELECT correction, d.month, d.area, d.owner_id, d.confidence, d.threat_to_life, sign * sum(d.reports)
          FROM counted JOIN picture.delta d ON d.outbox_id = counted.id GROUP BY 2, 3, 4, 5, 6;
        IF sign > 0 AND NOT FOUND THEN
          -- Disseminated inside the operation, and never counted.
          ${COUNT(`o.record_id = NEW.record_id AND o.type = 'report.disseminated.v1'`)};
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER follow_restriction AFTER UPDATE ON access.record_visibility FOR EACH ROW
        WHEN (NEW.disclosure_id IS NULL AND NEW.kind = 1 AND (NEW.compartment_id IS NULL) <> (OLD.compartment_id IS NULL))
        EXECUTE FUNCTION picture.follow_restriction();
      ALTER FUNCTION picture.count_event(bigint) OWNER TO keeper; ALTER FUNCTION picture.follow_restriction() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION picture.count_event(bigint), picture.follow_restriction() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION picture.count_event(bigint) TO app_worker;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER follow_restriction ON access.record_visibility;
      DROP FUNCTION picture.follow_restriction(), picture.count_event(bigint);
      CREATE FUNCTION picture.count_event(event bigint) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ ${COUNT(`o.id = event AND o.type = 'report.disseminated.v1' AND o.payload->>'compartmentId' IS NULL`)} $$;
      ALTER FUNCTION picture.count_event(bigint) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION picture.count_event(bigint) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION picture.count_event(bigint) TO app_worker;
      DROP SEQUENCE picture.correction;
      DROP INDEX platform.outbox_disseminated;
    `);
  }
}
