import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { ReportListQuery } from '@clin/intelligence';
import { PLAN_ONCE } from '@clin/platform/server';
import { FLOOR_LIST } from './floor-list.mjs';
import { reportInsert } from './report-insert.mjs';
import { inPairs, inTurn, timed } from './stats.mjs';

const PAGES = 300;
const INSERTS = 150;
const ROUNDS = 2;
/** The median of a third of them moved by 0.01 from run to run. */
const PAIRS = 72;
/** What keeps visibility of what is written. */
const VISIBILITY = [
  ['report', 'track'],
  ['report_item', 'place'],
];

export async function measureDatabase(urls, say) {
  // As the server's own connections for reads.
  const request = new pg.Client({ connectionString: urls.DATABASE_URL, options: PLAN_ONCE });
  const admin = new pg.Client(urls.DATABASE_ADMIN_URL);
  await Promise.all([admin.connect(), request.connect()]);
  try {
    await admin.query('VACUUM ANALYZE');
    say('Measuring in the database …');
    return [
      ...(await lists(admin, request)),
      await inserts(urls, admin),
      await dashboard(admin, request),
      await rollUp(urls, admin),
    ];
  } finally {
    await Promise.all([admin.end(), request.end()]);
  }
}

/** The list's own statement, with its explicit predicate, under row-level security, in the context of one agency's analyst. */
async function lists(admin, request) {
  const total = (await admin.query('SELECT count(*)::int AS n FROM intelligence.report')).rows[0].n;
  const shares =
    await admin.query(`SELECT v.agency_id AS id, a.code, count(DISTINCT v.record_id)::int AS n FROM access.record_visibility v
    JOIN identity.agency a ON a.id = v.agency_id WHERE EXISTS (SELECT 1 FROM identity.user_account u WHERE u.agency_id = a.id) GROUP BY 1, 2 ORDER BY 3 DESC`);
  const agencies = [shares.rows[0], shares.rows[Math.floor(shares.rows.length / 4)], shares.rows.at(-1)];
  const rows = [];
  for (const { id, code, n } of agencies) {
    const actor = await personOf(admin, id);
    const statement = await listStatement(actor);
    await request.query(`SELECT set_config('ctx.token', $1, false)`, [actor.token]);
    const page = () => request.query({ name: `list-${id}`, ...statement });
    if ((await page()).rowCount < 25) throw new Error(`The page of ${code} is not full.`);
    const ours = () => timed(PAGES, page);
    const floor = () => timed(PAGES, () => admin.query({ name: 'floor', text: FLOOR_LIST }));
    const [mine, bare] = await inTurn([ours, floor], ROUNDS);
    const share = `${code}, sees ${((100 * n) / total).toFixed(n / total < 0.01 ? 2 : 0)}%`;
    rows.push({
      measure: `list page, boundary ÷ none (${share})`,
      ours: mine,
      floor: bare,
      unit: 'ms p50',
      ratio: mine / bare,
      bar: '≤ 4',
      good: mine / bare <= 4,
    });
  }
  return rows;
}

async function listStatement(actor) {
  let statement;
  const capture = {
    rows: async (sql) => {
      statement = { text: sql.text, values: sql.values };
      return [];
    },
    returned: () => undefined,
  };
  await new ReportListQuery({ run: (_actor, ask) => ask(capture) }).execute(actor, {});
  return statement;
}

async function personOf(admin, agencyId) {
  const token = randomUUID();
  const found = await admin.query(
    `SELECT id AS "userId", agency_id AS "agencyId", clearance FROM identity.user_account u WHERE agency_id = $1
     AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role NOT IN ('administrator', 'auditor', 'reader')) LIMIT 1`,
    [agencyId],
  );
  await admin.query(
    `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ($1, $2, 'api', now() + interval '1 hour', now() + interval '1 hour')`,
    [createHash('sha256').update(token).digest(), found.rows[0].userId],
  );
  return { ...found.rows[0], token };
}

/** A report with two items, as the server sends it, with the visibility triggers and without them; nothing else differs. */
async function inserts(urls, admin) {
  const insert = await reportInsert(urls, admin);
  const side = (state) => async () => {
    for (const [table, trigger] of VISIBILITY)
      await admin.query(`ALTER TABLE intelligence.${table} ${state} TRIGGER ${trigger}`);
    return timed(INSERTS, () => insert());
  };
  // Whoever writes first after a checkpoint writes whole pages for all who come later: nobody's turn.
  await side('ENABLE')();
  const { medians, ratio } = await inPairs([side('ENABLE'), side('DISABLE')], PAIRS);
  await side('ENABLE')();
  return {
    measure: 'report insert, without ÷ with visibility',
    ours: medians[0],
    floor: medians[1],
    unit: 'ms p50',
    ratio,
    bar: '≥ 0.9',
    good: ratio >= 0.9,
  };
}

async function dashboard(admin, request) {
  const wmp = (await admin.query(`SELECT id FROM identity.agency WHERE code = 'WMP-CLTF'`)).rows[0].id;
  await request.query(`SELECT set_config('ctx.token', $1, false)`, [(await personOf(admin, wmp)).token]);
  const text = `SELECT * FROM picture.figures((date_trunc('month', now()) - interval '11 months')::date, date_trunc('month', now())::date)`;
  const [ours] = await inTurn([() => timed(60, () => request.query({ name: 'figures', text }))], ROUNDS);
  return {
    measure: 'national picture, twelve months, with thresholds',
    ours,
    unit: 'ms p50',
    bar: '≤ 30 ms, at 5M',
  };
}

/** What counting adds to a report's own writes. The worker counts in a transaction of its own; here both commit together, the dearer way. */
async function rollUp(urls, admin) {
  const insert = await reportInsert(urls, admin);
  const { rows } = await admin.query(`SELECT record_id AS id, agency_id AS agency FROM access.record_visibility
    WHERE kind = 1 AND status = 5 AND disclosure_id IS NULL AND compartment_id IS NULL LIMIT 1`);
  const { id, agency } = rows[0];
  const areas = (await admin.query('SELECT code FROM identity.area LIMIT 2')).rows.map((row) => row.code);
  const payload = { eventDate: '2026-01-01', areas, confidence: 3, threatToLife: false };
  const emit = {
    name: 'emit',
    text: `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload, relayed_at) VALUES ('report.disseminated.v1', $1, $2, $3, $4, now()) RETURNING id`,
    values: [id, id, agency, payload],
  };
  const write = (counted) => () =>
    timed(INSERTS, () =>
      insert(async () => {
        const { rows } = await admin.query(emit);
        if (counted) await admin.query({ name: 'count', text: 'SELECT picture.count_event($1)', values: [rows[0].id] });
      }),
    );
  const [counted, plain] = await inTurn([write(true), write(false)], ROUNDS);
  const ratio = plain / counted;
  return {
    measure: 'report and event, without ÷ with the roll-up',
    ours: counted,
    floor: plain,
    unit: 'ms p50',
    ratio,
    bar: '≥ 0.75',
    good: ratio >= 0.75,
  };
}
