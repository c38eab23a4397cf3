import type { MigrationInterface, QueryRunner } from 'typeorm';

const HASH = (row: string): string => `encode(sha256(convert_to(row_to_json(${row})::text, 'UTF8')), 'hex')`;

/**
 * What a disclosure first gave, when corrections have replaced it since: hashes and days, never the former text. They are of the same compact
 * JSON that the API gave, which `row_to_json` writes byte for byte. Asked by the owner who sees the record, and by whoever reads it through this disclosure.
 */
export class ProveWhatWasGiven1795620001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT SELECT ON intelligence.report_version TO keeper;
      CREATE FUNCTION intelligence.given_before(disclosure uuid) RETURNS TABLE (part text, at timestamptz, sha256 text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH told AS (SELECT d.id, d.record_id, d.decided_at FROM access.disclosure d WHERE d.id = given_before.disclosure
            AND EXISTS (SELECT 1 FROM access.my_live_grants(d.record_id) g WHERE (g.disclosure_id IS NULL AND d.owner_agency_id = g.agency_id)
              OR (g.disclosure_id = d.id AND (NOT g.acknowledge OR EXISTS (SELECT 1 FROM access.acknowledgement k
                WHERE k.disclosure_id = d.id AND k.user_id = (SELECT ctx.user_id())))))),
          former AS (SELECT t.id, t.record_id, v.replaced_at, v.content FROM told t
            JOIN intelligence.report_version v ON v.report_id = t.record_id AND v.replaced_at > t.decided_at)
        SELECT 'record', f.replaced_at, ${HASH('h')} FROM former f JOIN intelligence.report r ON r.id = f.record_id
          JOIN identity.agency a ON a.id = r.owner_agency_id CROSS JOIN LATERAL (SELECT r.reference, a.code AS owner, f.content ->> 'eventDate' AS "eventDate",
            f.content ->> 'sanitisedTitle' AS "sanitisedTitle", r.marking) h
        UNION ALL SELECT 'item ' || i.item_id, f.replaced_at, ${HASH('x')} FROM former f JOIN access.disclosure_item i ON i.disclosure_id = f.id
          JOIN LATERAL jsonb_array_elements(f.content -> 'items') AS c (item) ON (c.item ->> 'id')::uuid = i.item_id AND c.item ->> 'withdrawn_at' IS NULL
          CROSS JOIN LATERAL (SELECT i.item_id AS id, c.item ->> 'sanitised' AS sanitised, (c.item ->> 'source_evaluation')::smallint AS "sourceEvaluation",
            c.item ->> 'intelligence_assessment' AS "intelligenceAssessment", c.item ->> 'handling_code' AS "handlingCode", c.item ->> 'action_code' AS "actionCode",
            c.item ->> 'sanitisation_code' AS "sanitisationCode", c.item ->> 'instructions' AS instructions, c.item ->> 'usage' AS usage,
            ARRAY(SELECT jsonb_array_elements_text(c.item -> 'areas')) AS areas) x
        UNION ALL SELECT 'item ' || i.item_id, w.withdrawn_at, NULL FROM told t JOIN access.disclosure_item i ON i.disclosure_id = t.id
          JOIN intelligence.report_item w ON w.id = i.item_id AND w.withdrawn_at > t.decided_at
        ORDER BY 1, 2 $$;
      ALTER FUNCTION intelligence.given_before(uuid) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION intelligence.given_before(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION intelligence.given_before(uuid) TO app_request;`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION intelligence.given_before(uuid);
      REVOKE SELECT ON intelligence.report_version FROM keeper;`);
  }
}
