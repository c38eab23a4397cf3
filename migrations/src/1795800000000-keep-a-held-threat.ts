import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Neither a withdrawal nor a transfer takes a threat to life from whoever acts on it: a referral stays with the agency whose people accepted its alert, until they end it. */
export class KeepAHeldThreat1795800000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The alert is locked before it is judged, so that nobody accepts meanwhile. Where nobody of its agency can act on it any more, nothing is kept.
      CREATE FUNCTION threats.refuse_while_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE at smallint;
      BEGIN
        SELECT a.status INTO at FROM threats.alert a WHERE a.record_id = OLD.id AND a.agency_id = OLD.receiver_agency_id AND a.status <> 4
          AND EXISTS (SELECT 1 FROM access.record_visibility v JOIN identity.user_account u ON u.agency_id = v.agency_id JOIN identity.agency g ON g.id = u.agency_id
            WHERE v.record_id = a.record_id AND v.agency_id = a.agency_id AND v.private_to IS NULL AND (v.valid_until IS NULL OR v.valid_until > now())
              AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements())) AND v.sensitivity <= u.clearance
              AND (v.compartment_id IS NULL OR EXISTS (SELECT 1 FROM access.compartment_member m
                WHERE m.user_id = u.id AND m.compartment_id = v.compartment_id AND m.ends_on >= current_date))
              AND u.left_at IS NULL AND (g.ends_on IS NULL OR g.ends_on >= current_date)
              AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role IN ('supervisor','lead','coordinator','contact')))
          FOR UPDATE;
        IF at IN (2, 3) THEN
          RAISE EXCEPTION 'Whoever received this has accepted its threat-to-life alert and is acting on it. Telephone them: it leaves them once they have ended the alert. Nothing was changed.'
            USING ERRCODE = 'CL409'; END IF;
        RETURN NEW;
      END $$;
      ALTER FUNCTION threats.refuse_while_held() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION threats.refuse_while_held() FROM PUBLIC;
      CREATE TRIGGER refuse_while_held BEFORE UPDATE OF status, receiver_agency_id ON referrals.referral FOR EACH ROW
        WHEN (OLD.kind = 'threat-to-life' AND (NEW.status = 10 OR NEW.receiver_agency_id <> OLD.receiver_agency_id))
        EXECUTE FUNCTION threats.refuse_while_held();
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TRIGGER refuse_while_held ON referrals.referral; DROP FUNCTION threats.refuse_while_held()',
    );
  }
}
