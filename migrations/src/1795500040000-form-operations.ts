import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS';
const WRITERS = [
  'open_operation(text, text, date)',
  'admit(uuid, uuid, text, date)',
  'expel(uuid, uuid)',
  'join_agency(uuid, smallint)',
  'part_agency(uuid, smallint)',
  'close_operation(uuid)',
];

/** Operations: compartments with a name, a lead, members until a date, and joint agencies whose own leads nominate. Only members know of one. */
export class FormOperations1795500040000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.compartment (
        id int PRIMARY KEY,
        key uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
        name text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 120),
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        lead_id uuid NOT NULL REFERENCES identity.user_account,
        opened_at timestamptz NOT NULL DEFAULT now(),
        closed_at timestamptz, closed_by uuid,
        CHECK ((closed_at IS NULL) = (closed_by IS NULL)));
      COMMENT ON COLUMN access.compartment.id IS 'random, so that it counts nothing; names may repeat, as a collision would tell';
      CREATE TABLE access.compartment_agency (
        compartment_id int NOT NULL REFERENCES access.compartment, agency_id smallint NOT NULL REFERENCES identity.agency,
        named_by uuid NOT NULL, named_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (compartment_id, agency_id));
      CREATE TABLE access.compartment_departure (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), compartment_id int NOT NULL, user_id uuid NOT NULL, agency_id smallint NOT NULL,
        reason text NOT NULL, added_by uuid, added_at timestamptz NOT NULL, ends_on date NOT NULL,
        departed_at timestamptz NOT NULL DEFAULT now(), departed_by uuid,
        because text NOT NULL CHECK (because IN ('removed','agency-parted','posted','left-service')));
      ALTER TABLE access.compartment_member ADD COLUMN agency_id smallint NOT NULL REFERENCES identity.agency, ADD COLUMN added_by uuid,
        ADD COLUMN added_at timestamptz NOT NULL DEFAULT now();
      CREATE INDEX compartment_member_user ON access.compartment_member (user_id, ends_on);
      GRANT SELECT, INSERT, UPDATE, DELETE ON access.compartment, access.compartment_agency, access.compartment_departure TO keeper;
      GRANT SELECT ON access.compartment, access.compartment_agency, access.compartment_member, access.compartment_departure TO app_request;

      -- A membership is held at the agency where the person works: posted elsewhere or gone, they are out.
      CREATE FUNCTION access.place_member() RETURNS trigger ${DEFINER} $$
      BEGIN
        NEW.agency_id := coalesce(NEW.agency_id, (SELECT u.agency_id FROM identity.user_account u WHERE u.id = NEW.user_id));
        RETURN NEW;
      END $$;
      CREATE TRIGGER place_member BEFORE INSERT ON access.compartment_member FOR EACH ROW EXECUTE FUNCTION access.place_member();
      CREATE FUNCTION access.depart(whom uuid, of int, by uuid, why text) RETURNS int
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH gone AS (DELETE FROM access.compartment_member m WHERE m.user_id = whom AND (of IS NULL OR m.compartment_id = of) RETURNING m.*),
        kept AS (INSERT INTO access.compartment_departure (compartment_id, user_id, agency_id, reason, added_by, added_at, ends_on, departed_by, because)
          SELECT g.compartment_id, g.user_id, g.agency_id, g.reason, g.added_by, g.added_at, g.ends_on, by, why FROM gone g RETURNING 1)
        SELECT count(*)::int FROM kept $$;
      CREATE FUNCTION access.depart_on_posting() RETURNS trigger ${DEFINER} $$
      BEGIN
        PERFORM access.depart(NEW.id, NULL, ctx.user_id(), CASE WHEN NEW.left_at IS NULL THEN 'posted' ELSE 'left-service' END);
        RETURN NULL;
      END $$;
      CREATE TRIGGER depart_on_posting AFTER UPDATE ON identity.user_account FOR EACH ROW
        WHEN (NEW.agency_id <> OLD.agency_id OR (NEW.left_at IS NOT NULL AND OLD.left_at IS NULL)) EXECUTE FUNCTION access.depart_on_posting();

      -- Operations whose joint agency is the caller's, for its leads: they nominate, and know its name before they are members.
      CREATE FUNCTION ctx.nominating() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ SELECT j.compartment_id FROM access.compartment_agency j WHERE j.agency_id = (SELECT ctx.agency()) AND (SELECT ctx.has_role('lead')) $$;
      -- What a person may do in an operation that they know: 'owner' and 'joint' change members of their own agency, 'owner' everything else too.
      CREATE FUNCTION access.standing_in(operation uuid, OUT compartment int, OUT standing text, OUT open boolean) ${DEFINER} $$
      BEGIN
        SELECT c.id, CASE WHEN NOT ctx.has_role('lead') THEN 'member' WHEN c.owner_agency_id = ctx.agency() THEN 'owner'
            WHEN c.id IN (SELECT ctx.nominating()) THEN 'joint' ELSE 'member' END, c.closed_at IS NULL
          INTO compartment, standing, open FROM access.compartment c
          WHERE c.key = operation AND (c.id IN (SELECT ctx.compartments()) OR c.id IN (SELECT ctx.nominating()));
        IF compartment IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF standing = 'member' THEN RAISE EXCEPTION 'not-lead' USING ERRCODE = 'CL403'; END IF;
      END $$;
    `);
    await this.createVerbs(runner);
    await this.createPolicies(runner);
  }

  private async createVerbs(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION access.open_operation(title text, why text, until date) RETURNS uuid ${DEFINER} $$
      DECLARE me record; made int := floor(random() * 2147483647)::int; made_key uuid := gen_random_uuid();
      BEGIN
        me := ctx.actor();
        IF me.user_id IS NULL OR NOT ctx.has_role('lead') THEN RAISE EXCEPTION 'not-lead' USING ERRCODE = 'CL403'; END IF;
        PERFORM access.check_term(why, until);
        INSERT INTO access.compartment (id, key, name, owner_agency_id, lead_id) VALUES (made, made_key, btrim(title), me.agency_id, me.user_id);
        INSERT INTO access.compartment_member (compartment_id, user_id, reason, ends_on, agency_id, added_by)
          VALUES (made, me.user_id, why, until, me.agency_id, me.user_id);
        RETURN made_key;
      END $$;
      CREATE FUNCTION access.check_term(why text, until date) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why this person needs to know.' USING ERRCODE = 'CL422'; END IF;
        IF until IS NULL OR until < current_date OR until > current_date + interval '2 years' THEN
          RAISE EXCEPTION 'endsOn: Give a date from today on, at most two years ahead.' USING ERRCODE = 'CL422'; END IF;
      END $$;
      -- Adds a person, or renews the reason and end date of one who is in.
      CREATE FUNCTION access.admit(operation uuid, person uuid, why text, until date) RETURNS void ${DEFINER} $$
      DECLARE me record; here record;
      BEGIN
        me := ctx.actor(); here := access.standing_in(operation);
        IF NOT here.open THEN RAISE EXCEPTION 'This operation is closed. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        PERFORM access.check_term(why, until);
        -- The account is locked, so that a posting under way either is seen here or ends the new membership.
        PERFORM 1 FROM identity.user_account u WHERE u.id = person AND u.agency_id = me.agency_id AND u.left_at IS NULL FOR SHARE;
        IF NOT FOUND THEN RAISE EXCEPTION 'user: Choose somebody who works at your own agency now.' USING ERRCODE = 'CL422'; END IF;
        INSERT INTO access.compartment_member AS m (compartment_id, user_id, reason, ends_on, agency_id, added_by)
          VALUES (here.compartment, person, why, until, me.agency_id, me.user_id)
          ON CONFLICT (compartment_id, user_id) DO UPDATE SET reason = excluded.reason, ends_on = excluded.ends_on, added_by = excluded.added_by;
      END $$;
      CREATE FUNCTION access.expel(operation uuid, person uuid) RETURNS void ${DEFINER} $$
      DECLARE me record; here record; found_agency smallint;
      BEGIN
        me := ctx.actor(); here := access.standing_in(operation);
        PERFORM 1 FROM access.compartment c WHERE c.id = here.compartment FOR UPDATE;
        SELECT m.agency_id INTO found_agency FROM access.compartment_member m WHERE m.compartment_id = here.compartment AND m.user_id = person
          AND (here.standing = 'owner' OR m.agency_id = me.agency_id);
        IF found_agency IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF here.standing = 'owner' AND found_agency = me.agency_id AND NOT EXISTS (SELECT 1 FROM access.compartment_member m
            JOIN identity.user_role r ON r.user_id = m.user_id AND r.role = 'lead'
            WHERE m.compartment_id = here.compartment AND m.user_id <> person AND m.agency_id = me.agency_id AND m.ends_on >= current_date) THEN
          RAISE EXCEPTION 'An operation keeps at least one lead of its own agency. Add another lead first.' USING ERRCODE = 'CL409'; END IF;
        PERFORM access.depart(person, here.compartment, me.user_id, 'removed');
      END $$;
      CREATE FUNCTION access.join_agency(operation uuid, agency smallint) RETURNS int ${DEFINER} $$
      DECLARE me record; here record;
      BEGIN
        me := ctx.actor(); here := access.standing_in(operation);
        IF here.standing <> 'owner' THEN RAISE EXCEPTION 'not-owner' USING ERRCODE = 'CL403'; END IF;
        IF NOT here.open THEN RAISE EXCEPTION 'This operation is closed. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF agency = me.agency_id OR NOT EXISTS (SELECT 1 FROM identity.agency a WHERE a.id = agency AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date))
          OR NOT EXISTS (SELECT 1 FROM sharing.agreement_party us JOIN sharing.agreement_party them USING (agreement_id)
            WHERE us.agency_id = me.agency_id AND them.agency_id = agency AND agreement_id NOT IN (SELECT ctx.lapsed_agreements())) THEN
          RAISE EXCEPTION 'agency: Choose another agency that an agreement in force binds to yours.' USING ERRCODE = 'CL422'; END IF;
        INSERT INTO access.compartment_agency (compartment_id, agency_id, named_by) VALUES (here.compartment, agency, me.user_id) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RAISE EXCEPTION 'This agency has joined already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        RETURN here.compartment;
      END $$;
      -- A joint agency leaves with all of its members.
      CREATE FUNCTION access.part_agency(operation uuid, agency smallint) RETURNS int ${DEFINER} $$
      DECLARE me record; here record; gone int;
      BEGIN
        me := ctx.actor(); here := access.standing_in(operation);
        IF here.standing <> 'owner' AND agency <> me.agency_id THEN RAISE EXCEPTION 'not-owner' USING ERRCODE = 'CL403'; END IF;
        DELETE FROM access.compartment_agency j WHERE j.compartment_id = here.compartment AND j.agency_id = agency;
        IF NOT FOUND THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        SELECT count(access.depart(m.user_id, here.compartment, me.user_id, 'agency-parted'))::int INTO gone
          FROM access.compartment_member m WHERE m.compartment_id = here.compartment AND m.agency_id = agency;
        RETURN gone;
      END $$;
      CREATE FUNCTION access.close_operation(operation uuid) RETURNS void ${DEFINER} $$
      DECLARE here record;
      BEGIN
        here := access.standing_in(operation);
        IF here.standing <> 'owner' THEN RAISE EXCEPTION 'not-owner' USING ERRCODE = 'CL403'; END IF;
        UPDATE access.compartment c SET closed_at = now(), closed_by = ctx.user_id() WHERE c.id = here.compartment AND c.closed_at IS NULL;
        IF NOT FOUND THEN RAISE EXCEPTION 'This operation is closed already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
      END $$;
    `);
    const inner = ['place_member()', 'depart(uuid, int, uuid, text)', 'depart_on_posting()', 'standing_in(uuid)', 'check_term(text, date)']; // prettier-ignore
    for (const name of [...WRITERS, ...inner])
      await runner.query(
        `ALTER FUNCTION access.${name} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION access.${name} FROM PUBLIC`,
      );
    for (const name of WRITERS) await runner.query(`GRANT EXECUTE ON FUNCTION access.${name} TO app_request`);
    await runner.query(`
      ALTER FUNCTION ctx.nominating() OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ctx.nominating() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ctx.nominating() TO app_request`);
  }

  private async createPolicies(runner: QueryRunner): Promise<void> {
    for (const table of ['compartment', 'compartment_agency', 'compartment_departure']) {
      await runner.query(`ALTER TABLE access.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY keeper_all ON access.${table} TO keeper USING (true) WITH CHECK (true)`);
    }
    const member = (column: string): string => `${column} = ANY (ARRAY(SELECT ctx.compartments()))`;
    const nominator = (column: string): string => `${column} = ANY (ARRAY(SELECT ctx.nominating()))`;
    await runner.query(`
      CREATE POLICY known ON access.compartment FOR SELECT TO app_request USING (${member('id')} OR ${nominator('id')});
      CREATE POLICY known ON access.compartment_agency FOR SELECT TO app_request
        USING (${member('compartment_id')} OR (agency_id = (SELECT ctx.agency()) AND ${nominator('compartment_id')}));
      -- A nominating lead sees the people of their own agency and nobody else's.
      CREATE POLICY known ON access.compartment_member FOR SELECT TO app_request
        USING (${member('compartment_id')} OR (agency_id = (SELECT ctx.agency()) AND ${nominator('compartment_id')}));
      CREATE POLICY known ON access.compartment_departure FOR SELECT TO app_request USING (${member('compartment_id')} AND (SELECT ctx.has_role('lead')));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP POLICY known ON access.compartment_member;
      DROP TRIGGER depart_on_posting ON identity.user_account;
      DROP TRIGGER place_member ON access.compartment_member;
      ${WRITERS.map((name) => `DROP FUNCTION access.${name};`).join('\n')}
      DROP FUNCTION access.check_term(text, date), access.standing_in(uuid), access.depart_on_posting(), access.depart(uuid, int, uuid, text),
        access.place_member();
      DROP TABLE access.compartment_departure, access.compartment_agency, access.compartment CASCADE;
      DROP FUNCTION ctx.nominating();
      DROP INDEX access.compartment_member_user;
      ALTER TABLE access.compartment_member DROP COLUMN agency_id, DROP COLUMN added_by, DROP COLUMN added_at;
      REVOKE SELECT ON access.compartment_member FROM app_request;
    `);
  }
}
