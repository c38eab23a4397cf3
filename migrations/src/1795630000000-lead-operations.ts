import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const DEFINER = 'LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS';
const VERBS = [
  'hand_over(uuid, uuid, text, date)',
  'take_over(uuid, text, date)',
  'reopen_operation(uuid, text)',
  'led(int)',
];
const INNER = ['put_in_lead(int, uuid, text, text, date)'];
const NOW_LEADERLESS = 'id = ANY (ARRAY(SELECT ctx.leaderless()))';
const KNOWN = 'id = ANY (ARRAY(SELECT ctx.compartments())) OR id = ANY (ARRAY(SELECT ctx.nominating()))';

/** A lead in their place: a member still, at the owner, with the role still. */
const LEADS = (
  of: string,
): string => `access.compartment_member m JOIN identity.user_role r ON r.user_id = m.user_id AND r.role = 'lead'
        WHERE m.compartment_id = ${of}.id AND m.agency_id = ${of}.owner_agency_id AND m.ends_on >= current_date`;

const step = (of: string, what: string, lead: string, why: string): string =>
  `INSERT INTO access.compartment_step (compartment_id, owner_agency_id, what, lead_id, by_id, reason)
        SELECT c.id, c.owner_agency_id, '${what}', ${lead}, ctx.user_id(), ${why} FROM access.compartment c WHERE c.id = ${of};`;

const OPENING: Words[] = [
  ['RETURN made_key;', `${step('made', 'opened', 'c.lead_id', 'btrim(why)')} RETURN made_key;`],
];
const CLOSED_ALREADY = "'This operation is closed already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;";
const CLOSING: Words[] = [
  [CLOSED_ALREADY, `${CLOSED_ALREADY} ${step('here.compartment', 'closed', 'c.lead_id', 'NULL')}`],
];
/** Told beside records: the members of an operation, and one person about something of which they see no record. */
const AUDIENCE: Words[] = [
  [
    "(scope = 'named-agency' AND u.agency_id = (told.payload ->> 'recipientAgencyId')::smallint)",
    `(scope = 'named-agency' AND u.agency_id = (told.payload ->> 'recipientAgencyId')::smallint)
              OR (scope = 'named-person' AND u.id = (told.payload ->> 'personId')::uuid)
              OR (scope = 'operation' AND EXISTS (SELECT 1 FROM access.compartment_member m JOIN access.compartment c ON c.id = m.compartment_id
                WHERE m.user_id = u.id AND c.key = told.record_id AND m.ends_on >= current_date))`,
  ],
];
const DEPARTED = "CASE WHEN NEW.left_at IS NULL THEN 'posted' ELSE 'left-service' END);";
const DEPARTING: Words[] = [
  [
    DEPARTED,
    `${DEPARTED}
        -- Leads of the owner are told that an operation has none left, when this person was one.
        INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
          SELECT 'operation.left-without-lead.v1', c.key, coalesce(ctx.user_id(), NEW.id), OLD.agency_id, jsonb_build_object('recipientAgencyId', c.owner_agency_id)
          FROM access.compartment_departure d JOIN access.compartment c ON c.id = d.compartment_id AND c.owner_agency_id = d.agency_id
          WHERE d.user_id = NEW.id AND d.departed_at = now() AND d.because IN ('posted','left-service')
            AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = NEW.id AND r.role = 'lead')
            AND NOT EXISTS (SELECT 1 FROM ${LEADS('c')});`,
  ],
];

