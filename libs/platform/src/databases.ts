import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Pool, type PoolConfig } from 'pg';
import { DataSource, getMetadataArgsStorage } from 'typeorm';
import { Config } from './config.js';
import { SteadyClient } from './steady-client.js';

const WAIT_MS = 5_000;
const STATEMENT_MS = 20_000;
/**
 * A statement of a read is planned once for each connection. Left to itself the planner weighs the values each time, and plans again at
 * every request where a guess makes that look cheaper: planning a page under the policies takes longer than finding it.
 */
export const PLAN_ONCE = '-c plan_cache_mode=force_generic_plan';

/** The connections, one login each. Only Read, Work, the audit writer, sign-in and the worker's jobs take them. */
@Injectable()
export class Databases implements OnModuleInit, OnApplicationShutdown {
  /** Reads as app_request; clients pipeline, so that a read costs two round trips and not four. */
  public readonly requestPool: Pool;
  /** Writes as app_request, through TypeORM. */
  public readonly requestData: DataSource;
  /** Audit rows as app_request, apart from the others: a full pool must not stop the log, nor the log the others. */
  public readonly auditPool: Pool;
  /** Opens sessions; sees no records. */
  public readonly signinPool: Pool;
  /** Only the worker process has its address; what it sends together travels together. */
  public readonly workerPool: Pool;

  public constructor(private readonly config: Config) {
    this.requestPool = pool(config.databaseUrl, { max: config.poolSize, pipeline: true, options: PLAN_ONCE });
    this.auditPool = pool(config.databaseUrl, { max: 2, statement_timeout: WAIT_MS, query_timeout: WAIT_MS });
    this.signinPool = pool(config.databaseSigninUrl, { max: 5 });
    this.workerPool = pool(config.databaseWorkerUrl, { max: 10, pipeline: true });
    this.requestData = new DataSource({
      type: 'postgres',
      url: config.databaseUrl,
      entities: getMetadataArgsStorage().tables.map((table) => table.target as never),
      synchronize: false,
      logging: false,
      poolSize: config.poolSize,
      connectTimeoutMS: WAIT_MS,
      extra: { statement_timeout: STATEMENT_MS, Client: SteadyClient },
      poolErrorHandler: () => undefined,
    });
  }

  public async onModuleInit(): Promise<void> {
    if (this.config.databaseUrl) await this.requestData.initialize();
  }

  public async onApplicationShutdown(): Promise<void> {
    const pools = [this.requestPool, this.auditPool, this.signinPool, this.workerPool];
    await Promise.allSettled([
      ...pools.map((one) => one.end()),
      this.requestData.isInitialized ? this.requestData.destroy() : undefined,
    ]);
  }
}

function pool(connectionString: string | undefined, options: PoolConfig): Pool {
  const made = new Pool({
    connectionString,
    connectionTimeoutMillis: WAIT_MS,
    statement_timeout: STATEMENT_MS,
    Client: SteadyClient,
    ...options,
  });
  // An idle connection that breaks is dropped by the pool; the next query opens another.
  made.on('error', () => undefined);
  return made;
}
