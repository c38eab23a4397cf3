/** The database of `npm start`: created once, kept in .data/, prepared and migrated at every start. */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { place, runningPostgres, startPostgres } from '../embedded-postgres.mjs';
import { root } from '../build.mjs';
import { run } from '../processes.mjs';

const DATABASE = 'county_lines';
const LOGINS = ['postgres', 'migrator', 'app_request', 'app_signin', 'app_worker', 'queue'];

/** @returns the server and the URLs of every login; `started` says whether this process started it. */
export async function openDatabase({ say = () => {}, data = join(root, '.data') } = {}) {
  await mkdir(data, { recursive: true, mode: 0o755 });
  const where = await place(data, say);
  const secrets = await secretsIn(where.folder);
  const options = { where, password: secrets.postgres };
  const known = await runningPostgres(options);
  const server = known ?? (await startPostgres({ ...options, say }));
  return {
    server,
    options,
    secrets,
    urls: urlsOf(server.port, secrets),
    started: known === null,
    folder: where.folder,
  };
}

/** Roles, databases, schema: repeatable, and quick when there is nothing to do. */
export async function readyDatabase({ urls, secrets }, say = () => {}) {
  const { prepareDatabase, migrate } = await import('@clin/platform/setup');
  const { migrations } = await import('@clin/migrations');
  await prepareDatabase({
    adminUrl: urls.DATABASE_ADMIN_URL.replace(/[^/]+$/, 'postgres'),
    database: DATABASE,
    queueDatabase: `${DATABASE}_queue`,
    passwords: secrets,
  });
  const { ran } = await migrate(urls.MIGRATOR_URL, migrations);
  if (ran.length > 0) say(`Database migrated: ${ran.length} ${ran.length === 1 ? 'step' : 'steps'}.`);
}

/** Demo accounts and synthetic reports: once, and again when the password or the seed's code changes. */
export async function seedDatabase({ urls, folder }, password, say = () => {}) {
  const mark = join(folder, 'seeded');
  const program = join(root, 'apps/admin/dist/main.js');
  const wanted = createHash('sha256').update(password).digest('hex');
  if ((await readFile(mark, 'utf8').catch(() => '')) === wanted) return;
  say('Seeding synthetic data …');
  await run(process.execPath, [program, 'seed'], {
    cwd: root,
    env: { ...process.env, ...urls, DEMO_PASSWORD: password },
  });
  await writeFile(mark, wanted);
}

export function urlsOf(port, secrets) {
  const url = (login, database) => `postgres://${login}:${secrets[login]}@127.0.0.1:${port}/${database}`;
  return {
    DATABASE_URL: url('app_request', DATABASE),
    DATABASE_SIGNIN_URL: url('app_signin', DATABASE),
    DATABASE_WORKER_URL: url('app_worker', DATABASE),
    DATABASE_ADMIN_URL: url('postgres', DATABASE),
    MIGRATOR_URL: url('migrator', DATABASE),
    QUEUE_URL: process.env.QUEUE_URL?.trim() || url('queue', `${DATABASE}_queue`),
  };
}

/** Beside the data they open, so that neither is kept without the other; readable by their owner alone. */
async function secretsIn(folder) {
  const file = join(folder, 'secrets.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) return JSON.parse(text);
  const secrets = Object.fromEntries(LOGINS.map((login) => [login, randomBytes(24).toString('hex')]));
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  await chmod(file, 0o600);
  return secrets;
}
