import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryResult } from 'pg';
import type { Actor } from './actor.js';
import { Databases } from './databases.js';
import { fromPostgres } from './postgres-errors.js';
import type { Rows, Sql } from './sql.js';

const MOST_STATEMENTS = 400;
const names = new Map<string, string>();

/** Named, so that a connection parses and plans each text once; beyond 400 texts the rest go unnamed. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= MOST_STATEMENTS) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 20);
  names.set(text, name);
  return name;
}

function send(client: PoolClient, { text, values }: { text: string; values: unknown[] }): Promise<QueryResult> {
  return client.query({ name: nameOf(text), text, values });
}

export interface Query extends Rows {
  /** The ids whose content the answer holds, for the audit row of this request. */
  returned(ids: Iterable<string>): void;
}

/** The only way to query: a read-only transaction in which the database knows who asks, from their token. */
@Injectable()
export class Read {
  public constructor(private readonly databases: Databases) {}

  /** Queries started together travel together. Throws Unavailable when the database cannot answer. */
  public async run<T>(actor: Actor, ask: (query: Query) => Promise<T>): Promise<T> {
    let client: PoolClient;
    try {
      client = await this.databases.requestPool.connect();
    } catch (error) {
      throw fromPostgres(error);
    }
    // Sent, not awaited: the first queries follow in the same packet. Its failure is met below, before anything is returned.
    const wire = (client as unknown as { connection: { stream: Duplex } }).connection.stream;
    wire.cork();
    const opened = Promise.all([
      client.query('BEGIN READ ONLY'),
      send(client, { text: `SELECT set_config('ctx.token', $1, true)`, values: [actor.token] }),
    ]);
    opened.catch(() => undefined);
    try {
      const asked = (async () => ask(queryOver(client, actor)))();
      wire.uncork();
      const answer = await asked;
      await opened;
      this.close(client, 'COMMIT');
      return answer;
    } catch (error) {
      this.close(client, 'ROLLBACK');
      throw fromPostgres(error);
    }
  }

  /** A read-only commit changes nothing, so nobody waits for it; a connection that cannot end its transaction is thrown away. */
  private close(client: PoolClient, how: 'COMMIT' | 'ROLLBACK'): void {
    client.query(how).then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
}

function queryOver(client: PoolClient, actor: Actor): Query {
  const rows = async <T>(statement: Sql): Promise<T[]> => (await send(client, statement)).rows as T[];
  return {
    rows,
    row: async <T>(statement: Sql) => (await rows<T>(statement))[0],
    returned: (ids) => {
      for (const id of ids) actor.trail.returned.add(id);
    },
  };
}
