import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Information-sharing agreements, their parties, standing rules and statistics classes. */
export class CreateAgreements1795400002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sharing.agreement (
        id int PRIMARY KEY,
        reference text NOT NULL UNIQUE,
        title text NOT NULL,
        purpose text NOT NULL,
        legal_basis text NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        status text NOT NULL CHECK (status IN ('draft','active','suspended','lapsed','replaced')),
        starts_on date NOT NULL,
        ends_on date NOT NULL CHECK (ends_on >= starts_on),
        version int NOT NULL DEFAULT 1
      );
      CREATE INDEX agreement_not_in_force ON sharing.agreement (id) WHERE status <> 'active';
      CREATE TABLE sharing.agreement_party (
        agreement_id int NOT NULL REFERENCES sharing.agreement,
        agency_id smallint NOT NULL REFERENCES identity.agency,
        PRIMARY KEY (agreement_id, agency_id)
      );
      -- Who receives: one named agency, or every agency whose force is among an item's areas.
      CREATE TABLE sharing.standing_rule (
        id int PRIMARY KEY,
        agreement_id int NOT NULL REFERENCES sharing.agreement,
        version int NOT NULL,
        kind smallint NOT NULL,
        handling text NOT NULL CHECK (handling IN ('P','C')),
        recipient text NOT NULL CHECK (recipient IN ('agency','forces-in-areas')),
        recipient_agency_id smallint REFERENCES identity.agency,
        months_valid smallint NOT NULL CHECK (months_valid BETWEEN 1 AND 60),
        conditions text NOT NULL,
        CHECK ((recipient = 'agency') = (recipient_agency_id IS NOT NULL))
      );
      -- What figures an audience may see, and the count under which they are hidden (0: plain).
      CREATE TABLE sharing.statistics_class (
        agreement_id int NOT NULL REFERENCES sharing.agreement,
        audience text NOT NULL CHECK (audience IN ('owner','co-ordination-centre','party')),
        threshold smallint NOT NULL CHECK (threshold BETWEEN 0 AND 20),
        PRIMARY KEY (agreement_id, audience)
      );
      ALTER TABLE sharing.agreement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE sharing.agreement_party ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE sharing.standing_rule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE sharing.statistics_class ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT ON ALL TABLES IN SCHEMA sharing TO keeper, app_request, app_worker;
      CREATE POLICY keeper_all ON sharing.agreement TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY keeper_all ON sharing.agreement_party TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY keeper_all ON sharing.standing_rule TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY keeper_all ON sharing.statistics_class TO keeper USING (true) WITH CHECK (true);
      CREATE FUNCTION ctx.my_agreements() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ SELECT p.agreement_id FROM sharing.agreement_party p WHERE p.agency_id = ctx.agency() $$;
      CREATE FUNCTION ctx.lapsed_agreements() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ SELECT a.id FROM sharing.agreement a WHERE a.status <> 'active' OR a.ends_on < current_date OR a.starts_on > current_date $$;
      ALTER FUNCTION ctx.my_agreements() OWNER TO keeper; ALTER FUNCTION ctx.lapsed_agreements() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION ctx.my_agreements(), ctx.lapsed_agreements() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ctx.my_agreements(), ctx.lapsed_agreements() TO app_request, app_worker;
      -- An agreement is known to its parties.
      CREATE POLICY own_party ON sharing.agreement_party FOR SELECT TO app_request, app_worker
        USING (agreement_id = ANY (ARRAY(SELECT ctx.my_agreements())));
      CREATE POLICY party_reads ON sharing.agreement FOR SELECT TO app_request, app_worker
        USING (id = ANY (ARRAY(SELECT ctx.my_agreements())));
      CREATE POLICY party_reads ON sharing.standing_rule FOR SELECT TO app_request, app_worker
        USING (agreement_id = ANY (ARRAY(SELECT ctx.my_agreements())));
      CREATE POLICY party_reads ON sharing.statistics_class FOR SELECT TO app_request, app_worker
        USING (agreement_id = ANY (ARRAY(SELECT ctx.my_agreements())));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE sharing.statistics_class, sharing.standing_rule, sharing.agreement_party, sharing.agreement CASCADE;
      DROP FUNCTION ctx.my_agreements(), ctx.lapsed_agreements();
    `);
  }
}
