import type { MigrationInterface, QueryRunner } from 'typeorm';

const ME = '(SELECT ctx.agency())';
const OWNED = (column: string): string =>
  `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column} AND v.disclosure_id IS NULL LIMIT 1)`;
const READS = (column: string): string =>
  `(SELECT true FROM access.item_visibility v WHERE v.record_id = ${column} LIMIT 1)`;
const PART = (column: string): string =>
  `(SELECT true FROM access.item_visibility v WHERE v.item_id = ${column} LIMIT 1)`;
const SIDES = `(action.owner_agency_id = ${ME} OR action.assigned_agency_id = ${ME})`;
const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS';
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Actions: raised about a record, for a person, a team or an agency that sees it; known to both sides, and to whom a case's actions are shared with. */
export class RaiseActions1795660030000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cases.action (
        id uuid PRIMARY KEY,
        reference text NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        record_id uuid NOT NULL, kind smallint NOT NULL,
        part_id uuid REFERENCES cases.case_part,
        what text NOT NULL CHECK (btrim(what) <> ''), why text NOT NULL CHECK (btrim(why) <> ''), outcome_needed text NOT NULL,
        priority smallint NOT NULL CHECK (priority BETWEEN 1 AND 3),
        due_on date NOT NULL, due_at timestamptz NOT NULL,
        created_by uuid NOT NULL REFERENCES identity.user_account, created_at timestamptz NOT NULL DEFAULT now(),
        assigned_agency_id smallint NOT NULL REFERENCES identity.agency, assigned_to uuid REFERENCES identity.user_account, assigned_role text,
        state smallint NOT NULL CHECK (state BETWEEN 1 AND 7),
        version int NOT NULL, updated_at timestamptz NOT NULL DEFAULT now(),
        result text, completed_by uuid REFERENCES identity.user_account, verified_by uuid REFERENCES identity.user_account, overdue_told_at timestamptz,
        CHECK ((kind = 3) = (part_id IS NOT NULL)),
        CHECK (state <> 2 OR assigned_to IS NOT NULL),
        CHECK ((state IN (4, 5)) <= (completed_by IS NOT NULL AND result IS NOT NULL)),
        CONSTRAINT verified_by_another CHECK (verified_by <> completed_by));
      COMMENT ON COLUMN cases.action.assigned_to IS 'with a role and no person, a team; with neither, a request to the agency';
      CREATE INDEX action_record ON cases.action (record_id);
      CREATE INDEX action_assigned ON cases.action (assigned_agency_id, state, due_at);
      CREATE INDEX action_owner ON cases.action (owner_agency_id, state, due_at);
      CREATE INDEX action_to_mind ON cases.action (due_at) WHERE state <= 3 AND overdue_told_at IS NULL;
      CREATE TABLE cases.action_step (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), action_id uuid NOT NULL REFERENCES cases.action,
        step text NOT NULL, from_state smallint, to_state smallint NOT NULL, by_user uuid NOT NULL REFERENCES identity.user_account,
        by_agency smallint NOT NULL REFERENCES identity.agency, at timestamptz NOT NULL DEFAULT now(), reason text NOT NULL);
      CREATE INDEX action_step_action ON cases.action_step (action_id, at);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cases.action_step FOR EACH STATEMENT EXECUTE FUNCTION cases.refuse_change();
      ALTER TABLE cases.action ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE cases.action_step ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT ON cases.action, cases.action_step TO app_request;
      GRANT UPDATE (due_on, due_at, assigned_agency_id, assigned_to, assigned_role, state, version, updated_at, result, completed_by, verified_by, overdue_told_at)
        ON cases.action TO app_request;
      GRANT SELECT, UPDATE (overdue_told_at) ON cases.action TO keeper;
      CREATE POLICY keeper_minds ON cases.action TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY both_sides ON cases.action FOR SELECT TO app_request
        USING (${READS('action.record_id')} AND (${SIDES} OR ${PART('action.part_id')}));
      CREATE POLICY reader_raises ON cases.action FOR INSERT TO app_request WITH CHECK (owner_agency_id = ${ME} AND created_by = (SELECT ctx.user_id())
        AND state = 1 AND kind = (SELECT v.kind FROM access.item_visibility v WHERE v.record_id = action.record_id LIMIT 1)
        AND (part_id IS NULL OR ${OWNED('action.record_id')}));
      CREATE POLICY both_sides_move ON cases.action FOR UPDATE TO app_request USING (${READS('action.record_id')} AND ${SIDES}) WITH CHECK (${SIDES});
      CREATE POLICY with_action ON cases.action_step FOR SELECT TO app_request
        USING ((SELECT true FROM cases.action a WHERE a.id = action_step.action_id LIMIT 1));
      CREATE POLICY with_action_added ON cases.action_step FOR INSERT TO app_request WITH CHECK (by_user = (SELECT ctx.user_id()) AND by_agency = ${ME}
        AND (SELECT true FROM cases.action a WHERE a.id = action_step.action_id LIMIT 1));
    `);
    await this.createFunctions(runner);
  }

  private async createFunctions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether somebody of an agency, or that person, reads the record now: of the caller's own agency; of another, as an agency, for the record's owner alone.
      CREATE FUNCTION cases.read_by(record uuid, agency smallint, person uuid, roles text[]) RETURNS boolean ${DEFINER} $$
      DECLARE me record; mine access.record_visibility;
      BEGIN
        me := ctx.actor();
        SELECT g.* INTO mine FROM access.my_live_grants(record) g LIMIT 1;
        IF mine.record_id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF agency <> me.agency_id AND (mine.owner_id <> me.agency_id OR person IS NOT NULL) THEN RETURN false; END IF;
        RETURN EXISTS (SELECT 1 FROM access.record_visibility v JOIN identity.user_account u ON u.agency_id = v.agency_id
          WHERE v.record_id = record AND v.agency_id = agency AND u.left_at IS NULL AND (person IS NULL OR u.id = person)
            AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role = ANY (roles))
            AND v.sensitivity <= u.clearance AND (v.private_to IS NULL OR v.private_to = u.id) AND (v.valid_until IS NULL OR v.valid_until > now())
            AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements()))
            AND (v.compartment_id IS NULL OR EXISTS (SELECT 1 FROM access.compartment_member m
              WHERE m.user_id = u.id AND m.compartment_id = v.compartment_id AND m.ends_on >= current_date)));
      END $$;
      -- Takes each late action once, whichever worker runs it: its person or team, and whoever raised it, are told by one event each.
      CREATE FUNCTION cases.mind_actions(batch int) RETURNS int ${DEFINER} $$
      DECLARE told int;
      BEGIN
        WITH late AS (SELECT a.id FROM cases.action a WHERE a.state <= 3 AND a.overdue_told_at IS NULL AND a.due_at <= now()
            ORDER BY a.due_at LIMIT batch FOR UPDATE SKIP LOCKED),
          minded AS (UPDATE cases.action a SET overdue_told_at = now() FROM late WHERE a.id = late.id RETURNING a.*),
          said AS (INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
            SELECT 'action.overdue.v1', m.record_id, '${NOBODY}'::uuid, m.owner_agency_id, jsonb_build_object('actionId', m.id, 'recipientAgencyId', m.assigned_agency_id,
              'personId', m.assigned_to) FROM minded m
            UNION ALL SELECT 'action.overdue-raised.v1', m.record_id, '${NOBODY}'::uuid, m.owner_agency_id, jsonb_build_object('actionId', m.id,
              'personId', m.created_by) FROM minded m WHERE m.assigned_to IS DISTINCT FROM m.created_by RETURNING 1)
        SELECT count(*) INTO told FROM minded;
        RETURN told;
      END $$;
      ALTER FUNCTION cases.read_by(uuid, smallint, uuid, text[]) OWNER TO keeper; ALTER FUNCTION cases.mind_actions(int) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION cases.read_by(uuid, smallint, uuid, text[]), cases.mind_actions(int) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION cases.read_by(uuid, smallint, uuid, text[]) TO app_request;
      GRANT EXECUTE ON FUNCTION cases.mind_actions(int) TO app_worker;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION cases.mind_actions(int), cases.read_by(uuid, smallint, uuid, text[]);
      DROP TABLE cases.action_step, cases.action;
    `);
  }
}
