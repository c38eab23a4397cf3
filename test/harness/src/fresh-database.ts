import { randomBytes } from 'node:crypto';
import { migrate, prepareDatabase, withDatabase, withLogin } from '@clin/platform/setup';
import { migrations } from '@clin/migrations';
import pg from 'pg';

const TEMPLATE = 'clin_template';
const TEMPLATE_LOCK = 7_311_206;

export interface FreshDatabase {
  /** A superuser: for arranging and for looking behind the walls, never for the application. */
  adminUrl: string;
  migratorUrl: string;
  requestUrl: string;
  signinUrl: string;
  workerUrl: string;
  /** A PostgreSQL database of its own for BullMQ, made on the first call. */
  queueUrl: () => Promise<string>;
  /** Closes every session and removes the databases. */
  drop: () => Promise<void>;
}

/** A migrated, empty database of its own, cloned from the run's template in well under a second. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = serverUrl();
  const name = `t_${randomBytes(6).toString('hex')}`;
  await onServer(server, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [TEMPLATE]);
    if (!rowCount) await makeTemplate(server);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} OWNER migrator`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO app_request, app_signin, app_worker`);
  });
  const adminUrl = withDatabase(server, name);
  const as = (login: string) => withLogin(adminUrl, login, password());
  const made = [name];
  return {
    adminUrl,
    migratorUrl: as('migrator'),
    requestUrl: as('app_request'),
    signinUrl: as('app_signin'),
    workerUrl: as('app_worker'),
    queueUrl: async () => {
      const queue = `${name}_queue`;
      if (!made.includes(queue)) {
        await onServer(server, (client) => client.query(`CREATE DATABASE ${queue} OWNER queue`));
        made.push(queue);
      }
      return withLogin(withDatabase(server, queue), 'queue', password());
    },
    drop: () =>
      onServer(server, async (client) => {
        await sessionsGone(client, made);
        for (const database of made) await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      }),
  };
}

/** Waits up to 5 s: a pool's end comes before its last session's, and a session cut then would fail whichever spec runs next. */
async function sessionsGone(client: pg.Client, databases: readonly string[]): Promise<void> {
  for (let waited = 0; waited < 5_000; waited += 50) {
    const { rows } = await client.query('SELECT FROM pg_stat_activity WHERE datname = ANY ($1)', [databases]);
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Made under another name and renamed, so that a failed migration leaves no half-made template behind. */
async function makeTemplate(server: string): Promise<void> {
  const draft = `${TEMPLATE}_draft`;
  const secret = password();
  const passwords = { migrator: secret, app_request: secret, app_signin: secret, app_worker: secret, queue: secret };
  await onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`));
  await prepareDatabase({ adminUrl: server, database: draft, queueDatabase: 'clin_queue', passwords });
  await migrate(withLogin(withDatabase(server, draft), 'migrator', secret), migrations);
  await onServer(server, (client) => client.query(`ALTER DATABASE ${draft} RENAME TO ${TEMPLATE}`));
}

/** A superuser's URL of the run's server. */
export function serverUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url) throw new Error('Run specs through `npm run jest -- <path>`: its global set-up starts PostgreSQL.');
  return url;
}

function password(): string {
  return process.env.TEST_POSTGRES_PASSWORD ?? '';
}

async function onServer<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
