import { Client } from 'pg';

export function need(variable: string): string {
  const value = process.env[variable]?.trim();
  if (!value) throw new Error(`${variable} is not set.`);
  return value;
}

export function url(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new Error('The database address is no URL such as postgres://user:password@host:5432/database.');
  }
}

/** A connection with the administrator's login, on the database of the environment. */
export async function withAdmin<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: need('DATABASE_ADMIN_URL'), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
