import { createHash } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { loadReports } from './load-reports.js';

const NOW = new Date();

/** Loaded rows against the same reports written through triggers, access.disclose and picture.count_event in a second database. */
describe('loading synthetic reports', () => {
  let loaded: FreshDatabase;
  let lived: FreshDatabase;
  let from: pg.Client;
  let to: pg.Client;

  beforeAll(async () => {
    [loaded, lived] = [await freshDatabase(), await freshDatabase()];
    [from, to] = [new pg.Client(loaded.adminUrl), new pg.Client(lived.adminUrl)];
    await Promise.all([from.connect(), to.connect()]);
    await arrange(from);
    // Six months, so that every disclosure is still in force and can be made again today.
    await loadReports(loaded.adminUrl, { reports: 150, seed: 7, months: 6, owners: 'all', now: NOW });
  });
  afterAll(async () => {
    await Promise.all([from.end(), to.end()]);
    await Promise.all([loaded.drop(), lived.drop()]);
  });

  async function arrange(client: pg.Client): Promise<void> {
    await client.query(`
      INSERT INTO identity.agency (id, code, name, kind, force_code, starts_on) VALUES (1, 'MPS-CLTF', 'MPS', 'task-force', NULL, '2020-01-01'),
        (2, 'WMP-CLTF', 'WMP', 'task-force', NULL, '2020-01-01'), (3, 'NCLCC', 'NCLCC', 'co-ordination-centre', NULL, '2020-01-01'),
        (4, 'ESX', 'Essex', 'partner', 'E23000028', '2020-01-01'), (5, 'MET', 'Met', 'partner', 'E23000001', '2020-01-01');
      INSERT INTO identity.area SELECT c, c, 'Area', 'Region', 1, 1, true FROM unnest(ARRAY['E23000001','E23000014','E23000028']) c;
      INSERT INTO sharing.agreement SELECT g, 'ISA-' || g, 'T', 'Purpose', 'Basis', 3, 'active', '2020-01-01', '2099-12-31', 1 FROM generate_series(1, 2) g;
      INSERT INTO sharing.agreement_party SELECT 1, id FROM identity.agency WHERE id < 4 UNION ALL SELECT 2, id FROM identity.agency;
      INSERT INTO sharing.standing_rule VALUES (1, 1, 1, 1, 'P', 'agency', 3, 12, 'One'), (2, 2, 1, 1, 'P', 'forces-in-areas', NULL, 12, 'Two');`);
  }

  /** Every row of a table, copied as it is: triggers fire, the login bypasses row-level security. */
  async function copy(
    table: string,
    change: (row: Record<string, unknown>) => Record<string, unknown> = (row) => row,
  ): Promise<void> {
    const { rows } = await from.query<Record<string, unknown>>(`SELECT to_jsonb(t) AS row FROM ${table} t`);
    const list = rows.map(({ row }) => change(row as Record<string, unknown>));
    const { rows: known } = await to.query<{ column_name: string }>(
      `SELECT column_name FROM information_schema.columns WHERE table_schema || '.' || table_name = $1 AND column_name <> 'xid' AND is_generated = 'NEVER'`,
      [table],
    );
    const columns = known.map((row) => row.column_name).join(', ');
    await to.query(
      `INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
      [JSON.stringify(list)],
    );
  }

  /** Any transaction in the cluster holds a fold back for a moment. */
  async function folded(client: pg.Client): Promise<void> {
    const waiting = 'SELECT 1 FROM picture.delta WHERE xid >= (SELECT before FROM picture.folded) LIMIT 1';
    for (let tries = 0; tries < 500 && (await client.query(waiting)).rowCount; tries += 1) {
      await client.query('SELECT picture.fold()');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** In a token's context, disclose as the supervisor did. */
  async function liveAgain(): Promise<void> {
    await arrange(to);
    for (const table of ['identity.user_account', 'identity.user_role', 'platform.outbox']) await copy(table);
    // As each report stood before its dissemination; drafts stay drafts.
    await to.query('BEGIN');
    await copy('intelligence.report_original');
    await copy('intelligence.report', (row) =>
      Number(row['status']) > 4 ? { ...row, status: 4, disseminated_at: null } : row,
    );
    await to.query('COMMIT');
    for (const table of [
      'report_item',
      'report_item_area',
      'report_item_original',
      'report_item_source',
      'report_transition',
    ]) {
      await copy(`intelligence.${table}`);
    }
    const { rows } = await from.query<Record<string, never>>(
      `SELECT d.*, ARRAY(SELECT item_id FROM access.disclosure_item i WHERE i.disclosure_id = d.id) AS items FROM access.disclosure d`,
    );
    for (const row of rows) {
      await to.query(
        `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ($1, $2, 'api', now() + interval '1 hour', now() + interval '1 hour') ON CONFLICT DO NOTHING`,
        [createHash('sha256').update(row['decided_by']).digest(), row['decided_by']],
      );
      await to.query(`SELECT set_config('ctx.token', $1, false)`, [row['decided_by']]);
      await to.query('SELECT access.disclose($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
        row['record_id'], row['recipient_agency_id'], row['items'], row['purpose'], row['legal_basis'], row['agreement_id'], row['conditions'], row['expires_at'], row['standing_rule_id'],
      ]); // prettier-ignore
    }
    const ended = await from.query(`SELECT id, status, disseminated_at FROM intelligence.report WHERE status > 4`);
    for (const row of ended.rows as { id: string }[])
      await to.query(
        'UPDATE intelligence.report SET status = $2, disseminated_at = $3 WHERE id = $1',
        Object.values(row),
      );
    await to.query('SELECT picture.count_event(id) FROM platform.outbox');
    await Promise.all([folded(from), folded(to)]);
  }

  /** Disclosures by what they are of and to whom, because disclose numbers its own. */
  async function rowsOf(client: pg.Client, table: string): Promise<string[]> {
    const named = `(SELECT d.record_id || ' to ' || d.recipient_agency_id || ' by ' || d.standing_rule_id FROM access.disclosure d WHERE d.id = t.disclosure_id)`;
    // Each side decided in its own time: what was shared must bear the time of its decision.
    const since = `CASE WHEN t.disclosure_id IS NULL THEN t.created_at::text ELSE (t.created_at = (SELECT min(d.decided_at)
      FROM access.disclosure d WHERE d.record_id = t.record_id AND d.recipient_agency_id = t.agency_id))::text END`;
    const grants = (of: string) =>
      `SELECT (to_jsonb(t) - 'disclosure_id' - 'created_at')::text || ${since} || coalesce(${named}, '') AS row FROM ${of} t`;
    const query: Record<string, string> = {
      'access.record_visibility': grants('access.record_visibility'),
      'access.item_visibility': grants('access.item_visibility'),
      // Loaded where it stands: it moved in no transaction.
      'intelligence.report': `SELECT (to_jsonb(t) - 'moved_in' - 'moved_from')::text AS row FROM intelligence.report t`,
      'access.disclosure': `SELECT (to_jsonb(t) - 'id' - 'decided_at')::text AS row FROM access.disclosure t`,
      'access.disclosure_item': `SELECT t.item_id || ${named} AS row FROM access.disclosure_item t`,
      'picture.delta': `SELECT (to_jsonb(t) - 'xid')::text AS row FROM picture.delta t`,
    };
    const found = await client.query<{ row: string }>(
      query[table] ?? `SELECT to_jsonb(t)::text AS row FROM ${table} t`,
    );
    return found.rows.map((one) => one.row).sort();
  }

  it('writes exactly the rows that triggers, disclosing and counting write', async () => {
    await liveAgain();
    for (const table of [
      'intelligence.report',
      'access.record_visibility',
      'access.item_visibility',
      'access.disclosure',
      'access.disclosure_item',
      'picture.delta',
      'picture.base',
    ]) {
      const [one, other] = [await rowsOf(from, table), await rowsOf(to, table)];
      expect({ table, count: one.length }).toEqual({ table, count: other.length });
      expect(one).toEqual(other);
      expect(one.length).toBeGreaterThan(50);
      if (table.endsWith('visibility')) expect(one.filter((row) => row.includes('}false'))).toEqual([]);
    }
  });

  it('keeps every rule of the tables: foreign keys hold, authors assess nothing of their own, nothing restricted is disclosed', async () => {
    const broken = await from.query(`
      SELECT 1 FROM intelligence.report r LEFT JOIN identity.agency a ON a.id = r.owner_agency_id WHERE a.id IS NULL
      UNION ALL SELECT 1 FROM intelligence.report_item_area i LEFT JOIN identity.area a ON a.code = i.area WHERE a.code IS NULL
      UNION ALL SELECT 1 FROM intelligence.report_original o LEFT JOIN identity.user_account u ON u.id = o.author_id WHERE u.id IS NULL OR o.author_id = o.assessor_id
      UNION ALL SELECT 1 FROM access.item_visibility v WHERE v.restricted AND v.disclosure_id IS NOT NULL
      UNION ALL SELECT 1 FROM intelligence.report r WHERE r.event_date > r.created_at OR r.created_at > now()
      UNION ALL SELECT 1 FROM intelligence.report_transition t WHERE t.at > now() + interval '1 minute'`);
    expect(broken.rowCount).toBe(0);
    const phones = await from.query<{ text: string }>(
      `SELECT original || ' ' || sanitised AS text FROM intelligence.report_item JOIN intelligence.report_item_original ON item_id = id`,
    );
    for (const { text } of phones.rows)
      expect(text.replaceAll(/(0|\+44 )7700 900\d{3}(?!\d)/g, '')).not.toMatch(/\d{5}/);
  });
});
