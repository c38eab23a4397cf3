import { DataSource, type MigrationInterface } from 'typeorm';

export type Migration = new () => MigrationInterface;

/** What remains to be run, and what has just been run, by name. */
export interface MigrationReport {
  ran: readonly string[];
}

/** Runs every migration that has not run yet, each in its own transaction, as the migrator. Two runs at once wait for each other. */
export async function migrate(migratorUrl: string, migrations: readonly Migration[]): Promise<MigrationReport> {
  return withSource(migratorUrl, migrations, async (source) => {
    const guard = source.createQueryRunner();
    try {
      await guard.query('SELECT pg_advisory_lock(7311205)');
      const ran = await source.runMigrations({ transaction: 'each' });
      return { ran: ran.map(({ name }) => name) };
    } finally {
      await guard.release();
    }
  });
}

/** Undoes the newest migrations, newest first. */
export async function revert(migratorUrl: string, migrations: readonly Migration[], count: number): Promise<void> {
  await withSource(migratorUrl, migrations, async (source) => {
    for (let undone = 0; undone < count; undone += 1) await source.undoLastMigration({ transaction: 'each' });
  });
}

/** Migrations that the database has not seen; empty when it is current. */
export async function pendingMigrations(url: string, migrations: readonly Migration[]): Promise<string[]> {
  return withSource(url, [], async (source) => {
    const [{ present }] = await source.query<{ present: boolean }[]>(
      `SELECT to_regclass('public.migrations') IS NOT NULL AS present`,
    );
    const done = present ? await source.query<{ name: string }[]>('SELECT name FROM public.migrations') : [];
    const names = new Set(done.map(({ name }) => name));
    return migrations.map(({ name }) => name).filter((name) => !names.has(name));
  });
}

async function withSource<T>(
  url: string,
  migrations: readonly Migration[],
  use: (source: DataSource) => Promise<T>,
): Promise<T> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    schema: 'public',
    installExtensions: false,
    poolSize: 3,
    extra: { application_name: 'migrate', connectionTimeoutMillis: 10_000 },
  });
  await source.initialize();
  try {
    return await use(source);
  } finally {
    await source.destroy();
  }
}
