import type { MigrationInterface, QueryRunner } from 'typeorm';

const SENDERS = ['supervisor', 'lead', 'officer', 'coordinator'];
const WRITERS = ['analyst', ...SENDERS];
/** Tables, what is done to them and by whom: the roles of `permissions.ts` beside the doors. */
const WRITTEN: [table: string, events: string, roles: string[]][] = [
  ['access.comment', 'INSERT', [...WRITERS, 'source-handler', 'contact']],
  ['intelligence.report_correction', 'INSERT', WRITERS],
  ['cases.case_part', 'INSERT', WRITERS],
  ['cases.case_text', 'INSERT OR UPDATE', WRITERS],
  ['cases.case_step', 'INSERT', ['lead']],
  ['cases.decision', 'INSERT', WRITERS],
  ['cases.risk_entry', 'INSERT', WRITERS],
  ['cases.result', 'INSERT', WRITERS],
  ['cases.result_strike', 'INSERT', WRITERS],
  ['cases.link', 'INSERT OR UPDATE', WRITERS],
  ['cases.copied_text', 'INSERT', WRITERS],
  ['cases.action', 'INSERT', WRITERS],
  ['cases.action_step', 'INSERT', [...WRITERS, 'contact']],
  ['referrals.referral', 'INSERT OR UPDATE OF title, receiver_agency_id', SENDERS],
  ['referrals.referral_item', 'INSERT OR UPDATE', SENDERS],
  ['referrals.referral_original', 'INSERT', SENDERS],
  ['referrals.referral_pack', 'INSERT OR DELETE', SENDERS],
];

/**
 * Who comments, proposes a correction, writes to a case, asks for work and drafts a referral is asked of whoever sends statements of their own too.
 * After the row: whoever may not write it whatever their role is left to the answer of the policy.
 */
export class WriteByRole1795850002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION access.refuse_writer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM sharing.demand_role(TG_ARGV);
        RETURN NULL;
      END $$;
      ALTER FUNCTION access.refuse_writer() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.refuse_writer() FROM public;
      GRANT EXECUTE ON FUNCTION access.refuse_writer() TO migrator;
    `);
    for (const [table, events, roles] of WRITTEN)
      await runner.query(`CREATE TRIGGER written_by_role AFTER ${events} ON ${table} FOR EACH ROW WHEN (current_user = 'app_request')
        EXECUTE FUNCTION access.refuse_writer(${roles.map((role) => `'${role}'`).join(', ')})`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const [table] of WRITTEN) await runner.query(`DROP TRIGGER written_by_role ON ${table}`);
    await runner.query('DROP FUNCTION access.refuse_writer()');
  }
}
