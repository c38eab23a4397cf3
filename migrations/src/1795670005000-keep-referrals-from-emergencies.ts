import type { MigrationInterface, QueryRunner } from 'typeorm';

const ME = '(SELECT ctx.agency())';
/** Only an emergency's grant is one person's and has an id beside the owner's own. */
const BY_RIGHT = ` AND (SELECT true FROM access.record_visibility v WHERE v.record_id = referral_step.referral_id
  AND (v.private_to IS NULL OR v.disclosure_id IS NULL) LIMIT 1)`;
const MEANT_FOR = `(agency_id = ${ME} OR for_agency_id = ${ME}) AND (SELECT true FROM referrals.referral r WHERE r.id = referral_step.referral_id LIMIT 1)`;

/** An emergency opens what a referral asks, and not what its two sides said about it. */
export class KeepReferralsFromEmergencies1795670005000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY meant_for ON referrals.referral_step USING (${MEANT_FOR}${BY_RIGHT})`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY meant_for ON referrals.referral_step USING (${MEANT_FOR})`);
  }
}
