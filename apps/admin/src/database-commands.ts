import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { migrations } from '@clin/migrations';
import { migrate, prepareDatabase, withDatabase } from '@clin/platform/setup';
import { seedReference } from '@clin/identity/seed';
import { need, url, withAdmin } from './environment.js';

const NEEDED = ['DATABASE_URL', 'DATABASE_SIGNIN_URL', 'DATABASE_WORKER_URL'] as const;

export function addDatabaseCommands(program: Command): void {
  program
    .command('prepare-database')
    .description(
      'create the roles and databases that the addresses in the environment name; needs DATABASE_ADMIN_URL of an administrator',
    )
    .action(async () => {
      const admin = need('DATABASE_ADMIN_URL');
      const [request, signin, worker] = NEEDED.map((name) => new URL(need(name)));
      const queue = process.env.QUEUE_URL?.startsWith('postgres') ? new URL(process.env.QUEUE_URL) : undefined;
      const passwords = {
        app_request: passwordOf(request!, 'app_request', NEEDED[0]),
        app_signin: passwordOf(signin!, 'app_signin', NEEDED[1]),
        app_worker: passwordOf(worker!, 'app_worker', NEEDED[2]),
        migrator: process.env.MIGRATOR_URL
          ? decodeURIComponent(new URL(process.env.MIGRATOR_URL).password)
          : randomBytes(24).toString('hex'),
        queue: queue ? passwordOf(queue, 'queue', 'QUEUE_URL') : randomBytes(24).toString('hex'),
      };
      const database = request!.pathname.slice(1);
      const queueDatabase = queue ? queue.pathname.slice(1) : null;
      await prepareDatabase({ adminUrl: withDatabase(admin, 'postgres'), database, queueDatabase, passwords });
      console.log(`The roles and the database ${database} are ready. Next: npm run admin -- migrate`);
    });
  program
    .command('migrate')
    .description('bring the schema and the reference data up to date; needs DATABASE_ADMIN_URL or MIGRATOR_URL')
    .action(async () => {
      const { ran } = await migrate(migratorUrl(), migrations);
      await withAdmin(seedReference);
      console.log(
        ran.length === 0
          ? 'The schema was current.'
          : `Migrated: ${ran.length} ${ran.length === 1 ? 'step' : 'steps'}.`,
      );
    });
}

/** Acts as the migrator whoever connects, so that it owns what it makes. */
function migratorUrl(): string {
  if (process.env.MIGRATOR_URL) return process.env.MIGRATOR_URL;
  const admin = url(need('DATABASE_ADMIN_URL'));
  admin.searchParams.set('options', '-c role=migrator');
  return admin.href;
}

function passwordOf({ username, password }: URL, login: string, variable: string): string {
  if (username !== login || password === '')
    throw new Error(`${variable} must name the login ${login} and its password.`);
  return decodeURIComponent(password);
}
