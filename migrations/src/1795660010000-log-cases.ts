import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWNED =
  '(SELECT true FROM access.record_visibility v WHERE v.record_id = case_id AND v.disclosure_id IS NULL LIMIT 1)';
const PART = (column: string): string =>
  `(SELECT true FROM access.item_visibility v WHERE v.item_id = ${column} LIMIT 1)`;
/** Every entry: in one part of one case, by somebody, at a moment. */
const ENTRY = (part: string): string => `
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), case_id uuid NOT NULL, part_id uuid NOT NULL,
  part text NOT NULL GENERATED ALWAYS AS ('${part}') STORED, by_user uuid NOT NULL REFERENCES identity.user_account, at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (part_id, case_id, part) REFERENCES cases.case_part (id, report_id, part)`;
const TABLES = ['decision', 'risk_entry', 'result', 'result_strike'];

/** What a case logs is appended and never changed: decisions, risks as they were assessed, results, and results struck out. */
export class LogCases1795660010000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cases.decision (${ENTRY('decisions')},
        decision text NOT NULL CHECK (btrim(decision) <> ''), reason text NOT NULL CHECK (btrim(reason) <> ''), refused text NOT NULL);
      COMMENT ON COLUMN cases.decision.refused IS 'the options that were considered and not taken';
      CREATE TABLE cases.risk_entry (${ENTRY('risks')},
        risk_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('risk','threat')), what text NOT NULL CHECK (btrim(what) <> ''),
        likelihood smallint NOT NULL CHECK (likelihood BETWEEN 1 AND 5), impact smallint NOT NULL CHECK (impact BETWEEN 1 AND 5),
        control text NOT NULL, owner_name text NOT NULL, review_on date, state text NOT NULL CHECK (state IN ('open','closed')),
        CHECK ((state = 'open') = (review_on IS NOT NULL)));
      COMMENT ON COLUMN cases.risk_entry.risk_id IS 'the newest entry of a risk is how it stands; the earlier ones are how it was assessed';
      CREATE TABLE cases.result (${ENTRY('results')},
        kind text NOT NULL, amount numeric(14,3) NOT NULL CHECK (amount > 0), unit text NOT NULL,
        value_gbp numeric(14,2) CHECK (value_gbp >= 0), type text, detail text NOT NULL, line text,
        event_date date NOT NULL, attributable boolean NOT NULL);
      COMMENT ON COLUMN cases.result.attributable IS 'it would not have happened without the county lines funding';
      CREATE TABLE cases.result_strike (${ENTRY('results')},
        result_id uuid NOT NULL UNIQUE REFERENCES cases.result, reason text NOT NULL CHECK (btrim(reason) <> ''));
    `);
    for (const table of TABLES)
      await runner.query(`
        CREATE INDEX ${table}_case ON cases.${table} (case_id, at);
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cases.${table} FOR EACH STATEMENT EXECUTE FUNCTION cases.refuse_change();
        GRANT SELECT, INSERT ON cases.${table} TO app_request;
        ALTER TABLE cases.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY visible ON cases.${table} FOR SELECT TO app_request USING (${PART(`${table}.part_id`)});
        CREATE POLICY owner_inserts ON cases.${table} FOR INSERT TO app_request WITH CHECK (by_user = (SELECT ctx.user_id()) AND ${OWNED})`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cases.result_strike, cases.result, cases.risk_entry, cases.decision');
  }
}
