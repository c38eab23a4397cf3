import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog';
const OWNED = `(SELECT true FROM access.record_visibility v WHERE v.record_id = report_id AND v.owner_id = v.agency_id AND v.disclosure_id IS NULL LIMIT 1)`;

/** What travelled stays as it was: after dissemination content changes through a correction that another person approved, and in no other way. */
export class CorrectReports1795500034000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await this.createTables(runner);
    await this.createGuards(runner);
    await this.createVerbs(runner);
  }

  private async createTables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE intelligence.report DROP CONSTRAINT report_status_check;
      ALTER TABLE intelligence.report ADD CONSTRAINT report_status_check CHECK (status BETWEEN 1 AND 7);
      ALTER TABLE intelligence.report_item ADD COLUMN corrected_at timestamptz, ADD COLUMN withdrawn_at timestamptz;
      CREATE TABLE intelligence.report_correction (
        id uuid PRIMARY KEY,
        report_id uuid NOT NULL REFERENCES intelligence.report,
        reason text NOT NULL CHECK (reason <> ''),
        content jsonb NOT NULL,
        author_id uuid NOT NULL,
        proposed_at timestamptz NOT NULL DEFAULT now(),
        state text NOT NULL CHECK (state IN ('proposed','approved','rejected')),
        decided_by uuid, decided_at timestamptz, decision_reason text,
        CHECK ((state = 'proposed') = (decided_by IS NULL)),
        CONSTRAINT another_decides CHECK (decided_by <> author_id));
      CREATE UNIQUE INDEX report_correction_open ON intelligence.report_correction (report_id) WHERE state = 'proposed';
      -- What recipients read before each correction: the owner's history.
      CREATE TABLE intelligence.report_version (
        report_id uuid NOT NULL REFERENCES intelligence.report, correction_id uuid NOT NULL REFERENCES intelligence.report_correction,
        replaced_at timestamptz NOT NULL DEFAULT now(), content jsonb NOT NULL, PRIMARY KEY (report_id, correction_id));
      GRANT SELECT, INSERT ON intelligence.report_correction TO app_request;
      GRANT SELECT ON intelligence.report_version TO app_request;
      GRANT SELECT, UPDATE (state, decided_by, decided_at, decision_reason) ON intelligence.report_correction TO keeper;
      GRANT INSERT ON intelligence.report_version TO keeper;
      GRANT SELECT, UPDATE (sanitised_title, event_date, handling) ON intelligence.report TO keeper;
      GRANT SELECT, UPDATE ON intelligence.report_item TO keeper;
      GRANT SELECT, INSERT, DELETE ON intelligence.report_item_area TO keeper;
      GRANT SELECT (item_id, report_id, reason), UPDATE (reason) ON intelligence.report_item_original TO keeper;
      CREATE POLICY keeper_corrects ON intelligence.report FOR UPDATE TO keeper USING (true) WITH CHECK (true);
    `);
    for (const table of ['report_correction', 'report_version'])
      await runner.query(`ALTER TABLE intelligence.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY owner_reads ON intelligence.${table} FOR SELECT TO app_request USING (${OWNED})`);
    for (const table of [
      'report_correction',
      'report_version',
      'report_item',
      'report_item_area',
      'report_item_original',
    ])
      await runner.query(
        `CREATE POLICY keeper_corrects ON intelligence.${table} TO keeper USING (true) WITH CHECK (true)`,
      );
    await runner.query(`CREATE POLICY owner_proposes ON intelligence.report_correction FOR INSERT TO app_request
      WITH CHECK (author_id = (SELECT ctx.user_id()) AND state = 'proposed' AND ${OWNED})`);
  }

  private async createGuards(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION intelligence.refuse_change() RETURNS trigger ${DEFINER} AS $$
      DECLARE row jsonb := to_jsonb(coalesce(NEW, OLD));
      BEGIN
        -- This runs before row-level security refuses an insert: whoever does not own the record is left to that refusal, and learns nothing.
        IF session_user IN ('app_request', 'app_worker') AND NOT access.owns(coalesce(row ->> 'report_id', row ->> 'id')::uuid) THEN
          RETURN coalesce(NEW, OLD); END IF;
        IF EXISTS (SELECT 1 FROM access.record_visibility v WHERE v.record_id = coalesce(row ->> 'report_id', row ->> 'id')::uuid
            AND v.disclosure_id IS NULL AND v.status >= 5) THEN
          RAISE EXCEPTION 'What was disseminated changes through a correction only. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;
        RETURN coalesce(NEW, OLD);
      END $$;
      ALTER FUNCTION intelligence.refuse_change() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION intelligence.refuse_change() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION intelligence.refuse_change() TO migrator;`);
    const guard = (table: string, when: string, columns = '(OLD.*) IS DISTINCT FROM (NEW.*)'): string => `
      CREATE TRIGGER stays_as_it_was_${when.slice(0, 6).toLowerCase().trim()} BEFORE ${when} ON intelligence.${table} FOR EACH ROW
        WHEN (current_user <> 'keeper'${when === 'UPDATE' ? ` AND ${columns}` : ''}) EXECUTE FUNCTION intelligence.refuse_change();`;
    const content = (row: string, names: readonly string[]): string =>
      `(${names.map((name) => `${row}.${name}`).join(', ')})`;
    const changed = (...names: string[]): string =>
      `${content('OLD', names)} IS DISTINCT FROM ${content('NEW', names)}`;
    for (const table of ['report_item', 'report_item_area', 'report_item_original'])
      await runner.query(['INSERT', 'UPDATE', 'DELETE'].map((when) => guard(table, when)).join(''));
    await runner.query(
      guard(
        'report',
        'UPDATE',
        changed('reference', 'sanitised_title', 'event_date', 'marking', 'safeguarding', 'threat_to_life'),
      ),
    );
    await runner.query(
      guard('report_original', 'UPDATE', changed('title', 'provenance', 'areas', 'author_id', 'assessor_id')),
    );
  }

  private async createVerbs(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Approves or rejects an open correction; answers the agencies that were told, each of the items that it was ever given and of no other.
      CREATE FUNCTION intelligence.decide_correction(correction uuid, approve boolean, why text) RETURNS SETOF smallint ${DEFINER} AS $$
      DECLARE open intelligence.report_correction; one jsonb; item uuid; kinds text[]; changed jsonb := '{}'; head_changed boolean; was intelligence.report_item;
      BEGIN
        SELECT c.* INTO open FROM intelligence.report_correction c WHERE c.id = correction AND c.state = 'proposed' AND access.owns(c.report_id) FOR UPDATE;
        IF open.id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF NOT ctx.has_role('supervisor') THEN RAISE EXCEPTION 'not-supervisor' USING ERRCODE = 'CL403'; END IF;
        IF open.author_id = ctx.user_id() THEN RAISE EXCEPTION 'author-decides-own' USING ERRCODE = 'CL403'; END IF;
        UPDATE intelligence.report_correction c SET state = CASE WHEN approve THEN 'approved' ELSE 'rejected' END, decided_by = ctx.user_id(),
          decided_at = now(), decision_reason = why WHERE c.id = open.id;
        IF NOT approve THEN RETURN; END IF;
        INSERT INTO intelligence.report_version (report_id, correction_id, content)
          SELECT r.id, open.id, jsonb_build_object('sanitisedTitle', r.sanitised_title, 'eventDate', r.event_date, 'items', (
            SELECT jsonb_agg(to_jsonb(i) || jsonb_build_object('areas', ARRAY(SELECT a.area FROM intelligence.report_item_area a WHERE a.item_id = i.id ORDER BY 1)) ORDER BY i.id)
            FROM intelligence.report_item i WHERE i.report_id = r.id)) FROM intelligence.report r WHERE r.id = open.report_id;
        SELECT (r.sanitised_title, r.event_date) IS DISTINCT FROM (open.content ->> 'sanitisedTitle', (open.content ->> 'eventDate')::date)
          INTO head_changed FROM intelligence.report r WHERE r.id = open.report_id;
        FOR one IN SELECT jsonb_array_elements(open.content -> 'items') LOOP
          item := (one ->> 'id')::uuid;
          SELECT i.* INTO was FROM intelligence.report_item i WHERE i.id = item AND i.report_id = open.report_id;
          CONTINUE WHEN was.id IS NULL;
          IF (one ->> 'withdrawn')::boolean THEN
            kinds := ARRAY['removed'];
            UPDATE intelligence.report_item i SET withdrawn_at = now() WHERE i.id = item;
            DELETE FROM access.item_visibility v WHERE v.record_id = open.report_id AND v.item_id = item AND v.disclosure_id IS NOT NULL;
          ELSE
            kinds := ARRAY(SELECT k.kind FROM (VALUES
              ('text', (was.sanitised, was.instructions, was.usage) IS DISTINCT FROM (one ->> 'sanitised', one ->> 'instructions', one ->> 'usage')),
              ('grading', (was.source_evaluation, was.intelligence_assessment) IS DISTINCT FROM ((one ->> 'sourceEvaluation')::smallint, one ->> 'intelligenceAssessment')),
              ('handling', (was.handling_code, was.action_code, was.sanitisation_code) IS DISTINCT FROM (one ->> 'handlingCode', one ->> 'actionCode', one ->> 'sanitisationCode')),
              ('areas', ARRAY(SELECT a.area FROM intelligence.report_item_area a WHERE a.item_id = item ORDER BY 1)
                IS DISTINCT FROM ARRAY(SELECT jsonb_array_elements_text(one -> 'areas') ORDER BY 1))) AS k (kind, differs) WHERE k.differs);
            UPDATE intelligence.report_item i SET sanitised = one ->> 'sanitised', source_evaluation = (one ->> 'sourceEvaluation')::smallint,
              intelligence_assessment = one ->> 'intelligenceAssessment', handling_code = one ->> 'handlingCode', action_code = one ->> 'actionCode',
              sanitisation_code = one ->> 'sanitisationCode', instructions = one ->> 'instructions', usage = one ->> 'usage', corrected_at = now() WHERE i.id = item;
            UPDATE intelligence.report_item_original o SET reason = one ->> 'reason' WHERE o.item_id = item;
            DELETE FROM intelligence.report_item_area a WHERE a.item_id = item;
            INSERT INTO intelligence.report_item_area (item_id, report_id, area) SELECT item, open.report_id, jsonb_array_elements_text(one -> 'areas');
          END IF;
          changed := changed || jsonb_build_object(item, to_jsonb(kinds));
        END LOOP;
        UPDATE intelligence.report r SET sanitised_title = open.content ->> 'sanitisedTitle', event_date = (open.content ->> 'eventDate')::date,
          handling = (SELECT CASE WHEN bool_and(i.handling_code = 'P') THEN 'P' ELSE 'C' END FROM intelligence.report_item i
            WHERE i.report_id = r.id AND i.withdrawn_at IS NULL) WHERE r.id = open.report_id;
        -- A grant of no item is no grant; what the others say of handling derives from their items alone.
        DELETE FROM access.record_visibility v WHERE v.record_id = open.report_id AND v.disclosure_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM access.item_visibility i WHERE i.record_id = v.record_id AND i.disclosure_id = v.disclosure_id);
        UPDATE access.record_visibility v SET handling = (SELECT CASE WHEN bool_or(i.handling = 'C') THEN 'C' ELSE 'P' END
          FROM access.item_visibility i WHERE i.record_id = v.record_id AND i.disclosure_id = v.disclosure_id)
          WHERE v.record_id = open.report_id AND v.disclosure_id IS NOT NULL;
        RETURN QUERY INSERT INTO access.notice (record_id, owner_agency_id, recipient_agency_id, reference, what, changes, sensitivity, compartment_id)
          SELECT d.record_id, d.owner_agency_id, d.recipient_agency_id, max(d.reference), 'corrected', array_agg(DISTINCT k.kind), v.sensitivity, v.compartment_id
          FROM access.disclosure d JOIN access.record_visibility v ON v.record_id = d.record_id AND v.disclosure_id IS NULL
            JOIN access.disclosure_item i ON i.disclosure_id = d.id
            CROSS JOIN LATERAL (SELECT jsonb_array_elements_text(changed -> i.item_id::text) UNION SELECT 'text' WHERE head_changed) AS k (kind)
          WHERE d.record_id = open.report_id GROUP BY 1, 2, 3, v.sensitivity, v.compartment_id RETURNING recipient_agency_id;
      END $$;

      -- Ends every disclosure of a record; answers the agencies that have or had one, and leaves each a notice.
      CREATE FUNCTION access.withdraw(record uuid, why text) RETURNS SETOF smallint ${DEFINER} AS $$
      DECLARE owned access.record_visibility;
      BEGIN
        IF NOT access.owns(record) THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;
        IF NOT (ctx.has_role('supervisor') OR ctx.has_role('lead')) THEN RAISE EXCEPTION 'not-decider' USING ERRCODE = 'CL403'; END IF;
        SELECT v.* INTO owned FROM access.record_visibility v WHERE v.record_id = record AND v.disclosure_id IS NULL FOR UPDATE;
        UPDATE access.disclosure d SET revoked_at = now(), revoked_by = ctx.user_id(), revocation_reason = why
          WHERE d.record_id = record AND d.revoked_at IS NULL;
        DELETE FROM access.item_visibility v WHERE v.record_id = record AND v.disclosure_id IS NOT NULL;
        DELETE FROM access.record_visibility v WHERE v.record_id = record AND v.disclosure_id IS NOT NULL;
        RETURN QUERY INSERT INTO access.notice (record_id, owner_agency_id, recipient_agency_id, reference, what, sensitivity, compartment_id)
          SELECT record, d.owner_agency_id, d.recipient_agency_id, max(d.reference), 'withdrawn', owned.sensitivity, owned.compartment_id
          FROM access.disclosure d WHERE d.record_id = record GROUP BY 2, 3 RETURNING recipient_agency_id;
      END $$;
    `);
    for (const name of ['intelligence.decide_correction(uuid, boolean, text)', 'access.withdraw(uuid, text)'])
      await runner.query(`ALTER FUNCTION ${name} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ${name} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION ${name} TO app_request`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION intelligence.decide_correction(uuid, boolean, text), access.withdraw(uuid, text);
      DROP FUNCTION intelligence.refuse_change() CASCADE;
      DROP POLICY keeper_corrects ON intelligence.report;
      DROP POLICY keeper_corrects ON intelligence.report_item;
      DROP POLICY keeper_corrects ON intelligence.report_item_area;
      DROP POLICY keeper_corrects ON intelligence.report_item_original;
      DROP TABLE intelligence.report_version, intelligence.report_correction;
      REVOKE SELECT, UPDATE ON intelligence.report_item FROM keeper;
      REVOKE SELECT, INSERT, DELETE ON intelligence.report_item_area FROM keeper;
      REVOKE SELECT (item_id, report_id, reason), UPDATE (reason) ON intelligence.report_item_original FROM keeper;
      REVOKE SELECT, UPDATE (sanitised_title, event_date, handling) ON intelligence.report FROM keeper;
      GRANT SELECT (id, reference) ON intelligence.report TO keeper;
      ALTER TABLE intelligence.report_item DROP COLUMN corrected_at, DROP COLUMN withdrawn_at;
      ALTER TABLE intelligence.report DROP CONSTRAINT report_status_check;
      ALTER TABLE intelligence.report ADD CONSTRAINT report_status_check CHECK (status BETWEEN 1 AND 6);
    `);
  }
}
