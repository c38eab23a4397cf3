import type { MigrationInterface, QueryRunner } from 'typeorm';

const ENDS = 'RETURN found.record_id;';
const LEAVES = `INSERT INTO access.notice (record_id, owner_agency_id, recipient_agency_id, reference, what, sensitivity, compartment_id)
          SELECT found.record_id, found.owner_agency_id, found.recipient_agency_id, found.reference, 'recalled', v.sensitivity, v.compartment_id
          FROM access.record_visibility v WHERE v.record_id = found.record_id AND v.disclosure_id IS NULL;
        ${ENDS}`;

/** Only the end of access.revoke changes; the rest stays as other migrations left it. */
async function endRevokeWith(runner: QueryRunner, before: string, after: string): Promise<void> {
  const [found] = (await runner.query(
    `SELECT pg_get_functiondef('access.revoke(uuid, text)'::regprocedure) AS text`,
  )) as { text: string }[];
  if (!found?.text.includes(before)) throw new Error(`access.revoke no longer says "${before}"`);
  await runner.query(found.text.replace(before, () => after));
}

/** What a recall, a withdrawal or a correction leaves with the agencies that were told: reference, owner and date, and nothing else. */
export class LeaveNotices1795500033000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.notice (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        record_id uuid NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        recipient_agency_id smallint NOT NULL REFERENCES identity.agency,
        reference text NOT NULL,
        what text NOT NULL CHECK (what IN ('recalled','corrected','withdrawn')),
        changes text[] NOT NULL DEFAULT '{}',
        at timestamptz NOT NULL DEFAULT now(),
        sensitivity smallint NOT NULL,
        compartment_id int,
        CHECK (owner_agency_id <> recipient_agency_id),
        CHECK (changes <@ ARRAY['text','grading','handling','areas','removed']));
      COMMENT ON COLUMN access.notice.changes IS 'what a correction changed in kind, of the items that this agency was given';
      CREATE INDEX notice_of_recipient ON access.notice (recipient_agency_id, at DESC, id DESC);
      CREATE INDEX notice_of_record ON access.notice (record_id);
      ALTER TABLE access.notice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT, UPDATE (sensitivity, compartment_id) ON access.notice TO keeper;
      GRANT SELECT ON access.notice TO app_request;
      CREATE POLICY keeper_all ON access.notice TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY told ON access.notice FOR SELECT TO app_request USING (recipient_agency_id = (SELECT ctx.agency())
        AND sensitivity <= (SELECT ctx.clearance()) AND (compartment_id IS NULL OR compartment_id = ANY (ARRAY(SELECT ctx.compartments()))));
      -- A record that is restricted later takes its notices with it.
      CREATE FUNCTION access.restrict_notices() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        UPDATE access.notice n SET sensitivity = NEW.sensitivity, compartment_id = NEW.compartment_id WHERE n.record_id = NEW.record_id;
        RETURN NULL;
      END $$;
      ALTER FUNCTION access.restrict_notices() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.restrict_notices() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION access.restrict_notices() TO migrator;
      CREATE TRIGGER restrict_notices AFTER UPDATE ON access.record_visibility FOR EACH ROW
        WHEN (NEW.disclosure_id IS NULL AND (OLD.sensitivity, OLD.compartment_id) IS DISTINCT FROM (NEW.sensitivity, NEW.compartment_id))
        EXECUTE FUNCTION access.restrict_notices();
    `);
    await endRevokeWith(runner, ENDS, LEAVES);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await endRevokeWith(runner, LEAVES, ENDS);
    await runner.query(`
      DROP TRIGGER restrict_notices ON access.record_visibility;
      DROP FUNCTION access.restrict_notices();
      DROP TABLE access.notice;
    `);
  }
}
