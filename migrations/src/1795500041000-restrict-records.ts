import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS';
const OWNED = (column: string): string =>
  `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column} AND v.agency_id = (SELECT ctx.agency())
    AND v.owner_id = v.agency_id AND v.disclosure_id IS NULL LIMIT 1)`;
const VERBS = ['restrict(uuid, uuid, smallint, text)', 'ask_lifting(uuid, text)', 'lift(uuid)'];

/** Restrictions put on a record later: into an operation, or to a higher sensitivity. One person asks for the lifting, another lifts. */
export class RestrictRecords1795500041000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.restriction (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        record_id uuid NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        compartment_id int REFERENCES access.compartment,
        sensitivity smallint CHECK (sensitivity BETWEEN 1 AND 3),
        reason text NOT NULL CHECK (btrim(reason) <> ''),
        decided_by uuid NOT NULL, decided_at timestamptz NOT NULL DEFAULT now(),
        lift_reason text, lift_asked_by uuid, lift_asked_at timestamptz,
        lifted_by uuid, lifted_at timestamptz,
        CHECK (compartment_id IS NOT NULL OR sensitivity IS NOT NULL),
        CHECK ((lift_asked_by IS NULL) = (lift_asked_at IS NULL)), CHECK ((lift_asked_by IS NULL) = (lift_reason IS NULL)),
        CHECK ((lifted_by IS NULL) = (lifted_at IS NULL)),
        CONSTRAINT lifted_by_another CHECK (lifted_by IS NULL OR (lift_asked_by IS NOT NULL AND lifted_by <> lift_asked_by)));
      CREATE INDEX restriction_in_force ON access.restriction (record_id) WHERE lifted_at IS NULL;
      ALTER TABLE access.restriction ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT, UPDATE ON access.restriction TO keeper;
      GRANT SELECT ON access.restriction TO app_request;
      CREATE POLICY keeper_all ON access.restriction TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY owner_reads ON access.restriction FOR SELECT TO app_request
        USING (owner_agency_id = (SELECT ctx.agency()) AND ${OWNED('restriction.record_id')});

      -- The caller's own record, locked: whoever may not decide about it is told that it is absent, or that they may not.
      CREATE FUNCTION access.own_to_restrict(record uuid) RETURNS access.record_visibility ${DEFINER} $$
      DECLARE me record; owned access.record_visibility;
      BEGIN
        me := ctx.actor();
        SELECT v.* INTO owned FROM access.record_visibility v WHERE v.record_id = record AND v.agency_id = me.agency_id AND v.owner_id = me.agency_id
          AND v.disclosure_id IS NULL AND v.sensitivity <= me.clearance
          AND (v.compartment_id IS NULL OR v.compartment_id IN (SELECT ctx.compartments()))
          AND (v.private_to IS NULL OR v.private_to = me.user_id) FOR UPDATE;
        IF owned.record_id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF NOT (ctx.has_role('lead') OR ctx.has_role('supervisor')) THEN RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;
        RETURN owned;
      END $$;
      CREATE FUNCTION access.restrict(record uuid, operation uuid, level smallint, why text) RETURNS TABLE (id uuid, compartment_id int) ${DEFINER} $$
      DECLARE owned access.record_visibility; into_operation int; made uuid;
      BEGIN
        owned := access.own_to_restrict(record);
        IF owned.private_to IS NOT NULL THEN RAISE EXCEPTION 'A draft is its author''s alone and cannot be restricted. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why this record is restricted.' USING ERRCODE = 'CL422'; END IF;
        IF operation IS NULL AND level IS NULL THEN RAISE EXCEPTION 'compartment: Choose an operation or a higher sensitivity.' USING ERRCODE = 'CL422'; END IF;
        IF operation IS NOT NULL THEN
          SELECT c.id INTO into_operation FROM access.compartment c
            WHERE c.key = operation AND c.closed_at IS NULL AND c.id IN (SELECT ctx.compartments());
          IF into_operation IS NULL THEN RAISE EXCEPTION 'compartment: Choose an open operation that you are a member of.' USING ERRCODE = 'CL422'; END IF;
          IF owned.compartment_id IS NOT NULL THEN RAISE EXCEPTION 'This record is in an operation already. That restriction must be lifted first. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        END IF;
        IF level IS NOT NULL AND (level <= owned.sensitivity OR level > 3 OR level > (ctx.actor()).clearance) THEN
          RAISE EXCEPTION 'sensitivity: Choose a level above the present one, and not above your own clearance.' USING ERRCODE = 'CL422'; END IF;
        INSERT INTO access.restriction AS r (record_id, owner_agency_id, compartment_id, sensitivity, reason, decided_by)
          VALUES (record, owned.owner_id, into_operation, level, btrim(why), ctx.user_id()) RETURNING r.id INTO made;
        RETURN QUERY SELECT made, into_operation;
      END $$;
      CREATE FUNCTION access.restriction_here(asked uuid) RETURNS access.restriction ${DEFINER} $$
      DECLARE found access.restriction;
      BEGIN
        SELECT r.* INTO found FROM access.restriction r WHERE r.id = asked AND r.owner_agency_id = ctx.agency();
        IF found.id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        PERFORM access.own_to_restrict(found.record_id);
        SELECT r.* INTO found FROM access.restriction r WHERE r.id = asked FOR UPDATE;
        IF found.lifted_at IS NOT NULL THEN RAISE EXCEPTION 'This restriction was lifted already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        RETURN found;
      END $$;
      CREATE FUNCTION access.ask_lifting(restriction uuid, why text) RETURNS uuid ${DEFINER} $$
      DECLARE held access.restriction;
      BEGIN
        held := access.restriction_here(restriction);
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why this restriction may end.' USING ERRCODE = 'CL422'; END IF;
        IF held.lift_asked_by IS NOT NULL THEN RAISE EXCEPTION 'Its lifting has been asked for already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        UPDATE access.restriction r SET lift_asked_by = ctx.user_id(), lift_asked_at = now(), lift_reason = btrim(why) WHERE r.id = held.id;
        RETURN held.record_id;
      END $$;
      -- Answers what still restricts the record; its own row is changed by the caller in the same transaction.
      CREATE FUNCTION access.lift(restriction uuid) RETURNS TABLE (record_id uuid, compartment_id int, sensitivity smallint) ${DEFINER} $$
      DECLARE held access.restriction;
      BEGIN
        held := access.restriction_here(restriction);
        IF held.lift_asked_by IS NULL THEN RAISE EXCEPTION 'Nobody has asked for its lifting. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF held.lift_asked_by = ctx.user_id() THEN RAISE EXCEPTION 'lifts-own-request' USING ERRCODE = 'CL403'; END IF;
        UPDATE access.restriction r SET lifted_by = ctx.user_id(), lifted_at = now() WHERE r.id = held.id;
        RETURN QUERY SELECT held.record_id, max(r.compartment_id), max(r.sensitivity) FROM access.restriction r
          WHERE r.record_id = held.record_id AND r.lifted_at IS NULL;
      END $$;

      -- A record table attaches this: the labels on its row follow the restrictions in force, whoever serves the request.
      CREATE FUNCTION access.hold_restriction() RETURNS trigger ${DEFINER} $$
      DECLARE operation int; level smallint;
      BEGIN
        SELECT max(r.compartment_id), max(r.sensitivity) INTO operation, level FROM access.restriction r WHERE r.record_id = NEW.id AND r.lifted_at IS NULL;
        IF NEW.compartment_id IS DISTINCT FROM OLD.compartment_id AND NEW.compartment_id IS DISTINCT FROM operation AND session_user = 'app_request' THEN
          RAISE EXCEPTION 'no-restriction' USING ERRCODE = 'CL403'; END IF;
        NEW.sensitivity := greatest(NEW.sensitivity, level);
        RETURN NEW;
      END $$;
      CREATE TRIGGER hold_restriction BEFORE UPDATE ON intelligence.report FOR EACH ROW
        WHEN (NEW.compartment_id IS DISTINCT FROM OLD.compartment_id OR NEW.sensitivity < OLD.sensitivity) EXECUTE FUNCTION access.hold_restriction();
    `);
    for (const name of [...VERBS, 'own_to_restrict(uuid)', 'restriction_here(uuid)', 'hold_restriction()'])
      await runner.query(
        `ALTER FUNCTION access.${name} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION access.${name} FROM PUBLIC`,
      );
    for (const name of VERBS) await runner.query(`GRANT EXECUTE ON FUNCTION access.${name} TO app_request`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER hold_restriction ON intelligence.report;
      ${VERBS.map((name) => `DROP FUNCTION access.${name};`).join('\n')}
      DROP FUNCTION access.restriction_here(uuid), access.own_to_restrict(uuid), access.hold_restriction();
      DROP TABLE access.restriction;
    `);
  }
}
