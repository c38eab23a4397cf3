import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const DEFINER = 'LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS';
const OUTER = ['ask_owner(text, text, timestamptz, timestamptz)', 'answer_question(uuid, text, text, text)'];
const NOBODY = "'00000000-0000-0000-0000-000000000000'";
const ASKER = '(asked_by = (SELECT ctx.user_id()) AND asker_agency_id = (SELECT ctx.agency()))';
const OWNER = '(owner_agency_id = (SELECT ctx.agency()) AND (SELECT access.question_reaches(discovery_question.id)))';

/** A person is told for the agency at which they asked: posted elsewhere, they are told nothing of it. */
const AUDIENCE: Words[] = [
  [
    "(scope = 'named-person' AND u.id = (told.payload ->> 'personId')::uuid)",
    "(scope = 'named-person' AND u.id = (told.payload ->> 'personId')::uuid AND u.agency_id = (told.payload ->> 'recipientAgencyId')::smallint)",
  ],
];

const ASK = (signature: string, check: string, columns: string, values: string): string => `
      CREATE FUNCTION access.ask_owner(${signature}) RETURNS TABLE (outcome text, question uuid, owner text, owner_name text) ${DEFINER} $$
      DECLARE me record; found record; made uuid;
      BEGIN
        me := ctx.actor();
        IF me.user_id IS NULL THEN RAISE EXCEPTION 'no session' USING ERRCODE = 'CL403'; END IF;
        IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why you ask.' USING ERRCODE = 'CL422'; END IF;${check}
        IF NOT access.count_attempt('discovery', 30) THEN RETURN QUERY SELECT 'too-many', NULL::uuid, NULL::text, NULL::text; RETURN; END IF;
        SELECT n.record, n.owner_id, a.code, a.name INTO found FROM access.named_under(asked) n JOIN identity.agency a ON a.id = n.owner_id;
        IF found.record IS NULL THEN RETURN; END IF;
        INSERT INTO access.discovery_question AS q (record_id, reference, owner_agency_id, asker_agency_id, asked_by, reason${columns})
          VALUES (found.record, asked, found.owner_id, me.agency_id, me.user_id, btrim(why)${values}) RETURNING q.id INTO made;
        INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
          VALUES ('discovery.asked.v1', found.record, me.user_id, me.agency_id, jsonb_build_object('questionId', made));
        PERFORM audit.append(jsonb_build_array(jsonb_build_object('token', current_setting('ctx.token', true), 'event', 'discovery.asked-of-owner',
          'outcome', 'allowed', 'recordIds', jsonb_build_array(found.record), 'detail', jsonb_build_object('question', made, 'owner', found.code))));
        RETURN QUERY SELECT 'named', made, found.code, found.name;
      END $$;`;

