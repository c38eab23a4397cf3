import pg from 'pg';

/** The passwords of the logins; absent ones are left as they are (roles then must exist already). */
export interface Passwords {
  migrator: string;
  app_request: string;
  app_signin: string;
  app_worker: string;
  queue: string;
}

export interface Preparation {
  /** A superuser's URL to any database of the cluster, or that of a role with CREATEROLE and CREATEDB. */
  adminUrl: string;
  database: string;
  /** The database of BullMQ's PostgreSQL backend; null when queues live elsewhere (Redis). */
  queueDatabase: string | null;
  passwords: Passwords;
}

const ATTRIBUTES = 'NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION';
const LOGINS = ['migrator', 'app_request', 'app_signin', 'app_worker'] as const;
const CLUSTER_LOCK = 7_311_204;

/**
 * Creates the roles, once per cluster, and the databases that they use. Repeatable: a second run changes passwords at most.
 * Roles live here and not in a migration, because they belong to the cluster and not to one database.
 */
export async function prepareDatabase({ adminUrl, database, queueDatabase, passwords }: Preparation): Promise<void> {
  await connected(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [CLUSTER_LOCK]);
    for (const login of LOGINS) await createLogin(admin, login, passwords[login]);
    await createRole(admin, 'keeper', 'NOLOGIN');
    // The migrator hands SECURITY DEFINER functions to the keeper and goes on to grant and to change them.
    await admin.query('GRANT keeper TO migrator WITH INHERIT TRUE, SET TRUE');
    await createDatabase(admin, database, 'migrator', ['app_request', 'app_signin', 'app_worker']);
    if (queueDatabase === null) return;
    await createLogin(admin, 'queue', passwords.queue);
    await createDatabase(admin, queueDatabase, 'queue', []);
  });
  await closePublicSchema(withDatabase(adminUrl, database));
  await compareTextsLast(withDatabase(adminUrl, database));
  if (queueDatabase !== null) await closePublicSchema(withDatabase(adminUrl, queueDatabase));
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

export function withLogin(url: string, user: string, password: string): string {
  const changed = new URL(url);
  changed.username = user;
  changed.password = password;
  return changed.href;
}

async function createLogin(admin: pg.Client, name: string, password: string): Promise<void> {
  await createRole(admin, name, 'LOGIN');
  await admin.query(`ALTER ROLE ${name} PASSWORD ${admin.escapeLiteral(password)}`);
}

async function createRole(admin: pg.Client, name: string, kind: 'LOGIN' | 'NOLOGIN'): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  if (!rowCount) {
    await admin.query(`CREATE ROLE ${name} ${kind} ${ATTRIBUTES} NOINHERIT`);
    return;
  }
  const drifted = await admin.query(
    'SELECT FROM pg_roles WHERE rolname = $1 AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)',
    [name],
  );
  if (drifted.rowCount) await admin.query(`ALTER ROLE ${name} ${ATTRIBUTES}`);
}

async function createDatabase(admin: pg.Client, name: string, owner: string, guests: readonly string[]): Promise<void> {
  const id = admin.escapeIdentifier(name);
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (!rowCount) {
    // An administrator who is no superuser must be able to act as the owner it names.
    await admin.query(`DO $$ BEGIN IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
      THEN EXECUTE format('GRANT ${owner} TO %I', current_user); END IF; END $$`);
    await admin.query(`CREATE DATABASE ${id} OWNER ${owner} TEMPLATE template0 ENCODING 'UTF8'`);
  }
  await admin.query(`REVOKE ALL ON DATABASE ${id} FROM PUBLIC`);
  for (const guest of guests) await admin.query(`GRANT CONNECT ON DATABASE ${id} TO ${guest}`);
}

async function closePublicSchema(url: string): Promise<void> {
  await connected(url, (client) => client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC'));
}

/**
 * PostgreSQL asks a cheap comparison of texts before row-level security, since it tells nobody what it compares; but EXPLAIN ANALYZE then says how often
 * security was asked, and so of every hidden text whether it is greater than a given one. At more than ten (an array of one costs half) the boundary is asked first.
 * Indexes are used as before. Only a superuser may say so; elsewhere whoever has the server's login and runs statements of their own can tell.
 */
async function compareTextsLast(url: string): Promise<void> {
  await connected(url, (client) =>
    client.query(`DO $$ DECLARE one regprocedure; BEGIN
      IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN RETURN; END IF;
      FOR one IN SELECT oid FROM pg_proc WHERE proleakproof AND procost < 25 AND 'text'::regtype = ANY (proargtypes) LOOP
        EXECUTE format('ALTER FUNCTION %s COST 25', one);
      END LOOP; END $$`),
  );
}

async function connected<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'prepare-database',
  });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
