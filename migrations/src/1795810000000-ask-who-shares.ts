import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const NOT_VISIBLE = "RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;";
const UNSEEN = `IF owned.record_id IS NULL THEN ${NOT_VISIBLE}`;
const DISCLOSE: Words[] = [[UNSEEN, `${UNSEEN}\n        PERFORM access.demand_sharer(record);`]];
const RECALL: Words[] = [['WHERE d.id = revoke.disclosure', 'WHERE d.id = recall.disclosure']];
const REVOKE = 'access.revoke(uuid, text)';
const DISCLOSED = 'access.disclose(uuid, smallint, uuid[], text, text, int, text, timestamptz, int)';
const RECALLED = 'access.recall(uuid, text)';
const PACKED =
  '(SELECT true FROM access.disclosure d WHERE d.id = disclosure_id AND d.owner_agency_id = (SELECT ctx.agency())';
const OWN = `(SELECT true FROM access.record_visibility v WHERE v.record_id = referral_id AND v.owner_id = v.agency_id AND v.disclosure_id IS NULL LIMIT 1)`;

/**
 * Of an agency, those share a record and take it back whose role its kind asks for: the first wall asks by a permission, and the second by the same
 * roles. A referral takes its pack back with it, whoever of its senders withdraws it, and the pack is what its own decider put into it.
 */
export class AskWhoShares1795810000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE access.record_home ADD COLUMN shared_by text[];
      UPDATE access.record_home SET shared_by = CASE kind WHEN 1 THEN ARRAY['supervisor','lead']
        WHEN 2 THEN ARRAY['supervisor','lead','officer','coordinator'] ELSE ARRAY['lead'] END;
      ALTER TABLE access.record_home ALTER COLUMN shared_by SET NOT NULL;
      COMMENT ON COLUMN access.record_home.shared_by IS 'roles of its owner that disclose a record and take it back: those of the permission that its kind declares';
      ALTER FUNCTION ${REVOKE} RENAME TO recall;
      REVOKE EXECUTE ON FUNCTION ${RECALLED} FROM app_request;
      SET LOCAL ROLE keeper;
      CREATE FUNCTION access.demand_sharer(record uuid) RETURNS void
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM sharing.demand_role((SELECT h.shared_by FROM access.record_home h JOIN access.record_visibility v ON v.kind = h.kind
          WHERE v.record_id = record AND v.agency_id = v.owner_id AND v.disclosure_id IS NULL));
      END $$;
      CREATE FUNCTION access.revoke(disclosure uuid, reason text) RETURNS uuid
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE record uuid := access.recall(disclosure, reason);
      BEGIN
        PERFORM access.demand_sharer(record);
        RETURN record;
      END $$;
      CREATE FUNCTION referrals.end_pack(record uuid, why text) RETURNS TABLE (disclosure uuid, record_id uuid, recipient smallint)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF NOT access.owns(record) THEN ${NOT_VISIBLE}
        PERFORM access.demand_sharer(record);
        RETURN QUERY SELECT d.id, access.recall(d.id, why), d.recipient_agency_id FROM referrals.pack_disclosure p
          JOIN access.disclosure d ON d.id = p.disclosure_id
          WHERE p.referral_id = record AND d.revoked_at IS NULL AND access.owns(d.record_id) ORDER BY d.id;
      END $$;
      REVOKE ALL ON FUNCTION access.demand_sharer(uuid), ${REVOKE}, referrals.end_pack(uuid, text) FROM public;
      GRANT EXECUTE ON FUNCTION ${REVOKE}, referrals.end_pack(uuid, text) TO app_request;
      RESET ROLE;
      GRANT SELECT ON referrals.pack_disclosure TO keeper;
      CREATE POLICY keeper_ends ON referrals.pack_disclosure FOR SELECT TO keeper USING (true);
      ALTER POLICY owner_only ON referrals.pack_disclosure WITH CHECK (${OWN} AND ${PACKED} AND d.decided_by = (SELECT ctx.user_id()) LIMIT 1));
    `);
    await rewordFunction(runner, RECALLED, RECALL);
    await rewordFunction(runner, DISCLOSED, DISCLOSE);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, DISCLOSED, DISCLOSE, true);
    await runner.query(`
      ALTER POLICY owner_only ON referrals.pack_disclosure WITH CHECK (${OWN} AND ${PACKED} LIMIT 1));
      DROP POLICY keeper_ends ON referrals.pack_disclosure;
      REVOKE SELECT ON referrals.pack_disclosure FROM keeper;
      DROP FUNCTION referrals.end_pack(uuid, text), ${REVOKE}, access.demand_sharer(uuid);
      ALTER FUNCTION ${RECALLED} RENAME TO revoke;
      GRANT EXECUTE ON FUNCTION ${REVOKE} TO app_request;
      ALTER TABLE access.record_home DROP COLUMN shared_by;
    `);
    await rewordFunction(runner, REVOKE, [['WHERE d.id = recall.disclosure', 'WHERE d.id = revoke.disclosure']]);
  }
}
