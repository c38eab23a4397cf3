import { InvalidArgumentError, type Command } from 'commander';
import { Config } from '@clin/platform';
import { loadReports } from './load/index.js';
import { need, withAdmin } from './environment.js';
import { seed } from './seed.js';

const GENERATED = 2000;

export function addDataCommands(program: Command): void {
  program
    .command('seed')
    .description('demonstration accounts, agreements and synthetic reports; needs DEMO_PASSWORD')
    .option('--reports <number>', 'generated reports beside the scenarios', wholeNumber, GENERATED)
    .action(async ({ reports }: { reports: number }) => {
      const config = Config.fromEnv(process.env, [
        'databaseUrl',
        'databaseSigninUrl',
        'databaseAdminUrl',
        'demoPassword',
      ]);
      await withAdmin((client) =>
        seed(client, config, { reports, demoPassword: config.demoPassword!, say: console.log }),
      );
      console.log('Seeded: synthetic data only.');
    });
  program
    .command('load')
    .description('add generated reports by COPY; needs a superuser in DATABASE_ADMIN_URL')
    .requiredOption('--reports <number>', 'how many', wholeNumber)
    .option('--seed <number>', 'the same seed gives the same reports', wholeNumber)
    .option('--months <number>', 'how far back the oldest lies', wholeNumber, 18)
    .action(async ({ reports, seed: number, months }: { reports: number; seed?: number; months: number }) => {
      const progress = (done: number): void => void (process.stderr.isTTY && process.stderr.write(`\r${done}`));
      const options = {
        reports,
        months,
        owners: 'all',
        progress,
        ...(number === undefined ? {} : { seed: number }),
      } as const;
      const loaded = await loadReports(need('DATABASE_ADMIN_URL'), options);
      console.log(
        `${loaded.reports} reports, ${loaded.disclosures} disclosures, ${loaded.rows} rows over ${loaded.owners} agencies in ${loaded.seconds.toFixed(1)} s.`,
      );
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}
