import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { SharedTurn } from './shared-turn.js';
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
  private readonly turn: SharedTurn;

  public constructor(databases: Databases) {
    this.turn = new SharedTurn(databases.requestPool);
  }

  /** Throws Unavailable when the database cannot answer. */
  public async run<T>(actor: Actor, ask: (query: Query) => Promise<T>): Promise<T> {
    const { client, done } = this.turn.take();
    try {
      return await ask(queryOver(await client, actor));
    } catch (error) {
      throw fromPostgres(error);
    } finally {
      done();
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
