import pg, { type Connection, type PoolClient, type QueryConfig, type QueryResult } from 'pg';

/** Local to the transaction, so nothing of it outlives the statement that follows; and from here on that transaction only reads. */
const CONTEXT = {
  name: 'context',
  text: `SELECT set_config('ctx.token', $1, true), set_config('transaction_read_only', 'on', true)`,
};

/** What pg's own Query is besides its types: the parts that a statement of two messages must know. */
interface Wire extends Connection {
  parsedStatements: Record<string, string | undefined>;
  submittedNamedStatements: Record<string, string | undefined>;
}
interface Prepared {
  callback: (error: Error | null, result: QueryResult) => void;
  prepare(wire: Wire): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
}
const Statement = pg.Query as unknown as new (config: QueryConfig & { queryMode: 'extended' }) => Prepared;

/**
 * One statement with its context before it, up to one Sync: by protocol that is one transaction of its own, whose second half is
 * skipped when the first fails. No transaction is ever open between two messages, so none has to be ended.
 */
class InContext extends Statement {
  private begun = false;

  public constructor(
    private readonly token: string,
    config: QueryConfig,
  ) {
    super({ ...config, queryMode: 'extended' });
  }

  public override prepare(wire: Wire): void {
    wire.bind({ statement: CONTEXT.name, values: [this.token] }, true);
    wire.execute({}, true);
    super.prepare(wire);
  }

  /** The context's answer is not described, and so is told from the statement's own. */
  public override handleRowDescription(message: unknown): void {
    this.begun = true;
    super.handleRowDescription(message);
  }

  public override handleDataRow(message: unknown): void {
    if (this.begun) super.handleDataRow(message);
  }

  public override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.begun) super.handleCommandComplete(message, wire);
  }
}

/** Runs one reading statement as the person behind the token. Statements started together travel together. */
export function askInContext(client: PoolClient, token: string, config: QueryConfig): Promise<QueryResult> {
  const { parsedStatements, submittedNamedStatements } = (client as unknown as { connection: Wire }).connection;
  if (!(CONTEXT.name in parsedStatements) && !(CONTEXT.name in submittedNamedStatements))
    // Should this fail, the statement behind it finds no context to run in and fails as well.
    client.query({ ...CONTEXT, values: [''] }).catch(() => undefined);
  return new Promise((resolve, reject) => {
    const statement = new InContext(token, config);
    statement.callback = (error, result) => (error ? reject(error) : resolve(result));
    client.query(statement as unknown as pg.Query);
  });
}
