import type { Client } from 'pg';
import { demoAccounts, partnerContacts, seedDemoAccounts, seedReference } from '@clin/identity/seed';
import { Config } from '@clin/platform';
import { seedAgreements } from '@clin/sharing';
import { loadReports } from './load/index.js';
import { seedCases } from './seed-cases.js';
import { seedReferrals } from './seed-referrals.js';
import { seedScenarios } from './seed-scenarios.js';
import { seedThreats } from './seed-threats.js';

export interface SeedOptions {
  /** Generated reports beside the scenarios; none is added when the database has some. */
  reports: number;
  demoPassword: string;
  say?: (line: string) => void;
}

/** The demonstration: agencies, people, agreements, the scenarios and lived-in months of synthetic reports. Repeatable. */
export async function seed(client: Client, config: Config, { reports, demoPassword, say }: SeedOptions): Promise<void> {
  await seedReference(client);
  await seedDemoAccounts(client, demoPassword, [...demoAccounts(), ...partnerContacts()]);
  await asMigrator(client, () => seedAgreements(client));
  const scenarios = await seedScenarios(config, demoPassword);
  say?.(`${scenarios} scenario reports.`);
  await seedThreats(config, demoPassword);
  const referrals = await seedReferrals(config, demoPassword);
  say?.(`${referrals} referrals.`);
  const cases = await seedCases(config, client, demoPassword);
  say?.(`${cases} cases with actions.`);
  if (reports === 0 || (await hasGenerated(client))) return;
  const loaded = await loadReports(config.databaseAdminUrl!, { reports, owners: 'staffed' });
  say?.(`${loaded.reports} synthetic reports in ${loaded.seconds.toFixed(1)} s.`);
}

async function hasGenerated(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM audit.entry WHERE event = 'synthetic.load'`,
  );
  return rows[0]!.n > 0;
}

async function asMigrator(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('SET ROLE migrator');
  try {
    await work();
  } finally {
    await client.query('RESET ROLE');
  }
}
