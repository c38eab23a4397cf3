import type { MigrationInterface, QueryRunner } from 'typeorm';

const ME = '(SELECT ctx.agency())';
/** Of a record that the person sees by right: what an emergency opens is one person's, and no alert. */
const VISIBLE = `(SELECT true FROM access.record_visibility v WHERE v.record_id = alert.record_id
  AND (v.private_to IS NULL OR v.disclosure_id IS NULL) LIMIT 1)`;
const SCRIPT = [
  ['Is it happening now? Telephone the force control room: who, where, when, and how you know. Stay on the line.', 'Control room of the force where the person is', '+44 7700 900101'],
  ['Telephone the duty inspector of that force: they own the response on the ground, and any warning to the person.', 'Duty inspector', '+44 7700 900102'],
  ['Before anybody is warned, ask whether a warning would expose the source.', 'Duty source manager', '+44 7700 900103'],
  ['Of a child: telephone the emergency duty team of the local authority.', 'Children’s emergency duty team', '+44 7700 900104'],
  ['If the person or the threat crosses force areas, telephone the co-ordination centre.', 'NCLCC duty desk', '+44 7700 900105'],
  ['Accept below and say whom you reached. From then on you hold it: log each decision, and what you did not do and why.', '', ''],
]; // prettier-ignore

/** Threats to life: one alert for each agency that must act, with its clock, what is said on the telephone, and a log that only grows. */
export class WatchThreats1795680000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA threats;
      GRANT USAGE, CREATE ON SCHEMA threats TO keeper;
      GRANT USAGE ON SCHEMA threats TO app_request, app_worker;
      CREATE TABLE threats.clock (
        remind_minutes int NOT NULL CHECK (remind_minutes > 0), due_minutes int NOT NULL CHECK (due_minutes > remind_minutes),
        centre_minutes int NOT NULL CHECK (centre_minutes > due_minutes), effective_from date NOT NULL PRIMARY KEY);
      COMMENT ON TABLE threats.clock IS 'reference: minutes, day and night, from the alert until its people are reminded, its leads told, and the co-ordination centre told';
      INSERT INTO threats.clock VALUES (3, 5, 10, '2026-01-01');
      CREATE TABLE threats.script (
        position smallint NOT NULL, say text NOT NULL, whom text NOT NULL, telephone text NOT NULL, effective_from date NOT NULL, PRIMARY KEY (effective_from, position));
      COMMENT ON TABLE threats.script IS 'reference: what is done first, in order; the set that was newest on the day of the alert';
      CREATE TABLE threats.alert (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        record_id uuid NOT NULL, kind smallint NOT NULL, reference text NOT NULL,
        agency_id smallint NOT NULL REFERENCES identity.agency,
        raised_by uuid REFERENCES identity.user_account, raised_at timestamptz NOT NULL DEFAULT now(),
        status smallint NOT NULL DEFAULT 1 CHECK (status BETWEEN 1 AND 4), version int NOT NULL DEFAULT 1,
        remind_at timestamptz NOT NULL, due_at timestamptz NOT NULL, centre_at timestamptz NOT NULL,
        reminded_at timestamptz, late_at timestamptz, centre_told_at timestamptz,
        accepted_by uuid REFERENCES identity.user_account, accepted_at timestamptz, holder uuid REFERENCES identity.user_account,
        ended_by uuid REFERENCES identity.user_account, ended_at timestamptz, result text CHECK (result IN ('protected','passed-on','not-found','not-credible')),
        CHECK ((status = 1) = (accepted_by IS NULL) AND (accepted_by IS NULL) = (accepted_at IS NULL) AND (accepted_by IS NULL) = (holder IS NULL)),
        CHECK ((status = 4) = (ended_by IS NOT NULL) AND (ended_by IS NULL) = (ended_at IS NULL) AND (ended_by IS NULL) = (result IS NULL)),
        CONSTRAINT clock_in_order CHECK (remind_at < due_at AND due_at < centre_at),
        CONSTRAINT accepted_by_another CHECK (accepted_by <> raised_by), CONSTRAINT held_by_another CHECK (holder <> raised_by));
      COMMENT ON COLUMN threats.alert.raised_by IS 'who submitted the report or sent the referral';
      CREATE UNIQUE INDEX alert_open ON threats.alert (record_id, agency_id) WHERE status < 4;
      CREATE INDEX alert_agency ON threats.alert (agency_id, raised_at DESC);
      CREATE INDEX alert_waiting ON threats.alert (agency_id) WHERE status = 1;
      CREATE TABLE threats.entry (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), alert_id uuid NOT NULL REFERENCES threats.alert,
        step text NOT NULL CHECK (step IN ('accept','decide','hand-over','end')), said text NOT NULL CHECK (btrim(said) <> ''),
        reason text NOT NULL DEFAULT '', refused text NOT NULL DEFAULT '', to_user uuid REFERENCES identity.user_account,
        by_user uuid NOT NULL REFERENCES identity.user_account, at timestamptz NOT NULL DEFAULT clock_timestamp());
      COMMENT ON COLUMN threats.entry.said IS 'at acceptance who was telephoned; the decision; why it is handed over; what came of it';
      COMMENT ON COLUMN threats.entry.refused IS 'options that were considered and not taken';
      CREATE INDEX entry_alert ON threats.entry (alert_id, at);
      CREATE FUNCTION threats.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS
        $$ BEGIN RAISE EXCEPTION 'the log of a threat only grows' USING ERRCODE = '42501'; END $$;
      REVOKE EXECUTE ON FUNCTION threats.refuse_change() FROM PUBLIC;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON threats.entry FOR EACH STATEMENT EXECUTE FUNCTION threats.refuse_change();

      -- The people that an alert of their agency interrupts: where there is no supervisor, a centre's co-ordinators and a force's single point of contact.
      CREATE FUNCTION threats.on_duty() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ SELECT ctx.has_role('supervisor') OR ctx.has_role('lead') OR ctx.has_role('coordinator') OR ctx.has_role('contact') $$;
      ALTER FUNCTION threats.on_duty() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION threats.on_duty() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION threats.on_duty() TO app_request;

      ALTER TABLE threats.alert ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE threats.entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT ON threats.clock, threats.script, threats.alert, threats.entry TO app_request;
      GRANT SELECT ON threats.clock TO keeper;
      GRANT SELECT, INSERT, UPDATE ON threats.alert TO keeper;
      GRANT SELECT, INSERT ON threats.entry TO keeper;
      CREATE POLICY keeper_all ON threats.alert TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY keeper_all ON threats.entry TO keeper USING (true) WITH CHECK (true);
      CREATE POLICY on_duty ON threats.alert FOR SELECT TO app_request USING (agency_id = ${ME} AND (SELECT threats.on_duty()) AND ${VISIBLE});
      CREATE POLICY with_alert ON threats.entry FOR SELECT TO app_request USING ((SELECT true FROM threats.alert a WHERE a.id = entry.alert_id LIMIT 1));
    `);
    for (const [at, words] of SCRIPT.entries())
      await runner.query("INSERT INTO threats.script VALUES ($1, $2, $3, $4, '2026-01-01')", [at + 1, ...words]);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE threats.entry, threats.alert, threats.script, threats.clock;
      DROP FUNCTION threats.on_duty(), threats.refuse_change();
      DROP SCHEMA threats;
    `);
  }
}
