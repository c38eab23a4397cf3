import type pg from 'pg';
import { Clock } from '../clock.js';
import { Pace } from './pace.js';
import type { Rows, Sql } from '../sql.js';
import { statementName } from '../statement-name.js';

/** What a job may do in its transaction, as the database login `app_worker`, which sees no record until it acts for somebody. */
export interface WorkerTx extends Rows {
  /** From here until the next call, row-level security answers as this person; allowed only because this event was committed. */
  actFor(userId: string, eventId: string): Promise<void>;
  /** What runs: "schedule mind-actions", "job announce"; the log says it of what no person did. */
  readonly by?: string | undefined;
}

/** With the time, so that whatever the worker dates is dated by the database's clock. */
const BEGIN = `BEGIN; SET LOCAL idle_in_transaction_session_timeout = '30s'; SET LOCAL statement_timeout = '30s';
  SELECT clock_timestamp() AS time`;

/** Transactions of the worker. */
export class WorkerDatabase {
  public constructor(
    private readonly pool: pg.Pool,
    private readonly enter?: (tx: WorkerTx) => Promise<void>,
    private readonly pace = new Pace(),
    private readonly by?: string,
  ) {}

  /** The same for what is called `by`, with something that each transaction does first; when that throws, nothing of it happens. */
  public entering(by: string, enter: (tx: WorkerTx) => Promise<void>): WorkerDatabase {
    return new WorkerDatabase(this.pool, enter, this.pace, by);
  }

  /** For what a queue brings: as `run`, and not faster than is good for those who wait for pages, unless it must happen at once. */
  public inTurn<T>(work: (tx: WorkerTx) => Promise<T>, atOnce = false): Promise<T> {
    return this.pace.run(() => this.run(work), atOnce);
  }

  /** Commits when the work resolves, rolls back when it throws. A transaction that hangs longer than 30 seconds is ended by PostgreSQL. */
  public async run<T>(work: (tx: WorkerTx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      const begun = (await client.query(BEGIN)) as unknown as pg.QueryResult<{ time: Date }>[];
      Clock.follow(begun.at(-1)!.rows[0]!.time);
      const tx = txOf(client, this.by);
      await this.enter?.(tx);
      const result = await work(tx);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: Error) => (broken = lost));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

function txOf(client: pg.PoolClient, by: string | undefined): WorkerTx {
  const ask = inOrder(client);
  const rows = async <T>(query: Sql): Promise<T[]> => (await ask(query.text, query.values)).rows as T[];
  return {
    rows,
    row: async <T>(query: Sql) => (await rows<T>(query))[0],
    actFor: async (userId, eventId) => void (await ask('SELECT ctx.act_for($1::uuid, $2::bigint)', [userId, eventId])),
    by,
  };
}

/** Statements that are asked together are answered in their order; a connection that pipelines has them under way together as well. */
function inOrder(client: pg.PoolClient): (text: string, values: unknown[]) => Promise<pg.QueryResult> {
  const ask = (text: string, values: unknown[]): Promise<pg.QueryResult> =>
    client.query({ name: statementName(text), text, values });
  if ((client as { pipeline?: boolean }).pipeline) return ask;
  let last: Promise<unknown> = Promise.resolve();
  return (text, values) => {
    const mine = last.then(() => ask(text, values));
    last = mine.catch(() => undefined);
    return mine;
  };
}
