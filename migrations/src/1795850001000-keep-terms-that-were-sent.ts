import type { MigrationInterface, QueryRunner } from 'typeorm';

const SENDERS = "'supervisor','lead','officer','coordinator'";
const SAID = ['purpose', 'legal_basis', 'conditions', 'updated_at'];
const of = (row: string): string => `(${SAID.map((column) => `${row}.${column}`).join(', ')})`;

/**
 * How a referral is shared is written by whoever drafts referrals, and stays as it was when it was sent. A transfer or a reopening shares it anew: under
 * which agreement and until when is said with it, by whoever takes that step, in its transaction.
 */
export class KeepTermsThatWereSent1795850001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION referrals.refuse_terms() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM sharing.demand_role(ARRAY[${SENDERS}]);
        IF (SELECT r.status FROM referrals.referral r WHERE r.id = NEW.referral_id) <> 1 AND (${of('OLD')} IS DISTINCT FROM ${of('NEW')}
            OR NOT EXISTS (SELECT 1 FROM referrals.referral_step s WHERE s.referral_id = NEW.referral_id AND s.action IN ('transfer','reopen')
              AND s.by_user = ctx.user_id() AND s.at >= now() AND s.xmin = pg_current_xact_id()::xid)) THEN
          RAISE EXCEPTION 'What was sent stays as it was. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        RETURN NEW;
      END $$;
      ALTER FUNCTION referrals.refuse_terms() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION referrals.refuse_terms() FROM public;
      CREATE TRIGGER terms_stay BEFORE UPDATE ON referrals.referral_original FOR EACH ROW
        WHEN (current_user = 'app_request' AND (OLD.*) IS DISTINCT FROM (NEW.*)) EXECUTE FUNCTION referrals.refuse_terms();
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TRIGGER terms_stay ON referrals.referral_original; DROP FUNCTION referrals.refuse_terms()',
    );
  }
}
