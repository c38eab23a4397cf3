import { Client } from 'pg';
import { Clock } from './clock.js';

export interface StartChecks {
  /** Names of every migration of this build, oldest first. */
  migrations: readonly string[];
  /** False lets a test database run without fsync; no environment variable reaches this. */
  durability?: boolean;
  /** How long an answer of the database is waited for. */
  patienceMs?: number;
}

const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'];
/** Stopping by order, after a crash, and not up yet; and what the network says of a connection that is gone. */
const GOING = new Set(['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE']);
/** Neither the function nor its schema is there before the first migration, and nobody may call it before the second. */
const NOT_MIGRATED = new Set(['42883', '3F000', '42501']);
const APPLIED = `SELECT name FROM platform.applied_migrations() AS applied (name)`;

type Failed = Error & { code?: string };

/** What is wrong with a login's database, one line each; empty when the server may start. From here on this process knows the time. */
export async function startFaults(variable: string, url: string, checks: StartChecks): Promise<string[]> {
  const { patienceMs = 5_000 } = checks;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: patienceMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    return [`${variable}: ${unreachable(error as Failed)}`];
  }
  try {
    const { rows } = await client.query<{ time: Date }>('SELECT clock_timestamp() AS time');
    Clock.follow(rows[0]!.time);
    return [
      ...(await roleFaults(client, variable)),
      ...(await durabilityFaults(client, checks)),
      ...(await migrationFaults(client, checks)),
    ];
  } catch (error) {
    return [`${variable}: ${lost(error as Failed)}`];
  } finally {
    await client.end().catch(() => undefined);
  }
}

function unreachable({ code, message }: Failed): string {
  if (code === '28P01' || code === '28000')
    return 'the database refuses this user or password. Run `npm run admin -- prepare-database`, or correct the address.';
  if (code === '3D000') return 'the database does not exist. Create it, then run `npm run admin -- prepare-database`.';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || /timeout/i.test(message))
    return 'no database answers at this address. Start it, or correct the address.';
  if (code && GOING.has(code)) return 'the database is starting or stopping. Start again when it is up.';
  return `the database cannot be used (${code ?? 'no code'}). Check the address.`;
}

/** It answered, and then did not: nothing was found out about it. */
function lost({ code, message }: Failed): string {
  if (/timeout/i.test(message))
    return 'the database did not answer in time while it was checked. Look at its log, then start again.';
  if ((code && GOING.has(code)) || /terminated|ended/i.test(message))
    return 'the database went down, or its connection was cut, while it was checked. Start again when it is up.';
  return `the database could not be checked (${code ?? message}). Look at its log, then start again.`;
}

async function roleFaults(client: Client, variable: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT rolname AS name FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND pg_has_role(current_user, oid, 'MEMBER')
    UNION SELECT rolname FROM pg_roles r WHERE rolname IN ('migrator','keeper') AND pg_has_role(current_user, r.oid, 'MEMBER')`);
  return rows.length === 0
    ? []
    : [
        `${variable}: its role can bypass row-level security (through ${rows.map((row) => row.name).join(', ')}). Use the login that prepare-database made.`,
      ];
}

async function durabilityFaults(client: Client, { durability = true }: StartChecks): Promise<string[]> {
  if (!durability) return [];
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM pg_settings WHERE name = ANY ($1) AND setting = 'off'`,
    [DURABLE],
  );
  return rows.map(
    ({ name }) => `The database runs with ${name} off, so a crash would lose acknowledged writes. Turn it on.`,
  );
}

async function migrationFaults(client: Client, { migrations }: StartChecks): Promise<string[]> {
  const applied = await client.query<{ name: string }>(APPLIED).then(
    ({ rows }) => new Set(rows.map((row) => row.name)),
    (error: Failed) => {
      if (!NOT_MIGRATED.has(error.code ?? '')) throw error;
      return new Set<string>();
    },
  );
  const behind = migrations.filter((name) => !applied.has(name));
  return behind.length === 0
    ? []
    : [`The database is ${behind.length} of ${migrations.length} migrations behind. Run \`npm run admin -- migrate\`.`];
}