/** Who leads an operation: handed over by the lead, taken over when none is left, and on the record; a closed one opens again. */
export class LeadOperations1795630000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.compartment_step (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        compartment_id int NOT NULL REFERENCES access.compartment,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        what text NOT NULL CHECK (what IN ('opened','handed-over','taken-over','closed','reopened')),
        lead_id uuid NOT NULL, by_id uuid NOT NULL, reason text, at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CHECK (what = 'closed' OR btrim(reason) <> ''));
      COMMENT ON COLUMN access.compartment_step.lead_id IS 'who leads from this step on';
      CREATE INDEX compartment_step_of ON access.compartment_step (compartment_id, at);
      CREATE INDEX compartment_owner ON access.compartment (owner_agency_id);
      INSERT INTO access.compartment_step (compartment_id, owner_agency_id, what, lead_id, by_id, reason, at)
        SELECT c.id, c.owner_agency_id, 'opened', c.lead_id, c.lead_id, 'Opened before steps were kept', c.opened_at FROM access.compartment c;
      INSERT INTO access.compartment_step (compartment_id, owner_agency_id, what, lead_id, by_id, at)
        SELECT c.id, c.owner_agency_id, 'closed', c.lead_id, c.closed_by, c.closed_at FROM access.compartment c WHERE c.closed_at IS NOT NULL;
      ALTER TABLE access.compartment_step ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT ON access.compartment_step TO keeper;
      -- Not the serial, which would count the steps of operations that nobody here knows.
      GRANT SELECT (compartment_id, owner_agency_id, what, lead_id, by_id, reason, at) ON access.compartment_step TO app_request;
      CREATE POLICY keeper_all ON access.compartment_step TO keeper USING (true) WITH CHECK (true);
      -- The owner's members: to a joint agency's they are somebody else's people and reasons.
      CREATE POLICY owners_members ON access.compartment_step FOR SELECT TO app_request
        USING (owner_agency_id = (SELECT ctx.agency()) AND compartment_id = ANY (ARRAY(SELECT ctx.compartments())));

      -- Operations of the caller's agency in which no lead of it is left, for its leads: one of them may take it over.
      CREATE FUNCTION ctx.leaderless() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT c.id FROM access.compartment c WHERE c.owner_agency_id = (SELECT ctx.agency()) AND (SELECT ctx.has_role('lead'))
          AND NOT EXISTS (SELECT 1 FROM ${LEADS('c')}) $$;
      -- Whether its lead is in their place, for whoever is in it.
      CREATE FUNCTION access.led(operation int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT EXISTS (SELECT 1 FROM access.compartment c WHERE c.id = operation AND c.id IN (SELECT ctx.compartments())
          AND c.lead_id IN (SELECT m.user_id FROM ${LEADS('c')})) $$;
      CREATE FUNCTION access.put_in_lead(operation int, person uuid, step text, why text, until date) RETURNS void ${DEFINER} $$
      BEGIN
        INSERT INTO access.compartment_member AS m (compartment_id, user_id, reason, ends_on, agency_id, added_by)
          VALUES (operation, person, btrim(why), until, ctx.agency(), ctx.user_id())
          ON CONFLICT (compartment_id, user_id) DO UPDATE SET reason = excluded.reason, ends_on = excluded.ends_on, added_by = excluded.added_by;
        UPDATE access.compartment c SET lead_id = person WHERE c.id = operation;
        INSERT INTO access.compartment_step (compartment_id, owner_agency_id, what, lead_id, by_id, reason)
          VALUES (operation, ctx.agency(), step, person, ctx.user_id(), btrim(why));
      END $$;
      -- By the lead alone, to another lead of the owner, who becomes a member if they are none; of a closed operation too, as somebody must answer for it.
      CREATE FUNCTION access.hand_over(operation uuid, person uuid, why text, until date) RETURNS void ${DEFINER} $$
      DECLARE me record; here record;
      BEGIN
        me := ctx.actor(); here := access.standing_in(operation);
        PERFORM 1 FROM access.compartment c WHERE c.id = here.compartment AND c.lead_id = me.user_id AND here.standing = 'owner' FOR UPDATE;
        IF NOT FOUND THEN RAISE EXCEPTION 'not-its-lead' USING ERRCODE = 'CL403'; END IF;
        PERFORM access.check_term(why, until);
        -- Locked like a new member's account: a posting under way either is seen here or ends the membership.
        PERFORM 1 FROM identity.user_account u WHERE u.id = person AND u.id <> me.user_id AND u.agency_id = me.agency_id AND u.left_at IS NULL
          AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role = 'lead') FOR SHARE;
        IF NOT FOUND THEN RAISE EXCEPTION 'to: Choose another lead who works at your own agency now.' USING ERRCODE = 'CL422'; END IF;
        PERFORM access.put_in_lead(here.compartment, person, 'handed-over', why, until);
      END $$;
      -- By a lead of the owner: from inside when its lead is gone, from outside only when no lead is left in it at all.
      CREATE FUNCTION access.take_over(operation uuid, why text, until date) RETURNS void ${DEFINER} $$
      DECLARE me record; here access.compartment;
      BEGIN
        me := ctx.actor();
        -- Locked first, so that of two who take over at once the second finds a lead.
        SELECT c.* INTO here FROM access.compartment c WHERE c.key = operation FOR UPDATE;
        IF here.id IS NULL OR NOT (here.id IN (SELECT ctx.compartments()) OR here.id IN (SELECT ctx.nominating()) OR here.id IN (SELECT ctx.leaderless())) THEN
          RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF NOT ctx.has_role('lead') OR here.owner_agency_id <> me.agency_id THEN RAISE EXCEPTION 'not-owners-lead' USING ERRCODE = 'CL403'; END IF;
        IF access.led(here.id) THEN RAISE EXCEPTION 'This operation has a lead, who can hand it over. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        PERFORM access.check_term(why, until);
        PERFORM access.put_in_lead(here.id, me.user_id, 'taken-over', why, until);
      END $$;
      -- Memberships that ended stay ended.
      CREATE FUNCTION access.reopen_operation(operation uuid, why text) RETURNS void ${DEFINER} $$
      DECLARE here record;
      BEGIN
        here := access.standing_in(operation);
        IF here.standing <> 'owner' THEN RAISE EXCEPTION 'not-owner' USING ERRCODE = 'CL403'; END IF;
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why it is opened again.' USING ERRCODE = 'CL422'; END IF;
        UPDATE access.compartment c SET closed_at = NULL, closed_by = NULL WHERE c.id = here.compartment AND c.closed_at IS NOT NULL;
        IF NOT FOUND THEN RAISE EXCEPTION 'This operation is open. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        ${step('here.compartment', 'reopened', 'c.lead_id', 'btrim(why)')}
      END $$;
    `);
    for (const name of [...VERBS, ...INNER].map((one) => `access.${one}`).concat('ctx.leaderless()'))
      await runner.query(`ALTER FUNCTION ${name} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ${name} FROM PUBLIC`);
    for (const name of VERBS.map((one) => `access.${one}`).concat('ctx.leaderless()'))
      await runner.query(`GRANT EXECUTE ON FUNCTION ${name} TO app_request`);
    await runner.query(`ALTER POLICY known ON access.compartment USING (${KNOWN} OR ${NOW_LEADERLESS})`);
    await this.reword(runner);
  }

  private async reword(runner: QueryRunner, back = false): Promise<void> {
    await rewordFunction(runner, 'access.open_operation(text, text, date)', OPENING, back);
    await rewordFunction(runner, 'access.close_operation(uuid)', CLOSING, back);
    await rewordFunction(runner, 'access.depart_on_posting()', DEPARTING, back);
    await rewordFunction(runner, 'notifications.audience_beside(bigint, text, text[])', AUDIENCE, back);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await this.reword(runner, true);
    await runner.query(`ALTER POLICY known ON access.compartment USING (${KNOWN})`);
    await runner.query(`
      DROP FUNCTION ${[...VERBS, ...INNER].map((one) => `access.${one}`).join(', ')}, ctx.leaderless();
      DROP TABLE access.compartment_step;
      DROP INDEX access.compartment_owner;
    `);
  }
}
