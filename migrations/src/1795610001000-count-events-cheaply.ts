import type { MigrationInterface, QueryRunner } from 'typeorm';

const head = `
  CREATE OR REPLACE FUNCTION picture.count_event(event bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE told platform.outbox;
  BEGIN
    SELECT * INTO told FROM platform.outbox o WHERE o.id = event AND o.type = 'report.disseminated.v1';
    IF told.id IS NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(6209303, hashtext(told.record_id::text));
    PERFORM 1 FROM access.record_visibility v WHERE v.record_id = told.record_id AND v.disclosure_id IS NULL AND (v.compartment_id IS NOT NULL OR v.status = 7);
    IF FOUND THEN RETURN; END IF;`;
/** From the event in hand: once under "*" with its confidence, and once under each force that it names and that exists. */
const IN_HAND = `
    INSERT INTO picture.delta (outbox_id, month, area, owner_id, confidence, threat_to_life, reports)
    SELECT told.id, date_trunc('month', coalesce((told.payload->>'eventDate')::date, told.occurred_at::date))::date, cell.area, told.agency_id, cell.confidence,
      coalesce((told.payload->>'threatToLife')::boolean, false), 1
    FROM (SELECT '*' AS area, coalesce((told.payload->>'confidence')::smallint, 0::smallint) AS confidence
      UNION ALL
      SELECT a.code, 0::smallint FROM jsonb_array_elements_text(told.payload->'areas') AS named (code) JOIN identity.area a ON a.code = named.code) cell
    ON CONFLICT DO NOTHING;
  END $$`;
/** The event was looked up again, and every force there is was asked whether the event names it. */
const LOOKED_UP = `
    WITH fact AS (
    SELECT o.id, date_trunc('month', coalesce((o.payload->>'eventDate')::date, o.occurred_at::date))::date AS month, o.agency_id,
      coalesce((o.payload->>'confidence')::smallint, 0::smallint) AS confidence, coalesce((o.payload->>'threatToLife')::boolean, false) AS threat,
      o.payload->'areas' AS areas
    FROM platform.outbox o WHERE o.id = event)
    INSERT INTO picture.delta (outbox_id, month, area, owner_id, confidence, threat_to_life, reports)
    SELECT id, month, '*', agency_id, confidence, threat, 1 FROM fact
    UNION ALL
    SELECT id, month, a.code, agency_id, 0, threat, 1 FROM fact JOIN identity.area a ON fact.areas ? a.code
    ON CONFLICT DO NOTHING;
  END $$`;

/** What counting adds to a report's own writes. */
export class CountEventsCheaply1795610001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(head + IN_HAND);
    // Only the keeper's functions write these rows, and take the agency from events, which nobody can write for another's.
    await runner.query('ALTER TABLE picture.delta DROP CONSTRAINT delta_owner_id_fkey');
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE picture.delta ADD FOREIGN KEY (owner_id) REFERENCES identity.agency');
    await runner.query(head + LOOKED_UP);
  }
}
