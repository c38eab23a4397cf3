import type { MigrationInterface, QueryRunner } from 'typeorm';

const PRIVATE = [
  'sharing.known_locked(uuid)',
  'sharing.demand_role(text[])',
  'sharing.log(int, int, text, text, boolean)',
  'sharing.refuse_terms(int, smallint, jsonb)',
  'sharing.put_terms(int, jsonb)',
  'sharing.pending(int)',
];
const OPEN = [
  'sharing.draft_agreement(text, jsonb)',
  'sharing.begin_version(uuid, jsonb)',
  'sharing.save_version(uuid, int, jsonb)',
  'sharing.propose(uuid, int)',
  'sharing.revise(uuid, text)',
  'sharing.discard(uuid, text)',
];

/** Writing and proposing a version: the only way in, each step checked against the person behind the token. */
export class ProposeAgreements1795500011000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The agreement, locked, if the caller's agency knows it; otherwise the same answer as for none.
      CREATE FUNCTION sharing.known_locked(about uuid) RETURNS sharing.agreement
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE found sharing.agreement;
      BEGIN
        SELECT * INTO found FROM sharing.agreement a WHERE a.uid = about AND a.id IN (SELECT ctx.known_agreements()) FOR UPDATE;
        IF found.id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        RETURN found;
      END $$;
      CREATE FUNCTION sharing.demand_role(wanted text[]) RETURNS void
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM unnest(wanted) r WHERE ctx.has_role(r)) THEN RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;
      END $$;
      CREATE FUNCTION sharing.log(about int, of_version int, what text, why text, for_owner boolean) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        INSERT INTO sharing.agreement_event (agreement_id, version, action, owner_agency_id, agency_id, by_user, reason, owner_only)
        SELECT a.id, of_version, what, a.owner_agency_id, ctx.agency(), ctx.user_id(), why, for_owner FROM sharing.agreement a WHERE a.id = about $$;
      CREATE FUNCTION sharing.pending(about int) RETURNS sharing.agreement_version
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT v FROM sharing.agreement_version v WHERE v.agreement_id = about AND v.state IN ('draft','proposed') $$;
      -- What must be true of the world: agencies that take part, dates, and rules between the parties.
      CREATE FUNCTION sharing.refuse_terms(about int, owner smallint, terms jsonb) RETURNS void
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE own text := (SELECT a.code FROM identity.agency a WHERE a.id = owner); named text[]; missing text; rule jsonb; at int := 0;
      BEGIN
        named := ARRAY(SELECT jsonb_array_elements_text(terms -> 'parties'));
        IF cardinality(named) = 0 THEN RAISE EXCEPTION 'parties: Choose at least one other organisation.' USING ERRCODE = 'CL422'; END IF;
        IF own = ANY (named) OR EXISTS (SELECT 1 FROM unnest(named) n WHERE NOT EXISTS (SELECT 1 FROM identity.agency a WHERE a.code = n
            AND a.kind NOT IN ('funder','network') AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date))) THEN
          RAISE EXCEPTION 'parties: Choose other organisations that take part now.' USING ERRCODE = 'CL422'; END IF;
        SELECT a.name INTO missing FROM sharing.agreement_party p JOIN identity.agency a ON a.id = p.agency_id
          WHERE p.agreement_id = about AND a.code <> own AND a.code <> ALL (named) LIMIT 1;
        IF missing IS NOT NULL THEN
          RAISE EXCEPTION 'parties: % is a party. It leaves by withdrawing, not by a new version.', missing USING ERRCODE = 'CL422'; END IF;
        IF (terms ->> 'endsOn')::date < current_date THEN
          RAISE EXCEPTION 'endsOn: Give an end date in the future.' USING ERRCODE = 'CL422'; END IF;
        FOR rule IN SELECT jsonb_array_elements(terms -> 'rules') LOOP
          IF (rule ->> 'from') <> ALL (named || own) THEN
            RAISE EXCEPTION 'rules.%.from: Choose a party of this agreement.', at USING ERRCODE = 'CL422'; END IF;
          IF (rule ->> 'to') <> 'forces-in-areas' AND (rule ->> 'to') <> ALL (named || own) THEN
            RAISE EXCEPTION 'rules.%.to: Choose a party of this agreement.', at USING ERRCODE = 'CL422'; END IF;
          IF NOT (terms -> 'kinds') @> (rule -> 'kind') OR NOT (terms -> 'handling') @> (rule -> 'handling') THEN
            RAISE EXCEPTION 'rules.%.handling: This rule reaches beyond what the agreement covers.', at USING ERRCODE = 'CL422'; END IF;
          IF EXISTS (SELECT 1 FROM jsonb_array_elements_text(CASE jsonb_typeof(rule -> 'areas') WHEN 'array' THEN rule -> 'areas' ELSE '[]' END) c
              WHERE NOT EXISTS (SELECT 1 FROM identity.area a WHERE a.code = c)) THEN
            RAISE EXCEPTION 'rules.%.areas: Names an area that is not known.', at USING ERRCODE = 'CL422'; END IF;
          at := at + 1;
        END LOOP;
      END $$;
      CREATE FUNCTION sharing.put_terms(about int, terms jsonb) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        UPDATE sharing.agreement a SET title = terms ->> 'title', purpose = terms ->> 'purpose', legal_basis = terms ->> 'legalBasis',
          marking = terms ->> 'marking', starts_on = (terms ->> 'startsOn')::date, ends_on = (terms ->> 'endsOn')::date,
          review_on = coalesce((terms ->> 'reviewOn')::date, a.review_on, ((terms ->> 'startsOn')::date + interval '6 months')::date),
          kinds = ARRAY(SELECT jsonb_array_elements_text(terms -> 'kinds')::smallint), handling = ARRAY(SELECT jsonb_array_elements_text(terms -> 'handling')),
          most_sensitivity = (terms ->> 'mostSensitivity')::smallint, whole_records = (terms ->> 'wholeRecords')::boolean,
          contact_post = terms #>> '{contact,post}', contact_email = terms #>> '{contact,email}', contact_phone = terms #>> '{contact,phone}',
          signed_copy_name = terms #>> '{signedCopy,name}', signed_copy_sha256 = terms #>> '{signedCopy,sha256}', signed_copy_held = terms #>> '{signedCopy,heldAt}'
        WHERE a.id = about $$;

      CREATE FUNCTION sharing.draft_agreement(given text, terms jsonb) RETURNS uuid
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); made int := nextval('sharing.agreement_number'); made_uid uuid;
      BEGIN
        PERFORM sharing.demand_role(ARRAY['supervisor','lead','coordinator']);
        -- A reference begins with its agency's code, so that a taken one tells of nobody else's.
        IF given !~ '^[A-Z0-9-]{4,60}$' OR (SELECT a.id FROM identity.agency a WHERE starts_with(given, a.code || '-')
            ORDER BY length(a.code) DESC LIMIT 1) IS DISTINCT FROM me.agency_id THEN
          RAISE EXCEPTION 'reference: Begin with your organisation''s code and a hyphen; use capital letters, numbers and hyphens.' USING ERRCODE = 'CL422'; END IF;
        IF EXISTS (SELECT 1 FROM sharing.agreement a WHERE a.reference = given) THEN
          RAISE EXCEPTION 'reference: Your organisation has an agreement with this reference.' USING ERRCODE = 'CL422'; END IF;
        PERFORM sharing.refuse_terms(made, me.agency_id, terms);
        INSERT INTO sharing.agreement (id, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on)
          VALUES (made, given, terms ->> 'title', '-', '-', me.agency_id, 'draft', (terms ->> 'startsOn')::date, (terms ->> 'endsOn')::date)
          RETURNING uid INTO made_uid;
        PERFORM sharing.put_terms(made, terms);
        INSERT INTO sharing.agreement_version (agreement_id, version, owner_agency_id, state, terms, author_id)
          VALUES (made, 1, me.agency_id, 'draft', terms, me.user_id);
        PERFORM sharing.log(made, 1, 'save', NULL, true);
        RETURN made_uid;
      END $$;
      CREATE FUNCTION sharing.begin_version(about uuid, terms jsonb) RETURNS int
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about); coming int;
      BEGIN
        IF g.owner_agency_id <> me.agency_id THEN RAISE EXCEPTION 'not-owner' USING ERRCODE = 'CL403'; END IF;
        PERFORM sharing.demand_role(ARRAY['supervisor','lead','coordinator']);
        IF g.status <> 'active' OR g.ends_on < current_date THEN
          RAISE EXCEPTION 'Only an agreement in force gets a next version. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF (sharing.pending(g.id)).version IS NOT NULL THEN
          RAISE EXCEPTION 'This agreement has a next version already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        PERFORM sharing.refuse_terms(g.id, me.agency_id, terms);
        coming := greatest(g.version, coalesce((SELECT max(v.version) FROM sharing.agreement_version v WHERE v.agreement_id = g.id), 0)) + 1;
        INSERT INTO sharing.agreement_version (agreement_id, version, owner_agency_id, state, terms, author_id)
          VALUES (g.id, coming, me.agency_id, 'draft', terms, me.user_id);
        PERFORM sharing.log(g.id, coming, 'save', NULL, true);
        RETURN coming;
      END $$;
      CREATE FUNCTION sharing.save_version(about uuid, seen int, terms jsonb) RETURNS int
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about); v sharing.agreement_version := sharing.pending(g.id);
      BEGIN
        IF g.owner_agency_id <> me.agency_id THEN RAISE EXCEPTION 'not-owner' USING ERRCODE = 'CL403'; END IF;
        PERFORM sharing.demand_role(ARRAY['supervisor','lead','coordinator']);
        IF v.state IS DISTINCT FROM 'draft' THEN RAISE EXCEPTION 'Only a draft can be changed. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF v.revision <> seen THEN RAISE EXCEPTION 'Somebody changed this draft since you opened it. Nothing of yours was saved.' USING ERRCODE = 'CL409'; END IF;
        PERFORM sharing.refuse_terms(g.id, me.agency_id, terms);
        UPDATE sharing.agreement_version w SET terms = save_version.terms, revision = w.revision + 1, author_id = me.user_id
          WHERE w.agreement_id = g.id AND w.version = v.version;
        IF v.version = 1 THEN
          UPDATE sharing.agreement a SET review_on = NULL WHERE a.id = g.id;
          PERFORM sharing.put_terms(g.id, terms);
        END IF;
        PERFORM sharing.log(g.id, v.version, 'save', NULL, true);
        RETURN v.revision + 1;
      END $$;
      -- From here on every named organisation may read the proposal; it gives none of them anything.
      CREATE FUNCTION sharing.propose(about uuid, seen int) RETURNS int
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about); v sharing.agreement_version := sharing.pending(g.id);
      BEGIN
        IF g.owner_agency_id <> me.agency_id THEN RAISE EXCEPTION 'not-owner' USING ERRCODE = 'CL403'; END IF;
        PERFORM sharing.demand_role(ARRAY['supervisor','lead','coordinator']);
        IF v.state IS DISTINCT FROM 'draft' THEN RAISE EXCEPTION 'Only a draft can be proposed. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF v.revision <> seen THEN RAISE EXCEPTION 'Somebody changed this draft since you opened it. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        PERFORM sharing.refuse_terms(g.id, me.agency_id, v.terms);
        UPDATE sharing.agreement_version w SET state = 'proposed', proposed_at = now() WHERE w.agreement_id = g.id AND w.version = v.version;
        IF v.version = 1 THEN UPDATE sharing.agreement a SET status = 'proposed' WHERE a.id = g.id; END IF;
        INSERT INTO sharing.agreement_invitation (agreement_id, agency_id, version)
          SELECT g.id, a.id, v.version FROM identity.agency a WHERE v.terms -> 'parties' ? a.code
          ON CONFLICT (agreement_id, agency_id) DO UPDATE SET version = excluded.version, left_at = NULL WHERE agreement_invitation.left_at IS NOT NULL;
        PERFORM sharing.log(g.id, v.version, 'propose', NULL, false);
        RETURN v.version;
      END $$;
      -- A proposal taken back: its approvals count for nothing, and who was only invited no longer knows it.
      CREATE FUNCTION sharing.revise(about uuid, why text) RETURNS int
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about); v sharing.agreement_version := sharing.pending(g.id);
      BEGIN
        IF g.owner_agency_id <> me.agency_id THEN RAISE EXCEPTION 'not-owner' USING ERRCODE = 'CL403'; END IF;
        PERFORM sharing.demand_role(ARRAY['supervisor','lead','coordinator']);
        IF v.state IS DISTINCT FROM 'proposed' THEN RAISE EXCEPTION 'Only a proposal can be taken back. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        DELETE FROM sharing.agreement_approval p WHERE p.agreement_id = g.id AND p.version = v.version;
        DELETE FROM sharing.agreement_invitation i WHERE i.agreement_id = g.id AND i.version = v.version AND i.left_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM sharing.agreement_party p WHERE p.agreement_id = g.id AND p.agency_id = i.agency_id);
        UPDATE sharing.agreement_version w SET state = 'draft', proposed_at = NULL, revision = w.revision + 1
          WHERE w.agreement_id = g.id AND w.version = v.version;
        IF v.version = 1 THEN UPDATE sharing.agreement a SET status = 'draft' WHERE a.id = g.id; END IF;
        PERFORM sharing.log(g.id, v.version, 'revise', why, false);
        RETURN v.version;
      END $$;
      CREATE FUNCTION sharing.discard(about uuid, why text) RETURNS int
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE me record := ctx.actor(); g sharing.agreement := sharing.known_locked(about); v sharing.agreement_version := sharing.pending(g.id);
      BEGIN
        IF g.owner_agency_id <> me.agency_id THEN RAISE EXCEPTION 'not-owner' USING ERRCODE = 'CL403'; END IF;
        PERFORM sharing.demand_role(ARRAY['supervisor','lead','coordinator']);
        IF v.version IS NULL THEN RAISE EXCEPTION 'There is no draft or proposal to discard. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why.' USING ERRCODE = 'CL422'; END IF;
        UPDATE sharing.agreement_version w SET state = 'lapsed' WHERE w.agreement_id = g.id AND w.version = v.version;
        IF v.version = 1 THEN UPDATE sharing.agreement a SET status = 'lapsed' WHERE a.id = g.id; END IF;
        DELETE FROM sharing.agreement_invitation i WHERE v.version > 1 AND i.agreement_id = g.id AND i.version = v.version AND i.left_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM sharing.agreement_party p WHERE p.agreement_id = g.id AND p.agency_id = i.agency_id);
        PERFORM sharing.log(g.id, v.version, 'discard', why, v.proposed_at IS NULL);
        RETURN v.version;
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
