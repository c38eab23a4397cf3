import type { MigrationInterface, QueryRunner } from 'typeorm';

const CELL = `
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  area text NOT NULL,
  owner_id smallint NOT NULL REFERENCES identity.agency,
  confidence smallint NOT NULL CHECK (confidence BETWEEN 0 AND 3),
  threat_to_life boolean NOT NULL,
  reports int NOT NULL`;

/** What is counted of disseminated reports: append-only deltas, a base they are folded into, and the only two functions that read them. */
export class CreateNationalPicture1795400020000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE picture.delta (outbox_id bigint NOT NULL, ${CELL}, xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        PRIMARY KEY (outbox_id, month, area, owner_id, confidence, threat_to_life));
      COMMENT ON TABLE picture.delta IS 'A report counts once under area *, with its confidence, and once under each force it touches, with confidence 0';
      CREATE INDEX delta_unfolded ON picture.delta (xid);
      CREATE TABLE picture.base (${CELL}, PRIMARY KEY (month, area, owner_id, confidence, threat_to_life));
      CREATE TABLE picture.folded (before xid8 NOT NULL, at timestamptz NOT NULL);
      CREATE UNIQUE INDEX folded_once ON picture.folded ((true));
      INSERT INTO picture.folded VALUES ('0', now());
      GRANT SELECT, INSERT ON picture.delta TO keeper;
      GRANT SELECT, INSERT, UPDATE ON picture.base TO keeper;
      GRANT SELECT, UPDATE ON picture.folded TO keeper;
    `);
    for (const table of ['delta', 'base', 'folded']) {
      await runner.query(`ALTER TABLE picture.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY keeper_all ON picture.${table} TO keeper USING (true) WITH CHECK (true)`);
    }
    await this.createCounting(runner);
    await this.createReading(runner);
  }

  private async createCounting(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Counts a committed dissemination, once however often it is delivered. The event's own row says what to count, never the caller.
      CREATE FUNCTION picture.count_event(event bigint) RETURNS void
      LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH fact AS (
          SELECT o.id, date_trunc('month', coalesce((o.payload->>'eventDate')::date, o.occurred_at::date))::date AS month, o.agency_id,
            coalesce((o.payload->>'confidence')::smallint, 0::smallint) AS confidence, coalesce((o.payload->>'threatToLife')::boolean, false) AS threat,
            o.payload->'areas' AS areas
          FROM platform.outbox o WHERE o.id = event AND o.type = 'report.disseminated.v1' AND o.payload->>'compartmentId' IS NULL)
        INSERT INTO picture.delta (outbox_id, month, area, owner_id, confidence, threat_to_life, reports)
        SELECT id, month, '*', agency_id, confidence, threat, 1 FROM fact
        UNION ALL
        SELECT id, month, a.code, agency_id, 0, threat, 1 FROM fact JOIN identity.area a ON fact.areas ? a.code
        ON CONFLICT DO NOTHING $$;

      -- Adds to the base the deltas older than every transaction still running, so that none can commit behind the cursor.
      CREATE FUNCTION picture.fold() RETURNS bigint
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE start xid8; horizon xid8; summed bigint;
      BEGIN
        IF NOT pg_try_advisory_xact_lock(6209302) THEN RETURN 0; END IF;
        SELECT before INTO start FROM picture.folded;
        horizon := pg_snapshot_xmin(pg_current_snapshot());
        SELECT count(*) INTO summed FROM picture.delta d WHERE d.xid >= start AND d.xid < horizon;
        IF summed > 0 THEN
          INSERT INTO picture.base AS b SELECT d.month, d.area, d.owner_id, d.confidence, d.threat_to_life, sum(d.reports)
            FROM picture.delta d WHERE d.xid >= start AND d.xid < horizon GROUP BY 1, 2, 3, 4, 5
            ON CONFLICT (month, area, owner_id, confidence, threat_to_life) DO UPDATE SET reports = b.reports + excluded.reports;
          UPDATE picture.folded SET before = horizon, at = now();
        END IF;
        RETURN summed;
      END $$;
      ALTER FUNCTION picture.count_event(bigint) OWNER TO keeper; ALTER FUNCTION picture.fold() OWNER TO keeper;
      GRANT EXECUTE ON FUNCTION picture.count_event(bigint), picture.fold() TO app_worker;
    `);
  }

  private async createReading(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whose reports the reader's agency may have counted, and under which number a count is hidden (0 or 1: plain). Its own always plainly.
      CREATE FUNCTION picture.audience() RETURNS TABLE (owner_id smallint, threshold smallint)
      LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog AS $$
        SELECT (SELECT ctx.agency()), 0::smallint WHERE (SELECT ctx.agency()) IS NOT NULL
        UNION ALL
        SELECT them.agency_id, min(c.threshold) FROM identity.agency me JOIN sharing.agreement_party us ON us.agency_id = me.id
          JOIN sharing.agreement_party them ON them.agreement_id = us.agreement_id AND them.agency_id <> me.id
          JOIN sharing.statistics_class c ON c.agreement_id = us.agreement_id
            AND (c.audience = 'party' OR (c.audience = 'co-ordination-centre' AND me.kind = 'co-ordination-centre'))
        WHERE me.id = (SELECT ctx.agency()) AND us.agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) GROUP BY them.agency_id $$;

      -- The one declassification of figures: counts by whole months, small counts of other agencies withheld here and not by the caller.
      -- known: from agencies that show themselves plainly; others: the rest, null when withheld, with the reason in state.
      -- A row over 3 months gives the sum of a quarter's small counts where that sum leaves each of them anywhere under the threshold.
      CREATE FUNCTION picture.figures(from_month date, to_month date)
      RETURNS TABLE (part text, cell text, month date, months smallint, measure text, known int, others int, state text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH audience AS MATERIALIZED (SELECT * FROM picture.audience()),
        top AS MATERIALIZED (SELECT coalesce(max(a.threshold), 0)::int AS threshold FROM audience a),
        facts AS MATERIALIZED (
          SELECT f.month, f.area, f.owner_id, f.confidence, f.threat_to_life, f.reports, a.threshold <= 1 AS plain
          FROM audience a JOIN (
            SELECT b.month, b.area, b.owner_id, b.confidence, b.threat_to_life, b.reports FROM picture.base b
              WHERE b.month BETWEEN from_month AND to_month
            UNION ALL
            SELECT d.month, d.area, d.owner_id, d.confidence, d.threat_to_life, d.reports FROM picture.delta d
              WHERE d.xid >= (SELECT before FROM picture.folded) AND d.month BETWEEN from_month AND to_month
          ) f ON f.owner_id = a.owner_id),
        sums AS (
          SELECT CASE WHEN grouping(f.owner_id) = 0 THEN 'agency' WHEN grouping(f.confidence) = 0 THEN 'confidence' ELSE 'total' END AS part,
            coalesce((SELECT a.code FROM identity.agency a WHERE a.id = f.owner_id), f.confidence::text, '*') AS cell, f.month,
            coalesce(sum(f.reports) FILTER (WHERE f.plain), 0)::int AS known, coalesce(sum(f.reports) FILTER (WHERE NOT f.plain), 0)::int AS others,
            coalesce(sum(f.reports) FILTER (WHERE f.plain AND f.threat_to_life), 0)::int AS known_threat,
            coalesce(sum(f.reports) FILTER (WHERE NOT f.plain AND f.threat_to_life), 0)::int AS others_threat
          FROM facts f WHERE f.area = '*' GROUP BY GROUPING SETS ((f.month), (f.month, f.owner_id), (f.month, f.confidence))
          UNION ALL
          SELECT 'force', f.area, f.month,
            coalesce(sum(f.reports) FILTER (WHERE f.plain), 0)::int, coalesce(sum(f.reports) FILTER (WHERE NOT f.plain), 0)::int,
            coalesce(sum(f.reports) FILTER (WHERE f.plain AND f.threat_to_life), 0)::int,
            coalesce(sum(f.reports) FILTER (WHERE NOT f.plain AND f.threat_to_life), 0)::int
          FROM facts f WHERE f.area <> '*' GROUP BY f.area, f.month),
        judged AS MATERIALIZED (
          SELECT s.part, s.cell, s.month, m.measure, m.known, m.others, top.threshold,
            CASE WHEN top.threshold <= 1 OR s.others = 0 THEN 'plain'
              WHEN m.measure = 'threat-to-life' AND s.part IN ('agency', 'confidence') THEN 'withheld'
              WHEN m.others BETWEEN 1 AND top.threshold - 1 THEN 'small'
              WHEN m.measure = 'threat-to-life' AND s.others - m.others BETWEEN 1 AND top.threshold - 1 AND m.others > 0 THEN 'nearly-all'
              ELSE 'plain' END AS state
          FROM sums s CROSS JOIN top CROSS JOIN LATERAL (VALUES ('all', s.known, s.others), ('threat-to-life', s.known_threat, s.others_threat))
            AS m (measure, known, others))
        SELECT j.part, j.cell, j.month, 1::smallint, j.measure, j.known, CASE WHEN j.state = 'plain' THEN j.others END, j.state FROM judged j
        UNION ALL
        SELECT j.part, j.cell, date_trunc('quarter', j.month)::date, 3::smallint, j.measure, 0, sum(j.others)::int, 'small-months'
        FROM judged j WHERE j.state = 'small' AND (j.part = 'force' OR (j.part = 'total' AND j.measure = 'threat-to-life'))
          AND date_trunc('quarter', j.month) >= from_month AND date_trunc('quarter', j.month) + interval '2 months' <= to_month
        GROUP BY 1, 2, 3, 5, j.threshold
        HAVING count(*) >= 2 AND sum(j.others) BETWEEN count(*) + j.threshold - 2 AND (count(*) - 1) * (j.threshold - 1) + 1 $$;
      ALTER FUNCTION picture.audience() OWNER TO keeper; ALTER FUNCTION picture.figures(date, date) OWNER TO keeper;
      GRANT EXECUTE ON FUNCTION picture.audience(), picture.figures(date, date) TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION picture.figures(date, date), picture.audience(), picture.fold(), picture.count_event(bigint);
      DROP TABLE picture.folded, picture.base, picture.delta;
    `);
  }
}
