import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrations } from '@clin/migrations';
import { seedDemoAccounts, seedReference } from '@clin/identity/seed';
import { migrate, prepareDatabase, withDatabase } from '@clin/platform/setup';
import { seedAgreements } from '@clin/sharing';
import { loadReports } from '../../apps/admin/dist/load/index.js';
import { measureDatabase } from './database-measures.mjs';
import { measureHttp } from './http-measures.mjs';
import { tableOf } from './stats.mjs';

const NAME = 'county_lines_bench';

/** Prints the table of ratios that exist so far; every bar is of the proof plan. */
export async function bench({ database, say, reports, seconds, keep }) {
  const urls = Object.fromEntries(
    Object.entries(database.urls).map(([name, url]) => [name, name === 'QUEUE_URL' ? url : withDatabase(url, NAME)]),
  );
  const password = randomBytes(12).toString('hex');
  const cluster = new pg.Client(withDatabase(database.urls.DATABASE_ADMIN_URL, 'postgres'));
  await cluster.connect();
  const drop = () => cluster.query(`DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`);
  try {
    await drop();
    await prepareDatabase({
      adminUrl: cluster.connectionString ?? withDatabase(database.urls.DATABASE_ADMIN_URL, 'postgres'),
      database: NAME,
      queueDatabase: null,
      passwords: database.secrets,
    });
    await migrate(urls.MIGRATOR_URL, migrations);
    await seed(urls.DATABASE_ADMIN_URL, password);
    const loaded = await loadReports(urls.DATABASE_ADMIN_URL, { reports, owners: 'all', seed: 1 });
    say(
      `N: ${loaded.reports} reports, ${loaded.disclosures} disclosures, ${loaded.owners} owning agencies, ${loaded.rows} rows, loaded in ${loaded.seconds.toFixed(1)} s`,
    );
    const rows = [
      ...(await measureDatabase(urls, say)),
      ...(await measureHttp(urls, { seconds, say, postgres: database.server.pid })),
    ];
    say(
      `\n${tableOf(rows)}\n\nMedians of turns A B A B on ${process.platform} with ${process.availableMemory ? `${Math.round(process.availableMemory() / 2 ** 30)} GB free` : 'unknown memory'}; ratios, not timings, are the claim.`,
    );
  } finally {
    if (!keep) await drop();
    await cluster.end();
  }
}

async function seed(adminUrl, password) {
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  await seedReference(admin);
  await seedDemoAccounts(admin, password);
  await seedAgreements(admin);
  // The floor's list walks reports newest first as ours walks grants: both have an index for it.
  await admin.query('CREATE INDEX bench_newest ON intelligence.report (created_at DESC, id DESC)');
  await admin.end();
}
