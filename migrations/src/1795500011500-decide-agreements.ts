import type { MigrationInterface, QueryRunner } from 'typeorm';

const PRIVATE = [
  'sharing.concerned(int, int)',
  'sharing.enact_if_complete(int, int)',
  'sharing.leave(int, smallint, text)',
];
const OPEN = [
  'sharing.approve(uuid, int, int)',
  'sharing.suspend(uuid, text)',
  'sharing.reinstate(uuid, text)',
  'sharing.end_agreement(uuid, text)',
  'sharing.withdraw(uuid, text)',
  'sharing.review(uuid, text)',
];

/** Deciding on agreements: approval by each party for itself, suspension, reinstatement, withdrawal and the end. */
export class DecideAgreements1795500011500 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who must approve a next version besides its owner: every party when its terms change, and those whom a changed rule names when only rules do.
      CREATE FUNCTION sharing.concerned(about int, of_version int) RETURNS SETOF smallint
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE old jsonb; new jsonb;
      BEGIN
        SELECT v.terms INTO new FROM sharing.agreement_version v WHERE v.agreement_id = about AND v.version = of_version;
        SELECT v.terms INTO old FROM sharing.agreement_version v WHERE v.agreement_id = about AND v.state = 'active';
        RETURN QUERY WITH changed AS (
          (SELECT jsonb_array_elements(old -> 'rules') AS rule EXCEPT SELECT jsonb_array_elements(new -> 'rules'))
          UNION (SELECT jsonb_array_elements(new -> 'rules') EXCEPT SELECT jsonb_array_elements(old -> 'rules')))
        SELECT p.agency_id FROM sharing.agreement_party p JOIN identity.agency a ON a.id = p.agency_id WHERE p.agreement_id = about
          AND (old IS NULL OR old - 'rules' <> new - 'rules' OR EXISTS (SELECT 1 FROM changed c WHERE c.rule ->> 'from' IS NULL
            OR c.rule ->> 'to' = 'forces-in-areas' OR a.code IN (c.rule ->> 'from', c.rule ->> 'to')));
      END $$;
      -- In force when the owner and another party (version 1), or the owner and every party concerned (later ones), have approved.
      CREATE FUNCTION sharing.enact_if_complete(about int, of_version int) RETURNS boolean
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE g sharing.agreement; v sharing.agreement_version; approved smallint[];
      BEGIN
        SELECT * INTO g FROM sharing.agreement a WHERE a.id = about;
        SELECT * INTO v FROM sharing.agreement_version w WHERE w.agreement_id = about AND w.version = of_version;
        approved := ARRAY(SELECT p.agency_id FROM sharing.agreement_approval p WHERE p.agreement_id = about AND p.version = of_version);
        IF v.state <> 'proposed' OR g.owner_agency_id <> ALL (approved) THEN RETURN false; END IF;
        IF of_version = 1 AND cardinality(approved) < 2 THEN RETURN false; END IF;
        IF of_version > 1 AND EXISTS (SELECT 1 FROM sharing.concerned(about, of_version) c WHERE c <> ALL (approved)) THEN RETURN false; END IF;
        UPDATE sharing.agreement_version w SET state = 'replaced' WHERE w.agreement_id = about AND w.state = 'active';
        UPDATE sharing.agreement_version w SET state = 'active', enacted_at = now() WHERE w.agreement_id = about AND w.version = of_version;
        PERFORM sharing.put_terms(about, v.terms);
        UPDATE sharing.agreement a SET version = of_version, status = CASE WHEN a.status = 'proposed' THEN 'active' ELSE a.status END WHERE a.id = about;
        INSERT INTO sharing.agreement_party SELECT about, unnest(approved) ON CONFLICT DO NOTHING;
        INSERT INTO sharing.standing_rule (id, agreement_id, version, kind, handling, recipient, recipient_agency_id, months_valid, conditions,
            from_agency_id, lowest_confidence, areas, starts_on, ends_on)
          SELECT nextval('sharing.standing_rule_number'), about, of_version, (r ->> 'kind')::smallint, r ->> 'handling',
            CASE r ->> 'to' WHEN 'forces-in-areas' THEN 'forces-in-areas' ELSE 'agency' END, t.id, (r ->> 'monthsValid')::smallint, coalesce(r ->> 'conditions', ''),
            f.id, (r ->> 'lowestConfidence')::smallint, CASE jsonb_typeof(r -> 'areas') WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(r -> 'areas')) END,
            (r ->> 'startsOn')::date, (r ->> 'endsOn')::date
          FROM jsonb_array_elements(v.terms -> 'rules') r LEFT JOIN identity.agency t ON t.code = r ->> 'to' LEFT JOIN identity.agency f ON f.code = r ->> 'from';
        DELETE FROM sharing.statistics_class c WHERE c.agreement_id = about AND NOT (v.terms ->> 'statistics')::boolean;
        INSERT INTO sharing.statistics_class SELECT about, c.audience, c.threshold FROM (VALUES ('owner', 0), ('co-ordination-centre', 0), ('party', 5)) AS c (audience, threshold)
          WHERE (v.terms ->> 'statistics')::boolean ON CONFLICT DO NOTHING;
        PERFORM sharing.log(about, of_version, 'enact', NULL, false);
        RETURN true;
      END $$;
      CREATE FUNCTION sharing.approve(about uuid, of_version int, seen int) RETURNS text
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about); v sharing.agreement_version; party boolean;
      BEGIN
        PERFORM sharing.demand_role(ARRAY['lead','coordinator','contact']);
        SELECT * INTO v FROM sharing.agreement_version w WHERE w.agreement_id = g.id AND w.version = of_version
          AND (w.proposed_at IS NOT NULL OR w.owner_agency_id = me.agency_id);
        IF v.version IS NULL THEN RAISE EXCEPTION 'version: This agreement has no such version.' USING ERRCODE = 'CL422'; END IF;
        IF v.author_id = me.user_id OR EXISTS (SELECT 1 FROM sharing.agreement_event e WHERE e.agreement_id = g.id AND e.version = of_version
            AND e.action = 'save' AND e.by_user = me.user_id) THEN
          RAISE EXCEPTION 'approval: You wrote this version: somebody else of your organisation approves it. Nothing was changed.' USING ERRCODE = 'CL422'; END IF;
        party := EXISTS (SELECT 1 FROM sharing.agreement_party p WHERE p.agreement_id = g.id AND p.agency_id = me.agency_id);
        IF NOT (v.state = 'proposed' AND g.status IN ('proposed','active') OR v.state = 'active' AND g.status = 'active') THEN
          RAISE EXCEPTION 'This version is not waiting for approval. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF EXISTS (SELECT 1 FROM sharing.agreement_approval p WHERE p.agreement_id = g.id AND p.version = of_version AND p.agency_id = me.agency_id)
            OR (v.state = 'active' AND party) THEN
          RAISE EXCEPTION 'Your organisation has approved this version already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF v.revision <> seen THEN RAISE EXCEPTION 'This version was changed since you opened it. Nothing was approved.' USING ERRCODE = 'CL409'; END IF;
        IF (v.terms ->> 'endsOn')::date < current_date THEN
          RAISE EXCEPTION 'endsOn: Its end date has passed. Nothing was approved.' USING ERRCODE = 'CL422'; END IF;
        INSERT INTO sharing.agreement_approval (agreement_id, version, author_id, agency_id, approved_by)
          VALUES (g.id, of_version, v.author_id, me.agency_id, me.user_id);
        PERFORM sharing.log(g.id, of_version, 'approve', NULL, false);
        IF v.state = 'active' THEN
          INSERT INTO sharing.agreement_party VALUES (g.id, me.agency_id);
          RETURN 'acceded';
        END IF;
        RETURN CASE WHEN sharing.enact_if_complete(g.id, of_version) THEN 'enacted' ELSE 'approved' END;
      END $$;
      -- One row changes, whatever was disclosed under it: every policy asks for its status.
      CREATE FUNCTION sharing.suspend(about uuid, why text) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about);
      BEGIN
        PERFORM sharing.demand_role(ARRAY['lead','coordinator']);
        IF g.id NOT IN (SELECT ctx.my_agreements()) THEN RAISE EXCEPTION 'not-party' USING ERRCODE = 'CL403'; END IF;
        IF g.status <> 'active' OR g.ends_on < current_date THEN
          RAISE EXCEPTION 'Only an agreement in force can be suspended. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why.' USING ERRCODE = 'CL422'; END IF;
        UPDATE sharing.agreement a SET status = 'suspended' WHERE a.id = g.id;
        INSERT INTO sharing.agreement_suspension (agreement_id, suspended_at, agency_id, suspended_by, reason)
          VALUES (g.id, clock_timestamp(), me.agency_id, me.user_id, why);
        PERFORM sharing.log(g.id, g.version, 'suspend', why, false);
      END $$;
      CREATE FUNCTION sharing.reinstate(about uuid, why text) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about); s sharing.agreement_suspension;
      BEGIN
        PERFORM sharing.demand_role(ARRAY['lead','coordinator']);
        SELECT * INTO s FROM sharing.agreement_suspension x WHERE x.agreement_id = g.id AND x.reinstated_at IS NULL ORDER BY x.suspended_at DESC LIMIT 1;
        IF g.status <> 'suspended' THEN RAISE EXCEPTION 'This agreement is not suspended. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF me.agency_id NOT IN (g.owner_agency_id, coalesce(s.agency_id, g.owner_agency_id)) THEN RAISE EXCEPTION 'not-suspender' USING ERRCODE = 'CL403'; END IF;
        IF s.suspended_by = me.user_id THEN
          RAISE EXCEPTION 'reinstatement: You suspended this agreement: somebody else reinstates it. Nothing was changed.' USING ERRCODE = 'CL422'; END IF;
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why.' USING ERRCODE = 'CL422'; END IF;
        UPDATE sharing.agreement a SET status = 'active' WHERE a.id = g.id;
        UPDATE sharing.agreement_suspension x SET reinstated_by = me.user_id, reinstated_at = clock_timestamp()
          WHERE x.agreement_id = g.id AND x.reinstated_at IS NULL;
        PERFORM sharing.log(g.id, g.version, 'reinstate', why, false);
      END $$;
      CREATE FUNCTION sharing.end_agreement(about uuid, why text) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about);
      BEGIN
        PERFORM sharing.demand_role(ARRAY['lead','coordinator']);
        IF g.id NOT IN (SELECT ctx.my_agreements()) THEN RAISE EXCEPTION 'not-party' USING ERRCODE = 'CL403'; END IF;
        IF g.status NOT IN ('active','suspended') OR g.ends_on < current_date THEN
          RAISE EXCEPTION 'Only an agreement in force or suspended can be ended. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why.' USING ERRCODE = 'CL422'; END IF;
        UPDATE sharing.agreement a SET status = 'lapsed' WHERE a.id = g.id;
        UPDATE sharing.agreement_version v SET state = 'lapsed' WHERE v.agreement_id = g.id AND v.state IN ('active','draft','proposed');
        PERFORM sharing.log(g.id, g.version, 'end', why, false);
      END $$;
      -- What was disclosed to and by the leaving agency under this agreement ends now.
      CREATE FUNCTION sharing.leave(about int, leaver smallint, why text) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE ended uuid[];
      BEGIN
        WITH gone AS (UPDATE access.disclosure d SET revoked_at = now(), revoked_by = ctx.user_id(), revocation_reason = why
          WHERE d.agreement_id = about AND d.revoked_at IS NULL AND leaver IN (d.owner_agency_id, d.recipient_agency_id) RETURNING d.id)
        SELECT array_agg(g.id) INTO ended FROM gone g;
        DELETE FROM access.item_visibility v WHERE v.disclosure_id = ANY (ended);
        DELETE FROM access.record_visibility v WHERE v.disclosure_id = ANY (ended);
        DELETE FROM sharing.agreement_party p WHERE p.agreement_id = about AND p.agency_id = leaver;
      END $$;
      CREATE FUNCTION sharing.withdraw(about uuid, why text) RETURNS text
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about); party boolean; v sharing.agreement_version;
      BEGIN
        PERFORM sharing.demand_role(ARRAY['lead','coordinator','contact']);
        IF g.owner_agency_id = me.agency_id THEN
          RAISE EXCEPTION 'The owner ends an agreement and does not withdraw from it. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF g.status NOT IN ('proposed','active','suspended') OR (g.status <> 'proposed' AND g.ends_on < current_date) THEN
          RAISE EXCEPTION 'This agreement is over. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why.' USING ERRCODE = 'CL422'; END IF;
        party := g.id IN (SELECT ctx.my_agreements());
        PERFORM sharing.log(g.id, g.version, CASE WHEN party THEN 'withdraw' ELSE 'decline' END, why, false);
        PERFORM sharing.leave(g.id, me.agency_id, (SELECT a.name || ' withdrew from ' || g.reference FROM identity.agency a WHERE a.id = me.agency_id));
        DELETE FROM sharing.agreement_approval p USING sharing.agreement_version w WHERE p.agreement_id = g.id AND p.agency_id = me.agency_id
          AND w.agreement_id = g.id AND w.version = p.version AND w.state IN ('proposed','active');
        INSERT INTO sharing.agreement_invitation (agreement_id, agency_id, version, left_at) VALUES (g.id, me.agency_id, g.version, now())
          ON CONFLICT (agreement_id, agency_id) DO UPDATE SET left_at = now();
        IF party AND (SELECT count(*) FROM sharing.agreement_party p WHERE p.agreement_id = g.id) < 2 THEN
          UPDATE sharing.agreement a SET status = 'lapsed' WHERE a.id = g.id;
          UPDATE sharing.agreement_version w SET state = 'lapsed' WHERE w.agreement_id = g.id AND w.state IN ('active','draft','proposed');
          PERFORM sharing.log(g.id, g.version, 'end', 'No second party is left.', false);
          RETURN 'ended';
        END IF;
        v := sharing.pending(g.id);
        IF party AND v.state = 'proposed' THEN PERFORM sharing.enact_if_complete(g.id, v.version); END IF;
        RETURN CASE WHEN party THEN 'withdrawn' ELSE 'declined' END;
      END $$;
      -- Six months after the start, then yearly: each review sets the next.
      CREATE FUNCTION sharing.review(about uuid, why text) RETURNS date
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about); coming date := (current_date + interval '1 year')::date;
      BEGIN
        IF g.owner_agency_id <> me.agency_id THEN RAISE EXCEPTION 'not-owner' USING ERRCODE = 'CL403'; END IF;
        PERFORM sharing.demand_role(ARRAY['lead','coordinator']);
        IF g.status NOT IN ('active','suspended') OR g.ends_on < current_date THEN
          RAISE EXCEPTION 'Only an agreement in force or suspended is reviewed. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say what the review found.' USING ERRCODE = 'CL422'; END IF;
        UPDATE sharing.agreement a SET review_on = coming WHERE a.id = g.id;
        PERFORM sharing.log(g.id, g.version, 'review', why, false);
        RETURN coming;
      END $$;
    `);
    for (const made of [...PRIVATE, ...OPEN])
      await runner.query(`ALTER FUNCTION ${made} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ${made} FROM PUBLIC;`);
    await runner.query(`GRANT EXECUTE ON FUNCTION ${OPEN.join(', ')} TO app_request`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${[...OPEN, ...PRIVATE].join(', ')}`);
  }
}
