import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog';
const TABLES = ['intelligence.report', 'referrals.referral', 'cases.case_file'];
const REFUSED = "RAISE EXCEPTION 'no-permission' USING ERRCODE = 'CL403'; END IF;";
const changed = (...columns: string[]): string =>
  `(${columns.map((column) => `OLD.${column}`).join(', ')}) IS DISTINCT FROM (${columns.map((column) => `NEW.${column}`).join(', ')})`;
const WRITTEN = changed('handling', 'retention_group', 'review_on', 'marking', 'event_date', 'sanitised_title', 'safeguarding', 'threat_to_life'); // prettier-ignore
const MINE = 'owner_agency_id = (SELECT ctx.agency())';
const DRAFTS: [table: string, policy: string, condition: string][] = [
  ['intelligence.report', 'owner_inserts', `${MINE} AND status = 1 AND private_to = (SELECT ctx.user_id())`],
  ['referrals.referral', 'owner_inserts', `${MINE} AND private_to = (SELECT ctx.user_id())`],
  ['cases.case_file', 'lead_opens', `${MINE} AND status = 2 AND (SELECT ctx.has_role('lead'))
        AND (SELECT true FROM access.compartment c WHERE c.id = compartment_id AND c.owner_agency_id = (SELECT ctx.agency()) AND c.closed_at IS NULL LIMIT 1)`],
]; // prettier-ignore

/**
 * Labels change as the first wall lets them: supervisors and leads name a record, or make it silent, and its sensitivity follows a restriction that
 * they put on it, or lift. A report's own words, and the labels that follow from them, are written by its author until it is submitted, and by
 * whoever assesses it after. The keeper's functions ask for themselves; these ask whoever sends statements of their own.
 */
export class LabelByRole1795830002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION intelligence.writes(report uuid, was smallint) RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
        SELECT EXISTS (SELECT 1 FROM intelligence.transition t, unnest(t.roles) r WHERE t.from_status = was AND ctx.has_role(r)
          AND t.by_author = (SELECT o.author_id = ctx.user_id() FROM intelligence.report_original o WHERE o.report_id = writes.report)) $$;
      CREATE FUNCTION intelligence.refuse_writing() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
      BEGIN
        IF NOT intelligence.writes(NEW.id, OLD.status) THEN ${REFUSED}
        RETURN NEW;
      END $$;
      CREATE FUNCTION access.refuse_label() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
      BEGIN
        IF NEW.discovery <> OLD.discovery THEN
          PERFORM sharing.demand_role(ARRAY['supervisor','lead']);
          IF OLD.private_to IS NOT NULL THEN ${REFUSED}
        END IF;
        IF NEW.sensitivity <> OLD.sensitivity AND NOT intelligence.writes(NEW.id, OLD.status)
          AND NOT EXISTS (SELECT 1 FROM access.restriction r WHERE r.record_id = NEW.id AND ((r.lifted_at IS NULL AND r.sensitivity = NEW.sensitivity)
            OR (r.lifted_at = now() AND r.lifted_by = ctx.user_id() AND r.sensitivity = OLD.sensitivity AND NEW.sensitivity >= r.sensitivity_before))) THEN ${REFUSED}
        RETURN NEW;
      END $$;
      ALTER FUNCTION intelligence.writes(uuid, smallint) OWNER TO keeper;
      ALTER FUNCTION intelligence.refuse_writing() OWNER TO keeper;
      ALTER FUNCTION access.refuse_label() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION intelligence.writes(uuid, smallint), intelligence.refuse_writing(), access.refuse_label() FROM public;
      CREATE TRIGGER written_by_role BEFORE UPDATE ON intelligence.report FOR EACH ROW
        WHEN (current_user = 'app_request' AND ${WRITTEN}) EXECUTE FUNCTION intelligence.refuse_writing();
    `);
    for (const table of TABLES)
      await runner.query(`CREATE TRIGGER labelled_by_role BEFORE UPDATE ON ${table} FOR EACH ROW
        WHEN (current_user = 'app_request' AND ${changed('discovery', 'sensitivity')}) EXECUTE FUNCTION access.refuse_label()`);
    for (const [table, policy, condition] of DRAFTS)
      await runner.query(`ALTER POLICY ${policy} ON ${table} WITH CHECK (${condition} AND discovery = 'silent')`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const [table, policy, condition] of DRAFTS)
      await runner.query(`ALTER POLICY ${policy} ON ${table} WITH CHECK (${condition})`);
    for (const table of TABLES) await runner.query(`DROP TRIGGER labelled_by_role ON ${table}`);
    await runner.query(`
      DROP TRIGGER written_by_role ON intelligence.report;
      DROP FUNCTION access.refuse_label(), intelligence.refuse_writing(), intelligence.writes(uuid, smallint);
    `);
  }
}
