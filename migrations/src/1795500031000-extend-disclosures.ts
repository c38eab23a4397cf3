import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Longer, by the owner, for a reason, while it is in force: every extension stays on the record, and the grants move in the same commit. */
export class ExtendDisclosures1795500031000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.disclosure_extension (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        disclosure_id uuid NOT NULL REFERENCES access.disclosure,
        extended_by uuid NOT NULL,
        extended_at timestamptz NOT NULL DEFAULT now(),
        reason text NOT NULL CHECK (reason <> ''),
        expired_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL CHECK (expires_at > expired_at));
      CREATE INDEX disclosure_extension_of ON access.disclosure_extension (disclosure_id, extended_at);
      ALTER TABLE access.disclosure_extension ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      -- No update and no delete for anybody: an extension is history the moment it is made.
      GRANT SELECT, INSERT ON access.disclosure_extension TO keeper;
      GRANT SELECT ON access.disclosure_extension TO app_request;
      CREATE POLICY keeper_reads ON access.disclosure_extension FOR SELECT TO keeper USING (true);
      CREATE POLICY keeper_adds ON access.disclosure_extension FOR INSERT TO keeper WITH CHECK (true);
      CREATE POLICY with_disclosure ON access.disclosure_extension FOR SELECT TO app_request
        USING ((SELECT true FROM access.disclosure d WHERE d.id = disclosure_id LIMIT 1));

      CREATE FUNCTION access.extend(disclosure uuid, until timestamptz, because text) RETURNS TABLE (record_id uuid, recipient smallint)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      #variable_conflict use_column
      DECLARE found access.disclosure;
      BEGIN
        SELECT d.* INTO found FROM access.disclosure d WHERE d.id = extend.disclosure AND d.owner_agency_id = ctx.agency()
          AND access.owns(d.record_id) FOR UPDATE;
        IF found.id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF NOT (ctx.has_role('supervisor') OR ctx.has_role('lead')) THEN RAISE EXCEPTION 'not-decider' USING ERRCODE = 'CL403'; END IF;
        IF found.revoked_at IS NOT NULL THEN
          RAISE EXCEPTION 'This disclosure was revoked, so it cannot be extended. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF found.expires_at <= now() THEN
          RAISE EXCEPTION 'This disclosure has ended, so it cannot be extended. Disclose again if it is still needed. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF found.agreement_id IN (SELECT ctx.lapsed_agreements()) THEN
          RAISE EXCEPTION 'The agreement of this disclosure is not in force, so it cannot be extended. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        IF until IS NULL OR until <= now() OR until > now() + interval '5 years' THEN
          RAISE EXCEPTION 'expires: Give a date in the future, at most five years ahead.' USING ERRCODE = 'CL422'; END IF;
        IF until <= found.expires_at THEN
          RAISE EXCEPTION 'expires: Give a date after the one until which it is shared already.' USING ERRCODE = 'CL422'; END IF;
        INSERT INTO access.disclosure_extension (disclosure_id, extended_by, reason, expired_at, expires_at)
          VALUES (found.id, ctx.user_id(), because, found.expires_at, until);
        UPDATE access.disclosure d SET expires_at = until WHERE d.id = found.id;
        UPDATE access.record_visibility v SET valid_until = until WHERE v.record_id = found.record_id AND v.disclosure_id = found.id;
        UPDATE access.item_visibility v SET valid_until = until WHERE v.record_id = found.record_id AND v.disclosure_id = found.id;
        RETURN QUERY SELECT found.record_id, found.recipient_agency_id;
      END $$;
      ALTER FUNCTION access.extend(uuid, timestamptz, text) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.extend(uuid, timestamptz, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION access.extend(uuid, timestamptz, text) TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION access.extend(uuid, timestamptz, text); DROP TABLE access.disclosure_extension;');
  }
}
