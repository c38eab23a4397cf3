import type { MigrationInterface, QueryRunner } from 'typeorm';

const ACTOR_FOR = `
  CREATE OR REPLACE FUNCTION identity.actor_for(token text) RETURNS TABLE (
    user_id uuid, name text, email text, agency_id smallint, agency_code text, agency_name text, agency_kind text, force_code text,
    clearance smallint, session_id uuid, roles text[], must_change boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  #variable_conflict use_column`;
const LONGER = (kind: string, page: string, other: string): string =>
  `CASE ${kind} WHEN 'page' THEN interval '${page}' ELSE interval '${other}' END`;

/** Who a token belongs to, in one look; extends its idle time at most once a minute, and only then writes. */
export class FindAPersonInOneLook1795400042000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${ACTOR_FOR}
      DECLARE hash bytea := sha256(convert_to(token, 'UTF8')); due boolean;
      BEGIN
        SELECT u.id, u.name, u.email, a.id, a.code, a.name, a.kind, a.force_code, u.clearance, s.id,
            ARRAY(SELECT r.role FROM identity.user_role r WHERE r.user_id = u.id ORDER BY r.role),
            coalesce((SELECT c.must_change FROM identity.credential c WHERE c.user_id = u.id), false),
            s.kind <> 'acting' AND s.idle_until < clock_timestamp() + ${LONGER('s.kind', '14 minutes', '59 minutes')} AND s.idle_until < s.ends_at
          INTO user_id, name, email, agency_id, agency_code, agency_name, agency_kind, force_code, clearance, session_id, roles, must_change, due
          FROM identity.session s JOIN identity.user_account u ON u.id = s.user_id JOIN identity.agency a ON a.id = u.agency_id
          WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_until > clock_timestamp() AND s.ends_at > clock_timestamp()
            AND u.left_at IS NULL AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date);
        IF NOT FOUND THEN RETURN; END IF;
        IF due THEN
          UPDATE identity.session s SET idle_until = least(clock_timestamp() + ${LONGER('s.kind', '15 minutes', '1 hour')}, s.ends_at)
            WHERE s.token_hash = hash;
        END IF;
        RETURN NEXT;
      END $$`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${ACTOR_FOR}
      DECLARE who record;
      BEGIN
        PERFORM set_config('ctx.token', token, true);
        SELECT * INTO who FROM ctx.actor();
        IF who.user_id IS NULL THEN RETURN; END IF;
        UPDATE identity.session s SET idle_until = least(clock_timestamp() + ${LONGER('s.kind', '15 minutes', '1 hour')}, s.ends_at)
          WHERE s.id = who.session_id AND s.kind <> 'acting'
            AND s.idle_until < clock_timestamp() + ${LONGER('s.kind', '14 minutes', '59 minutes')} AND s.idle_until < s.ends_at;
        RETURN QUERY SELECT u.id, u.name, u.email, a.id, a.code, a.name, a.kind, a.force_code, u.clearance, who.session_id,
          ARRAY(SELECT r.role FROM identity.user_role r WHERE r.user_id = u.id ORDER BY r.role),
          coalesce((SELECT c.must_change FROM identity.credential c WHERE c.user_id = u.id), false)
          FROM identity.user_account u JOIN identity.agency a ON a.id = u.agency_id WHERE u.id = who.user_id;
      END $$`);
  }
}
