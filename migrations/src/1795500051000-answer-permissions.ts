import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS';
const VERBS = [
  'ask_permission(uuid, text, uuid, uuid[], text, text, text, text, boolean, timestamptz, timestamptz, timestamptz)',
  'handle_permission(uuid, boolean, text)',
  'answer_permission(uuid, text, text, timestamptz, text)',
  'withdraw_permission(uuid, text)',
  'handler_part(uuid)',
];
const TRIGGERS = ['end_permissions()', 'note_onward_share()'];
const ASKS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact']
  .map((role) => `ctx.has_role('${role}')`)
  .join(' OR ');
const ANSWERS = `ctx.has_role('supervisor') OR ctx.has_role('lead')`;
/** Grants that others hold by a disclosure, in force now; never an emergency's, which is one person's. */
const SHARED = (
  of: string,
): string => `v.record_id = ${of}.record_id AND v.item_id = ${of}.item_id AND v.disclosure_id IS NOT NULL
  AND v.private_to IS NULL AND v.valid_until > now() AND v.agreement_id NOT IN (SELECT ctx.lapsed_agreements())`;

/** The only writers of permissions: each asks who calls, from their token, and refuses every move that the state does not allow. */
export class AnswerPermissions1795500051000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await this.createAsking(runner);
    await this.createAnswering(runner);
    await this.createEnding(runner);
    for (const name of [...VERBS, ...TRIGGERS, 'mind_permissions(int)'])
      await runner.query(
        `ALTER FUNCTION sharing.${name} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION sharing.${name} FROM PUBLIC`,
      );
    for (const name of VERBS) await runner.query(`GRANT EXECUTE ON FUNCTION sharing.${name} TO app_request`);
    for (const name of TRIGGERS) await runner.query(`GRANT EXECUTE ON FUNCTION sharing.${name} TO migrator`);
    await runner.query(`
      GRANT EXECUTE ON FUNCTION sharing.mind_permissions(int) TO app_worker;
      CREATE TRIGGER end_permissions AFTER UPDATE OF revoked_at ON access.disclosure FOR EACH ROW
        WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION sharing.end_permissions();
      CREATE TRIGGER note_onward_share AFTER INSERT ON access.disclosure_item REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION sharing.note_onward_share();`);
  }

  private async createAsking(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION sharing.ask_permission(request uuid, called text, record uuid, wanted uuid[], for_use text, third text, because text, details text,
        is_urgent boolean, needed timestamptz, remind timestamptz, due timestamptz) RETURNS void ${DEFINER} $$
      DECLARE me record; mine access.record_visibility; asked uuid[]; third_id smallint;
      BEGIN
        me := ctx.actor();
        SELECT g.* INTO mine FROM access.my_live_grants(record) g ORDER BY g.private_to NULLS FIRST LIMIT 1;
        IF mine.record_id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF NOT (${ASKS}) THEN RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;
        IF mine.owner_id = me.agency_id THEN RAISE EXCEPTION 'Your own agency is the originator of this record: it decides itself. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF mine.private_to IS NOT NULL THEN RAISE EXCEPTION 'This record is open to you in an emergency only. Telephone its owner. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended(record::text || me.agency_id, 5050));
        asked := ARRAY(SELECT DISTINCT i FROM unnest(wanted) i ORDER BY i);
        -- What the caller does not see is refused like what does not exist.
        IF coalesce(cardinality(asked), 0) = 0 OR EXISTS (SELECT 1 FROM unnest(asked) a WHERE NOT EXISTS (
            SELECT 1 FROM access.item_visibility v JOIN access.my_live_grants(record) g ON g.disclosure_id = v.disclosure_id
            WHERE v.record_id = record AND v.item_id = a AND v.agency_id = me.agency_id AND g.private_to IS NULL AND (NOT v.acknowledge OR EXISTS (
              SELECT 1 FROM access.acknowledgement k WHERE k.disclosure_id = v.disclosure_id AND k.user_id = me.user_id)))) THEN
          RAISE EXCEPTION 'items: Choose items of this record that were shared with you.' USING ERRCODE = 'CL422'; END IF;
        IF (for_use = 'share') <> (third IS NOT NULL) THEN
          RAISE EXCEPTION 'to: %', CASE WHEN third IS NULL THEN 'Choose the agency that it would be shared with.' ELSE 'Only onward sharing names an agency.' END USING ERRCODE = 'CL422'; END IF;
        IF third IS NOT NULL THEN
          SELECT a.id INTO third_id FROM identity.agency a WHERE a.code = third AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date);
          IF third_id IS NULL THEN RAISE EXCEPTION 'to: Choose another agency that takes part now.' USING ERRCODE = 'CL422'; END IF;
          IF third_id = me.agency_id THEN RAISE EXCEPTION 'to: Your own agency holds these items already. Choose another agency.' USING ERRCODE = 'CL422'; END IF;
          IF third_id = mine.owner_id THEN RAISE EXCEPTION 'to: This agency owns the record. Choose another agency.' USING ERRCODE = 'CL422'; END IF;
          IF NOT EXISTS (SELECT 1 FROM sharing.agreement_party p JOIN sharing.agreement_party q USING (agreement_id)
              WHERE p.agency_id = mine.owner_id AND q.agency_id = third_id AND agreement_id NOT IN (SELECT ctx.lapsed_agreements())) THEN
            RAISE EXCEPTION 'to: The owner has no agreement in force with this agency, so it cannot share with it.' USING ERRCODE = 'CL422'; END IF;
        END IF;
        IF needed IS NOT NULL AND needed <= now() THEN RAISE EXCEPTION 'neededBy: Give a day that is not over.' USING ERRCODE = 'CL422'; END IF;
        IF EXISTS (SELECT 1 FROM sharing.permission_request r WHERE r.record_id = record AND r.asker_agency_id = me.agency_id AND r.state = 'asked' AND r.use = for_use
            AND r.to_agency_id IS NOT DISTINCT FROM third_id
            AND asked = ARRAY(SELECT i.item_id FROM sharing.permission_item i WHERE i.request_id = r.id ORDER BY i.item_id)) THEN
          RAISE EXCEPTION 'Your agency has asked this already and waits for the answer. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        INSERT INTO sharing.permission_request (id, reference, record_id, kind, owner_agency_id, asker_agency_id, use, to_agency_id, items, purpose, detail,
          urgent, needed_by, remind_at, due_at)
        VALUES (request, called, record, mine.kind, mine.owner_id, me.agency_id, for_use, third_id, cardinality(asked), because, details, is_urgent, needed, remind, due);
        INSERT INTO sharing.permission_item SELECT request, a, record, mine.owner_id, me.agency_id FROM unnest(asked) a;
        INSERT INTO sharing.permission_step (request_id, agency_id, action, by_user) VALUES (request, me.agency_id, 'ask', me.user_id);
      END $$;
      -- Of an item under A1 or S2 that has a source, a source handler decides first: not-needed, waiting, consented or objected. For the owner alone.
      CREATE FUNCTION sharing.handler_part(request uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM sharing.permission_item i JOIN access.item_visibility v ON v.record_id = i.record_id AND v.item_id = i.item_id
            AND v.disclosure_id IS NULL AND v.restricted JOIN intelligence.report_item_source s ON s.item_id = i.item_id WHERE i.request_id = r.id) THEN 'not-needed'
          ELSE coalesce((SELECT CASE s.action WHEN 'consent' THEN 'consented' ELSE 'objected' END FROM sharing.permission_step s
            WHERE s.request_id = r.id AND s.action IN ('consent','object')), 'waiting') END
        FROM sharing.permission_request r WHERE r.id = request AND r.owner_agency_id = (SELECT ctx.agency()) AND access.owns(r.record_id) $$;
    `);
  }

  private async createAnswering(runner: QueryRunner): Promise<void> {
    const lockedByOwner = `
        me := ctx.actor();
        SELECT r.* INTO found FROM sharing.permission_request r WHERE r.id = request AND r.owner_agency_id = me.agency_id AND access.owns(r.record_id) FOR UPDATE;
        IF found.id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;`;
    const stillAsked = `
        IF EXISTS (SELECT 1 FROM sharing.permission_step s WHERE s.request_id = found.id AND s.action = 'ask' AND s.by_user = me.user_id) THEN
          RAISE EXCEPTION 'asker-answers' USING ERRCODE = 'CL403'; END IF;
        IF found.state <> 'asked' THEN RAISE EXCEPTION 'This request was % already. Nothing was changed.', CASE found.state WHEN 'withdrawn' THEN 'withdrawn'
          WHEN 'ended' THEN 'ended' ELSE 'answered' END USING ERRCODE = 'CL409'; END IF;`;
    await runner.query(`
      CREATE FUNCTION sharing.handle_permission(request uuid, agrees boolean, statement text) RETURNS void ${DEFINER} $$
      DECLARE me record; found sharing.permission_request; part text;
      BEGIN ${lockedByOwner}
        IF NOT ctx.has_role('source-handler') THEN RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF; ${stillAsked}
        part := sharing.handler_part(found.id);
        IF part = 'not-needed' THEN RAISE EXCEPTION 'This request needs no source handler. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF part <> 'waiting' THEN RAISE EXCEPTION 'A source handler has decided already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF coalesce(btrim(statement), '') = '' THEN RAISE EXCEPTION 'statement: Say what the originator said and how it was recorded.' USING ERRCODE = 'CL422'; END IF;
        INSERT INTO sharing.permission_step (request_id, agency_id, action, by_user, note)
          VALUES (found.id, me.agency_id, CASE WHEN agrees THEN 'consent' ELSE 'object' END, me.user_id, btrim(statement));
        -- Consent to an onward share is the consent that the owner's disclosure to the third agency needs.
        IF agrees AND found.to_agency_id IS NOT NULL THEN
          INSERT INTO access.originator_consent (id, item_id, record_id, owner_agency_id, recipient_agency_id, statement, given_by)
            SELECT gen_random_uuid(), i.item_id, i.record_id, me.agency_id, found.to_agency_id, btrim(statement), me.user_id FROM sharing.permission_item i
            JOIN access.item_visibility v ON v.record_id = i.record_id AND v.item_id = i.item_id AND v.disclosure_id IS NULL AND v.restricted
            WHERE i.request_id = found.id ON CONFLICT DO NOTHING;
        END IF;
      END $$;
      CREATE FUNCTION sharing.answer_permission(request uuid, decision text, under_conditions text, until timestamptz, why text) RETURNS void ${DEFINER} $$
      DECLARE me record; found sharing.permission_request; part text; latest timestamptz; held boolean;
      BEGIN ${lockedByOwner}
        IF NOT (${ANSWERS}) THEN RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF; ${stillAsked}
        IF decision = 'refused' THEN
          IF coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why this is refused.' USING ERRCODE = 'CL422'; END IF;
          UPDATE sharing.permission_request r SET state = 'refused', reason = btrim(why), answered_at = now() WHERE r.id = found.id;
        ELSIF decision = 'granted' THEN
          part := sharing.handler_part(found.id);
          IF part = 'waiting' THEN RAISE EXCEPTION 'A source handler of your agency decides first. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
          IF part = 'objected' THEN RAISE EXCEPTION 'A source handler objected, so this can only be refused. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
          IF EXISTS (SELECT 1 FROM sharing.permission_step s WHERE s.request_id = found.id AND s.action = 'consent' AND s.by_user = me.user_id) THEN
            RAISE EXCEPTION 'You consented as source handler, so another person answers. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
          IF until IS NULL OR until <= now() OR until > now() + interval '5 years' THEN
            RAISE EXCEPTION 'until: Give a date in the future, at most five years ahead.' USING ERRCODE = 'CL422'; END IF;
          SELECT min(coalesce(each.last, '-infinity')) INTO latest FROM (SELECT (SELECT max(v.valid_until) FROM access.item_visibility v
            WHERE v.agency_id = found.asker_agency_id AND ${SHARED('i')}) AS last FROM sharing.permission_item i WHERE i.request_id = found.id) each;
          IF latest <= now() THEN RAISE EXCEPTION 'The items are not shared with the agency that asked any more. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
          IF (until - interval '1 minute') AT TIME ZONE 'Europe/London' >= ((latest - interval '1 minute') AT TIME ZONE 'Europe/London')::date + 1 THEN
            RAISE EXCEPTION 'until: The items are shared with this agency until % only. Give a date no later than that.',
              to_char((latest - interval '1 minute') AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY') USING ERRCODE = 'CL422'; END IF;
          held := found.to_agency_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sharing.permission_item i WHERE i.request_id = found.id
            AND NOT EXISTS (SELECT 1 FROM access.item_visibility v WHERE v.agency_id = found.to_agency_id AND ${SHARED('i')}));
          UPDATE sharing.permission_request r SET state = 'granted', conditions = coalesce(btrim(under_conditions), ''), valid_until = least(until, latest),
            answered_at = now(), shared_on_at = CASE WHEN held THEN now() END WHERE r.id = found.id;
        ELSE RAISE EXCEPTION 'decision: Choose whether permission is granted or refused.' USING ERRCODE = 'CL422'; END IF;
        INSERT INTO sharing.permission_step (request_id, agency_id, action, by_user)
          VALUES (found.id, me.agency_id, CASE decision WHEN 'granted' THEN 'grant' ELSE 'refuse' END, me.user_id);
      END $$;
      -- By the asker, of a request or of a permission that it no longer needs; by the owner, of a permission that it takes back.
      CREATE FUNCTION sharing.withdraw_permission(request uuid, why text) RETURNS void ${DEFINER} $$
      DECLARE me record; found sharing.permission_request; own boolean;
      BEGIN
        me := ctx.actor();
        SELECT r.* INTO found FROM sharing.permission_request r WHERE r.id = request AND (
          (r.owner_agency_id = me.agency_id AND access.owns(r.record_id))
          OR (r.asker_agency_id = me.agency_id AND NOT EXISTS (SELECT 1 FROM sharing.permission_item i WHERE i.request_id = r.id AND NOT EXISTS (
            SELECT 1 FROM access.item_visibility v JOIN access.my_live_grants(r.record_id) g ON g.disclosure_id = v.disclosure_id
            WHERE v.record_id = i.record_id AND v.item_id = i.item_id AND v.agency_id = me.agency_id)))) FOR UPDATE;
        IF found.id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        own := found.owner_agency_id = me.agency_id;
        IF (own AND NOT (${ANSWERS})) OR (NOT own AND NOT (${ASKS})) THEN RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;
        IF own AND found.state = 'asked' THEN RAISE EXCEPTION 'This request waits for your answer: grant or refuse it. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF found.state NOT IN ('asked','granted') OR (found.state = 'granted' AND found.valid_until <= now()) THEN
          RAISE EXCEPTION 'This request is over already. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF own AND coalesce(btrim(why), '') = '' THEN RAISE EXCEPTION 'reason: Say why the permission is taken back.' USING ERRCODE = 'CL422'; END IF;
        UPDATE sharing.permission_request r SET state = 'withdrawn', ended_at = now(), ended_by_agency_id = me.agency_id, end_reason = nullif(btrim(why), '')
          WHERE r.id = found.id;
        INSERT INTO sharing.permission_step (request_id, agency_id, action, by_user) VALUES (found.id, me.agency_id, 'withdraw', me.user_id);
      END $$;
    `);
  }

  private async createEnding(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A permission rests on the disclosure: when no other disclosure gives the items, both end in the same commit.
      CREATE FUNCTION sharing.end_permissions() RETURNS trigger ${DEFINER} $$
      BEGIN
        UPDATE sharing.permission_request r SET state = 'ended', ended_at = now() WHERE r.record_id = NEW.record_id
          AND r.asker_agency_id = NEW.recipient_agency_id AND r.state IN ('asked','granted')
          AND EXISTS (SELECT 1 FROM sharing.permission_item i WHERE i.request_id = r.id AND NOT EXISTS (
            SELECT 1 FROM access.item_visibility v WHERE v.agency_id = r.asker_agency_id AND v.disclosure_id <> NEW.id AND ${SHARED('i')}));
        RETURN NULL;
      END $$;
      -- The owner carried a granted onward share out, by whatever door it disclosed.
      CREATE FUNCTION sharing.note_onward_share() RETURNS trigger ${DEFINER} $$
      BEGIN
        WITH done AS (UPDATE sharing.permission_request r SET shared_on_at = now() FROM access.disclosure d
            WHERE d.id IN (SELECT a.disclosure_id FROM added a) AND r.record_id = d.record_id AND r.owner_agency_id = d.owner_agency_id
              AND r.to_agency_id = d.recipient_agency_id AND r.state = 'granted' AND r.valid_until > now() AND r.shared_on_at IS NULL
              AND NOT EXISTS (SELECT 1 FROM sharing.permission_item i WHERE i.request_id = r.id
                AND NOT EXISTS (SELECT 1 FROM added a WHERE a.disclosure_id = d.id AND a.item_id = i.item_id))
            RETURNING r.id, r.owner_agency_id, d.id AS disclosure, d.decided_by)
        INSERT INTO sharing.permission_step (request_id, agency_id, action, by_user, note)
          SELECT done.id, done.owner_agency_id, 'share-on', done.decided_by, done.disclosure::text FROM done;
        RETURN NULL;
      END $$;
      -- Half-time reminders and escalations that have come due, each once however many workers ask. Answers how many.
      CREATE FUNCTION sharing.mind_permissions(batch int) RETURNS int ${DEFINER} $$
      DECLARE told int;
      BEGIN
        WITH due AS (SELECT r.id, r.due_at <= now() AS late FROM sharing.permission_request r WHERE r.state = 'asked'
            AND (r.due_at <= now() AND r.escalated_at IS NULL OR r.remind_at <= now() AND r.reminded_at IS NULL AND r.due_at > now())
            ORDER BY r.due_at LIMIT batch FOR UPDATE SKIP LOCKED),
          minded AS (UPDATE sharing.permission_request r SET reminded_at = coalesce(r.reminded_at, now()), escalated_at = CASE WHEN due.late THEN now() END
            FROM due WHERE r.id = due.id RETURNING r.id, r.record_id, r.owner_agency_id, r.asker_agency_id, due.late),
          said AS (INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
            SELECT CASE WHEN m.late THEN 'permission.overdue.v1' ELSE 'permission.reminded.v1' END, m.record_id, '00000000-0000-0000-0000-000000000000',
              m.owner_agency_id, jsonb_build_object('requestId', m.id, 'recipientAgencyId', m.asker_agency_id) FROM minded m RETURNING 1)
        SELECT count(*) INTO told FROM said;
        RETURN told;
      END $$;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER end_permissions ON access.disclosure;
      DROP TRIGGER note_onward_share ON access.disclosure_item;
      DROP FUNCTION ${[...VERBS, ...TRIGGERS, 'mind_permissions(int)'].map((name) => `sharing.${name}`).join(', ')};
    `);
  }
}