/** Questions to owners of named records are answered: shared, not shared, or ask by telephone; with a clock, and told to the asker. */
export class AnswerQuestions1795630001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE access.discovery_question
        ADD COLUMN remind_at timestamptz NOT NULL DEFAULT now() + interval '1 day', ADD COLUMN due_at timestamptz NOT NULL DEFAULT now() + interval '2 days',
        ADD COLUMN reminded_at timestamptz, ADD COLUMN escalated_at timestamptz,
        ADD COLUMN answer text CHECK (answer IN ('shared','not-shared','telephone')),
        ADD COLUMN words text, ADD COLUMN contact text, ADD COLUMN disclosure_id uuid REFERENCES access.disclosure,
        ADD COLUMN answered_by uuid, ADD COLUMN answered_at timestamptz,
        ADD CHECK ((answer IS NULL) = (answered_at IS NULL)), ADD CHECK ((answer IS NULL) = (answered_by IS NULL)),
        ADD CHECK (answer IS DISTINCT FROM 'telephone' OR btrim(contact) <> ''),
        ADD CHECK ((answer IS NOT DISTINCT FROM 'shared') = (disclosure_id IS NOT NULL));
      CREATE INDEX discovery_question_waiting ON access.discovery_question (due_at) WHERE answer IS NULL;
      GRANT UPDATE ON access.discovery_question TO keeper;
      -- Neither who answered nor by which disclosure: who was given one knows it from the record.
      GRANT SELECT (due_at, answer, words, contact, answered_at) ON access.discovery_question TO app_request;
      ALTER POLICY asker_or_owner ON access.discovery_question USING (${ASKER} OR ${OWNER});
      DROP FUNCTION access.ask_owner(text, text);
      ${ASK(
        'asked text, why text, remind timestamptz, due timestamptz',
        `
        IF (remind > now() AND due > remind AND due <= now() + interval '14 days') IS NOT TRUE THEN
          RAISE EXCEPTION 'due: An answer is due within 14 days.' USING ERRCODE = 'CL422'; END IF;`,
        ', remind_at, due_at',
        ', remind, due',
      )}
      -- By a supervisor or lead of the owner who sees the record; that it was shared is said only of a disclosure in force.
      CREATE FUNCTION access.answer_question(question uuid, said text, why text, whom text) RETURNS TABLE (record uuid, reference text, asker text, disclosure uuid) ${DEFINER} $$
      DECLARE me record; found access.discovery_question; given uuid;
      BEGIN
        me := ctx.actor();
        SELECT q.* INTO found FROM access.discovery_question q WHERE q.id = question AND q.owner_agency_id = me.agency_id FOR UPDATE;
        IF NOT access.owns(found.record_id) THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF NOT (ctx.has_role('supervisor') OR ctx.has_role('lead')) THEN RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;
        IF found.answer IS NOT NULL THEN RAISE EXCEPTION 'This question was answered already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF (said IN ('shared','not-shared','telephone')) IS NOT TRUE THEN RAISE EXCEPTION 'answer: Choose an answer.' USING ERRCODE = 'CL422'; END IF;
        IF said = 'telephone' AND coalesce(btrim(whom), '') = '' THEN
          RAISE EXCEPTION 'contact: Say whom to telephone, and under which number.' USING ERRCODE = 'CL422'; END IF;
        IF said = 'shared' THEN
          SELECT d.id INTO given FROM access.disclosure d WHERE d.record_id = found.record_id AND d.recipient_agency_id = found.asker_agency_id
            AND d.revoked_at IS NULL AND d.expires_at > now() AND d.agreement_id NOT IN (SELECT ctx.lapsed_agreements()) ORDER BY d.decided_at DESC LIMIT 1;
          IF given IS NULL THEN RAISE EXCEPTION 'answer: Share the record with this agency first, then answer that it was shared.' USING ERRCODE = 'CL422'; END IF;
        END IF;
        UPDATE access.discovery_question q SET answer = said, words = nullif(btrim(why), ''), contact = nullif(btrim(whom), ''), disclosure_id = given,
          answered_by = me.user_id, answered_at = now() WHERE q.id = found.id;
        -- Its subject is the question: the asker never gets the record's id.
        INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('discovery.answered.v1', found.id, me.user_id, me.agency_id,
          jsonb_build_object('personId', found.asked_by, 'recipientAgencyId', found.asker_agency_id));
        RETURN QUERY SELECT found.record_id, found.reference, a.code, given FROM identity.agency a WHERE a.id = found.asker_agency_id;
      END $$;
      -- Half-time is told to the owner, lateness to its leads and, about the question alone, to whoever asked. Each once; workers skip each other's rows.
      CREATE FUNCTION access.mind_questions(batch int) RETURNS int ${DEFINER} $$
      DECLARE minded int;
      BEGIN
        WITH due AS (SELECT q.id, q.due_at <= now() AS late FROM access.discovery_question q WHERE q.answer IS NULL
            AND (q.due_at <= now() AND q.escalated_at IS NULL OR q.remind_at <= now() AND q.reminded_at IS NULL)
            ORDER BY q.due_at LIMIT batch FOR UPDATE SKIP LOCKED),
          stamped AS (UPDATE access.discovery_question q SET reminded_at = coalesce(q.reminded_at, now()), escalated_at = CASE WHEN due.late THEN now() END
            FROM due WHERE q.id = due.id RETURNING q.*, due.late),
          owners AS (INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
            SELECT CASE WHEN s.late THEN 'discovery.overdue.v1' ELSE 'discovery.reminded.v1' END, s.record_id, ${NOBODY}, s.owner_agency_id,
              jsonb_build_object('questionId', s.id) FROM stamped s RETURNING 1),
          askers AS (INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
            SELECT 'discovery.late.v1', s.id, ${NOBODY}, s.owner_agency_id, jsonb_build_object('personId', s.asked_by, 'recipientAgencyId', s.asker_agency_id)
            FROM stamped s WHERE s.late RETURNING 1)
        SELECT count(*) INTO minded FROM owners;
        RETURN minded;
      END $$;
    `);
    for (const name of [...OUTER, 'mind_questions(int)'])
      await runner.query(
        `ALTER FUNCTION access.${name} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION access.${name} FROM PUBLIC`,
      );
    for (const name of OUTER) await runner.query(`GRANT EXECUTE ON FUNCTION access.${name} TO app_request`);
    await runner.query('GRANT EXECUTE ON FUNCTION access.mind_questions(int) TO app_worker');
    await rewordFunction(runner, 'notifications.audience_beside(bigint, text, text[])', AUDIENCE);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'notifications.audience_beside(bigint, text, text[])', AUDIENCE, true);
    await runner.query(`
      DROP FUNCTION ${OUTER.map((one) => `access.${one}`).join(', ')}, access.mind_questions(int);
      ${ASK('asked text, why text', '', '', '')}
      ALTER FUNCTION access.ask_owner(text, text) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.ask_owner(text, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION access.ask_owner(text, text) TO app_request;
      ALTER POLICY asker_or_owner ON access.discovery_question USING (asked_by = (SELECT ctx.user_id()) OR ${OWNER});
      REVOKE SELECT (due_at, answer, words, contact, answered_at) ON access.discovery_question FROM app_request;
      REVOKE UPDATE ON access.discovery_question FROM keeper;
      DROP INDEX access.discovery_question_waiting;
      ALTER TABLE access.discovery_question ${['remind_at', 'due_at', 'reminded_at', 'escalated_at', 'answer', 'words', 'contact', 'disclosure_id', 'answered_by', 'answered_at'].map((column) => `DROP COLUMN ${column}`).join(', ')};
    `);
  }
}
