import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog AS';
const OLD = (kind: string, touched: string): string =>
  `${touched} <= now() - make_interval(days => platform.draft_days('${kind}'))`;
const WHY =
  'DPA 2018 s.39(1), UK GDPR Art. 5(1)(c) and (e): no more, and no longer, than is needed; no law fixes the days';

/**
 * What was begun and left is not kept for ever: drafts of cases and referrals go by themselves so many days after they were last changed. A
 * draft of a referral stays while anything refers to it. Drafts of reports hold what was collected, and are reviewed like any report.
 */
export class EndDrafts1795750000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE platform.draft_retention (
        kind text NOT NULL CHECK (kind IN ('case','referral')), effective_from date NOT NULL,
        days int NOT NULL CHECK (days BETWEEN 1 AND 366), source text NOT NULL CHECK (btrim(source) <> ''), PRIMARY KEY (kind, effective_from));
      COMMENT ON TABLE platform.draft_retention IS 'reference: how many days a draft is kept after its last change';
      INSERT INTO platform.draft_retention VALUES ('case', '2026-01-01', 28, '${WHY}'), ('referral', '2026-01-01', 28, '${WHY}');
      GRANT SELECT ON platform.draft_retention TO app_request, keeper;
      -- Of a kind without a row nothing: its drafts are kept.
      CREATE FUNCTION platform.draft_days(kind text) RETURNS int LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
        SELECT r.days FROM platform.draft_retention r WHERE r.kind = draft_days.kind AND r.effective_from <= current_date ORDER BY r.effective_from DESC LIMIT 1 $$;
      REVOKE EXECUTE ON FUNCTION platform.draft_days(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION platform.draft_days(text) TO app_request, keeper;

      GRANT SELECT, DELETE, UPDATE (updated_at) ON cases.case_draft TO keeper;
      CREATE POLICY keeper_ends ON cases.case_draft TO keeper USING (true);
      CREATE INDEX case_draft_updated ON cases.case_draft (updated_at);
      -- Whose they were.
      CREATE FUNCTION cases.end_drafts(batch int) RETURNS SETOF uuid LANGUAGE sql VOLATILE ${DEFINER} $$
        WITH old AS (SELECT d.user_id, d.agency_id FROM cases.case_draft d WHERE ${OLD('case', 'd.updated_at')}
          ORDER BY d.updated_at LIMIT batch FOR UPDATE SKIP LOCKED)
        DELETE FROM cases.case_draft d USING old WHERE d.user_id = old.user_id AND d.agency_id = old.agency_id RETURNING d.user_id $$;
    `);
    await this.endReferrals(runner);
    for (const name of ['cases.end_drafts(int)', 'referrals.end_drafts(int)'])
      await runner.query(`ALTER FUNCTION ${name} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ${name} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION ${name} TO app_worker`);
  }

  private async endReferrals(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT DELETE ON referrals.referral, referrals.referral_item TO keeper;
      GRANT SELECT, DELETE, UPDATE (updated_at) ON referrals.referral_original TO keeper;
      GRANT SELECT, DELETE ON referrals.referral_pack TO keeper;
      GRANT SELECT (record_id) ON access.comment, cases.link TO keeper;
      CREATE POLICY keeper_ends ON referrals.referral FOR DELETE TO keeper USING (status = 1);
      CREATE POLICY keeper_ends ON referrals.referral_item FOR DELETE TO keeper USING (true);
      CREATE POLICY keeper_ends ON referrals.referral_original TO keeper USING (true);
      CREATE POLICY keeper_ends ON referrals.referral_pack TO keeper USING (true);
      CREATE POLICY keeper_counts ON access.comment FOR SELECT TO keeper USING (true);
      CREATE POLICY keeper_counts ON cases.link FOR SELECT TO keeper USING (true);
      -- What its author has said or begun about a draft outlives no draft: with whose eyes it looks is the caller's.
      CREATE FUNCTION referrals.draft_referred_to(record uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
        SELECT EXISTS (SELECT 1 FROM cases.action a WHERE a.record_id = record) OR EXISTS (SELECT 1 FROM cases.link l WHERE l.record_id = record)
          OR EXISTS (SELECT 1 FROM access.comment c WHERE c.record_id = record) $$;
      REVOKE EXECUTE ON FUNCTION referrals.draft_referred_to(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION referrals.draft_referred_to(uuid) TO app_request, keeper;
      CREATE FUNCTION referrals.end_drafts(batch int) RETURNS SETOF uuid LANGUAGE plpgsql VOLATILE ${DEFINER} $$
      DECLARE ended uuid[];
      BEGIN
        ended := ARRAY(SELECT r.id FROM referrals.referral r JOIN referrals.referral_original o ON o.referral_id = r.id
          WHERE r.status = 1 AND ${OLD('referral', 'o.updated_at')} AND NOT referrals.draft_referred_to(r.id)
          ORDER BY o.updated_at LIMIT batch FOR UPDATE OF r, o SKIP LOCKED);
        DELETE FROM referrals.referral_pack p WHERE p.referral_id = ANY (ended);
        DELETE FROM referrals.referral_original o WHERE o.referral_id = ANY (ended);
        DELETE FROM referrals.referral_item i WHERE i.report_id = ANY (ended);
        DELETE FROM access.record_visibility v WHERE v.record_id = ANY (ended);
        DELETE FROM referrals.referral r WHERE r.id = ANY (ended);
        RETURN QUERY SELECT unnest(ended);
      END $$;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION referrals.end_drafts(int), referrals.draft_referred_to(uuid), cases.end_drafts(int);
      DROP POLICY keeper_counts ON cases.link; DROP POLICY keeper_counts ON access.comment;
      DROP POLICY keeper_ends ON referrals.referral_pack; DROP POLICY keeper_ends ON referrals.referral_original;
      DROP POLICY keeper_ends ON referrals.referral_item; DROP POLICY keeper_ends ON referrals.referral;
      REVOKE SELECT (record_id) ON access.comment, cases.link FROM keeper;
      REVOKE SELECT, DELETE ON referrals.referral_pack FROM keeper;
      REVOKE SELECT, DELETE, UPDATE (updated_at) ON referrals.referral_original FROM keeper;
      REVOKE DELETE ON referrals.referral, referrals.referral_item FROM keeper;
      DROP INDEX cases.case_draft_updated;
      DROP POLICY keeper_ends ON cases.case_draft;
      REVOKE SELECT, DELETE, UPDATE (updated_at) ON cases.case_draft FROM keeper;
      DROP FUNCTION platform.draft_days(text);
      DROP TABLE platform.draft_retention;
    `);
  }
}
