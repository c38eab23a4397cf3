import { Client } from 'pg';
import { reference } from '@clin/platform';
import { aReport } from './a-report.js';
import { CopyBuffer } from './copy.js';
import type { GeneratedReport } from './generated.js';
import { Random } from './random.js';
import { readReferenceData, type ReferenceData } from './reference-data.js';
import { TABLES, writeRows, type Table } from './rows.js';
import { addSyntheticStaff } from './synthetic-staff.js';

const BATCH = 4000;
const DAY = 86_400_000;

export interface LoadOptions {
  reports: number;
  /** The same seed over the same reference data gives the same reports; by default one that this database has not had. */
  seed?: number;
  /** The newest report is logged now, the oldest this long ago. */
  months?: number;
  /** `staffed`: only agencies that have an analyst and a supervisor own reports; `all`: the others get synthetic staff. */
  owners: 'staffed' | 'all';
  now?: Date;
  progress?: (done: number) => void;
}

export interface LoadReport {
  reports: number;
  disclosures: number;
  rows: number;
  owners: number;
  seconds: number;
}

/**
 * Fills a migrated database that has its agencies, areas and agreements with synthetic reports, all or nothing. Triggers and foreign keys are
 * bypassed, so the login must be a superuser; what triggers would have written is written here, and a spec compares the two.
 */
export async function loadReports(adminUrl: string, options: LoadOptions): Promise<LoadReport> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  const started = Date.now();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica').catch(() => {
      throw new Error('Loading reports needs a superuser: set DATABASE_ADMIN_URL to one.');
    });
    const filled = await fill(client, options);
    await client.query('COMMIT');
    if (options.reports >= 1000) await client.query(`ANALYZE ${Object.keys(TABLES).join(', ')}`);
    await client.query('SELECT picture.fold()');
    return { ...filled, seconds: (Date.now() - started) / 1000 };
  } finally {
    await client.end();
  }
}

async function fill(client: Client, options: LoadOptions): Promise<Omit<LoadReport, 'seconds'>> {
  const now = options.now ?? new Date();
  const seed = options.seed ?? (await unusedSeed(client));
  const random = new Random(seed);
  const data = await readReferenceData(client);
  if (options.owners === 'all') await addSyntheticStaff(client, data, random, now);
  const owners = data.owners.filter(
    (owner) => owner.analysts.length > 0 && owner.supervisors.some((one) => one !== owner.analysts[0]),
  );
  if (owners.length === 0 || data.areas.length === 0)
    throw new Error('There are no agencies with an analyst and a supervisor, or no areas yet: seed first.');
  const buffers = new Map(
    Object.entries(TABLES).map(([table, columns]) => [table as Table, new CopyBuffer(table, columns)]),
  );
  const events = new EventIds(client);
  const total = { reports: 0, disclosures: 0, rows: 0, owners: owners.length };
  for (const report of generate(random, { ...data, owners }, options, now)) {
    const eventId = report.disseminatedAt && (await events.next());
    writeRows(report, eventId, (table, row) => buffers.get(table)!.add(row));
    total.reports += 1;
    total.disclosures += report.disclosures.length;
    if (total.reports % BATCH === 0) {
      for (const buffer of buffers.values()) total.rows += await buffer.send(client);
      options.progress?.(total.reports);
    }
  }
  for (const buffer of buffers.values()) total.rows += await buffer.send(client);
  await client.query(
    `INSERT INTO audit.entry (event, outcome, record_ids, detail) VALUES ('synthetic.load', 'allowed', '{}', $1)`,
    [{ seed, reports: total.reports, disclosures: total.disclosures }],
  );
  return total;
}

/** Oldest first, as a network would have logged them: more as it grew, by an owner at a time. */
export function* generate(
  random: Random,
  data: ReferenceData,
  options: Pick<LoadOptions, 'reports' | 'months'>,
  now: Date,
): Generator<GeneratedReport> {
  const span = (options.months ?? 18) * 30.44 * DAY;
  const weights = data.owners.map((owner) => [owner, owner.weight] as const);
  // Chance gives two of a million the same one in every thirtieth run.
  const taken = new Set<string>();
  for (let index = 0; index < options.reports; index += 1) {
    // Three times as many at the end as at the beginning, evenly more in between.
    const elapsed = (Math.sqrt(1 + (8 * (index + random.next())) / options.reports) - 1) / 2;
    const report = aReport(random, data, random.weighted(weights), new Date(now.getTime() - span * (1 - elapsed)), now);
    while (taken.has(report.reference)) report.reference = reference('IR');
    taken.add(report.reference);
    yield report;
  }
}

async function unusedSeed(client: Client): Promise<number> {
  const found = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM audit.entry WHERE event = 'synthetic.load'`,
  );
  return 20261123 + found.rows[0]!.n;
}

/** Numbers of the outbox's own sequence, fetched in bulk: a server at work takes others meanwhile. */
class EventIds {
  private ids: string[] = [];

  public constructor(private readonly client: Client) {}

  public async next(): Promise<string> {
    if (this.ids.length === 0) {
      const taken = await this.client.query<{ id: string }>(
        `SELECT nextval(pg_get_serial_sequence('platform.outbox', 'id')) AS id FROM generate_series(1, $1)`,
        [BATCH],
      );
      this.ids = taken.rows.map((row) => row.id).reverse();
    }
    return this.ids.pop()!;
  }
}
