import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWNERS = 'owner_agency_id = (SELECT ctx.agency())';

/** A draft is its author's: it is put into nobody else's list, who could neither submit it nor be rid of it. */
export class GiveNoDraftAway1795870003000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY owner_updates ON intelligence.report
      WITH CHECK (${OWNERS} AND (private_to IS NULL OR private_to = (SELECT ctx.user_id())))`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY owner_updates ON intelligence.report WITH CHECK (${OWNERS})`);
  }
}
