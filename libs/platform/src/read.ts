import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { Actor } from './actor.js';
import { Databases } from './databases.js';
import { askInContext } from './in-context.js';
import { fromPostgres } from './postgres-errors.js';
import type { Rows, Sql } from './sql.js';
import { statementName } from './statement-name.js';

export interface Query extends Rows {
  /** The ids whose content the answer holds, for the audit row of this request. */
  returned(ids: Iterable<string>): void;
}

/** The only way to query: read-only, each statement in a context that the database resolves from the actor's token. */
@Injectable()
export class Read {
  public constructor(private readonly databases: Databases) {}

  /** Throws Unavailable when the database cannot answer. */
  public async run<T>(actor: Actor, ask: (query: Query) => Promise<T>): Promise<T> {
    let client: PoolClient | undefined;
    try {
      client = await this.databases.requestPool.connect();
      return await ask(queryOver(client, actor));
    } catch (error) {
      throw fromPostgres(error);
    } finally {
      client?.release();
    }
  }
}

function queryOver(client: PoolClient, actor: Actor): Query {
  const rows = async <T>({ text, values }: Sql): Promise<T[]> =>
    (await askInContext(client, actor.token, { name: statementName(text), text, values })).rows as T[];
  return {
    rows,
    row: async <T>(statement: Sql) => (await rows<T>(statement))[0],
    returned: (ids) => {
      for (const id of ids) actor.trail.returned.add(id);
    },
  };
}
