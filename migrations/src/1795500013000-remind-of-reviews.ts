import type { MigrationInterface, QueryRunner } from 'typeorm';

const OPEN = ['sharing.waiting_for(int)', 'sharing.people_at_parties(uuid)'];
const JOBS = ['sharing.remind_reviews()', 'notifications.parties(bigint, text[])'];

/** Reminders before a review and on its day, once; who hears of an agreement; and whose approval a proposal waits for. */
export class RemindOfReviews1795500013000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sharing.review_reminder (
        agreement_id int NOT NULL REFERENCES sharing.agreement, review_on date NOT NULL, stage text NOT NULL CHECK (stage IN ('ahead','due')),
        sent_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (agreement_id, review_on, stage));
      ALTER TABLE sharing.review_reminder ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT ON sharing.review_reminder TO keeper;
      CREATE POLICY keeper_all ON sharing.review_reminder TO keeper USING (true) WITH CHECK (true);
      GRANT INSERT (type, record_id, actor_id, agency_id, payload) ON platform.outbox TO keeper;
      ALTER POLICY party_reads ON sharing.statistics_class USING (agreement_id = ANY (ARRAY(SELECT ctx.known_agreements())));

      -- The primary key makes each reminder one, however many workers ask at once. No person causes it: the actor is nobody.
      CREATE FUNCTION sharing.remind_reviews() RETURNS int
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE made int;
      BEGIN
        WITH due AS (SELECT a.id, a.review_on, CASE WHEN a.review_on <= current_date THEN 'due' ELSE 'ahead' END AS stage FROM sharing.agreement a
            WHERE a.status IN ('active','suspended') AND a.ends_on >= current_date AND a.review_on <= current_date + 28),
          first AS (INSERT INTO sharing.review_reminder (agreement_id, review_on, stage) SELECT id, review_on, stage FROM due ON CONFLICT DO NOTHING
            RETURNING agreement_id, review_on, stage),
          told AS (INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
            SELECT 'agreement.review-due.v1', a.uid, '00000000-0000-0000-0000-000000000000', a.owner_agency_id,
              jsonb_build_object('stage', f.stage, 'reviewOn', f.review_on)
            FROM first f JOIN sharing.agreement a ON a.id = f.agreement_id RETURNING 1)
        SELECT count(*) INTO made FROM told;
        RETURN made;
      END $$;
      -- People at the parties of an agreement, and at organisations invited to it, who may hear of its event. The worker asks again as each of them.
      CREATE FUNCTION notifications.parties(event bigint, roles text[]) RETURNS TABLE (user_id uuid)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE told platform.outbox;
      BEGIN
        SELECT * INTO told FROM platform.outbox o WHERE o.id = event;
        IF told.id IS NULL OR told.xid = pg_current_xact_id_if_assigned() THEN RAISE EXCEPTION 'no committed event' USING ERRCODE = 'CL404'; END IF;
        RETURN QUERY SELECT u.id FROM identity.user_account u JOIN identity.agency a ON a.id = u.agency_id
          JOIN sharing.agreement g ON g.uid = told.record_id
          WHERE a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date) AND u.left_at IS NULL AND u.id <> told.actor_id
            AND (g.owner_agency_id = u.agency_id
              OR EXISTS (SELECT 1 FROM sharing.agreement_party p WHERE p.agreement_id = g.id AND p.agency_id = u.agency_id)
              OR EXISTS (SELECT 1 FROM sharing.agreement_invitation i WHERE i.agreement_id = g.id AND i.agency_id = u.agency_id AND i.left_at IS NULL))
            AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role = ANY (roles))
          ORDER BY u.id;
      END $$;
      -- Agencies whose approval the proposed version needs and does not have: the owner, and any one invited (version 1) or everyone concerned.
      CREATE FUNCTION sharing.waiting_for(about int) RETURNS SETOF smallint
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE v sharing.agreement_version := sharing.pending(about); approved smallint[];
      BEGIN
        IF about NOT IN (SELECT ctx.known_agreements()) OR v.state IS DISTINCT FROM 'proposed' THEN RETURN; END IF;
        approved := ARRAY(SELECT p.agency_id FROM sharing.agreement_approval p WHERE p.agreement_id = about AND p.version = v.version);
        RETURN QUERY SELECT w.id FROM (
            SELECT v.owner_agency_id AS id
            UNION SELECT i.agency_id FROM sharing.agreement_invitation i WHERE v.version = 1 AND i.agreement_id = about AND i.left_at IS NULL
            UNION SELECT c FROM sharing.concerned(about, v.version) c WHERE v.version > 1) w
          WHERE w.id <> ALL (approved);
      END $$;
      -- Heads, never names, at the parties and at organisations that have the proposal before them.
      CREATE FUNCTION sharing.people_at_parties(about uuid) RETURNS TABLE (agency text, people int)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE found int;
      BEGIN
        SELECT a.id INTO found FROM sharing.agreement a WHERE a.uid = about AND a.id IN (SELECT ctx.known_agreements());
        RETURN QUERY SELECT a.code, count(DISTINCT u.id)::int FROM identity.agency a
          LEFT JOIN identity.user_account u ON u.agency_id = a.id AND u.left_at IS NULL AND u.clearance >= 2
            AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id
              AND r.role IN ('analyst','supervisor','lead','officer','coordinator','source-handler','contact'))
          WHERE a.id IN (SELECT p.agency_id FROM sharing.agreement_party p WHERE p.agreement_id = found
            UNION SELECT i.agency_id FROM sharing.agreement_invitation i WHERE i.agreement_id = found AND i.left_at IS NULL)
          GROUP BY a.code;
      END $$;
    `);
    for (const made of [...OPEN, ...JOBS])
      await runner.query(`ALTER FUNCTION ${made} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ${made} FROM PUBLIC;`);
    await runner.query(`GRANT EXECUTE ON FUNCTION ${OPEN.join(', ')} TO app_request;
      GRANT EXECUTE ON FUNCTION ${JOBS.join(', ')} TO app_worker;`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${[...OPEN, ...JOBS].join(', ')};
      ALTER POLICY party_reads ON sharing.statistics_class USING (agreement_id = ANY (ARRAY(SELECT ctx.my_agreements())));
      REVOKE INSERT (type, record_id, actor_id, agency_id, payload) ON platform.outbox FROM keeper;
      DROP TABLE sharing.review_reminder;
    `);
  }
}
