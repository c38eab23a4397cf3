import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody loses a threat to life while they act on it: a referral stays with the agency whose people accepted its alert, until they end it. */
export class KeepAHeldThreat1795800000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The alert is locked before it is judged, so that nobody accepts meanwhile. Where its agency lost sight of the referral, nothing is kept.
      CREATE FUNCTION threats.refuse_while_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE at smallint;
      BEGIN
        SELECT a.status INTO at FROM threats.alert a WHERE a.record_id = OLD.id AND a.agency_id = OLD.receiver_agency_id AND a.status <> 4
          AND EXISTS (SELECT 1 FROM access.record_visibility v WHERE v.record_id = a.record_id AND v.agency_id = a.agency_id AND v.private_to IS NULL
            AND (v.valid_until IS NULL OR v.valid_until > now()) AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements())))
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
