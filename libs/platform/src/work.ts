import { Injectable } from '@nestjs/common';
import type { EntityManager, QueryRunner } from 'typeorm';
import type { Actor } from './actor.js';
import { asJson } from './audit-entry.js';
import { Databases } from './databases.js';
import { InvalidInput, Unavailable } from './errors.js';
import { fromPostgres } from './postgres-errors.js';
import { sql, type Rows, type Sql } from './sql.js';
import type { IdempotencyKey } from './trail.js';

/** A fact for others, relayed after the commit: ids and facts, never intelligence text. */
export interface EmittedEvent {
  type: string;
  recordId: string;
  payload: Record<string, unknown>;
}

export interface AuditRecord {
  event: string;
  recordIds: readonly string[];
  detail?: Record<string, unknown>;
}

export interface Tx extends Rows {
  manager: EntityManager;
  emit(event: EmittedEvent): Promise<void>;
  record(entry: AuditRecord): Promise<void>;
}

/** The only source of writes: the change, its outbox row and its audit row commit together or not at all. */
@Injectable()
export class Work {
  public constructor(private readonly databases: Databases) {}

  /**
   * Call once per request: a repeated Idempotency-Key answers with the stored result instead of doing the work again.
   * The result must be small JSON. Throws when the work recorded nothing, InvalidInput when the key came with another request before.
   */
  public run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.commit(actor, (runner) => this.once(runner, actor, work));
  }

  /**
   * A step before the work, kept whatever becomes of it: a try counts before it is answered. The Idempotency-Key and the audit row are the work's;
   * a step that ends the request records why.
   */
  public first<T>(actor: Actor, step: (tx: Tx) => Promise<T>): Promise<T> {
    return this.commit(actor, async (runner) => {
      const tx = new Writing(runner, actor);
      const result = await step(tx);
      return { result, wrote: tx.recorded > 0 };
    });
  }

  private async commit<T>(
    actor: Actor,
    write: (runner: QueryRunner) => Promise<{ result: T; wrote: boolean }>,
  ): Promise<T> {
    const runner = this.databases.requestData.createQueryRunner();
    try {
      await runner.connect();
      await runner.startTransaction();
      await runner.query(`SELECT set_config('ctx.token', $1, true)`, [actor.token]);
      const { result, wrote } = await write(runner);
      await runner.commitTransaction();
      actor.trail.wrote = wrote;
      return result;
    } catch (error) {
      // TypeORM let go of it when its connection broke, and the next statement failed with an error of TypeORM's own.
      if (runner.isReleased) throw new Unavailable(5, { cause: error });
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw fromPostgres(error);
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  private async once<T>(
    runner: QueryRunner,
    actor: Actor,
    work: (tx: Tx) => Promise<T>,
  ): Promise<{ result: T; wrote: boolean }> {
    const tx = new Writing(runner, actor);
    const key = actor.trail.idempotency;
    const before = key && (await claim<T>(tx, actor, key));
    if (before) {
      actor.trail.detail.replayed = true;
      return { result: before.result, wrote: false };
    }
    const result = await work(tx);
    if (tx.recorded === 0) throw new Error('A write recorded no audit entry');
    if (key) {
      await tx.rows(sql`UPDATE platform.idempotency SET result = ${JSON.stringify(result ?? null)}::jsonb
        WHERE user_id = ${actor.userId}::uuid AND key = ${key.key}`);
    }
    return { result, wrote: true };
  }
}

/** Takes the key, waiting for a request that holds it now; the earlier result when there is one. */
async function claim<T>(tx: Rows, actor: Actor, key: IdempotencyKey): Promise<{ result: T } | undefined> {
  if (key.used) throw new Error('work.run was called twice under one Idempotency-Key');
  key.used = true;
  const taken = await tx.row(sql`INSERT INTO platform.idempotency (user_id, key, request_hash)
    VALUES (${actor.userId}::uuid, ${key.key}, ${key.hash}) ON CONFLICT DO NOTHING RETURNING true AS taken`);
  if (taken) return undefined;
  const before = await tx.row<{
    hash: string;
    result: T;
  }>(sql`SELECT request_hash AS hash, result FROM platform.idempotency
    WHERE user_id = ${actor.userId}::uuid AND key = ${key.key}`);
  if (before?.hash !== key.hash) throw new InvalidInput({ 'Idempotency-Key': 'Was used for another request.' });
  return before;
}

class Writing implements Tx {
  public recorded = 0;

  public constructor(
    private readonly runner: QueryRunner,
    private readonly actor: Actor,
  ) {}

  public get manager(): EntityManager {
    return this.runner.manager;
  }

  public async rows<T>(statement: Sql): Promise<T[]> {
    return (await this.runner.query(statement.text, statement.values, true)).records as T[];
  }

  public async row<T>(statement: Sql): Promise<T | undefined> {
    return (await this.rows<T>(statement))[0];
  }

  public async emit({ type, recordId, payload }: EmittedEvent): Promise<void> {
    const { userId, agencyId } = this.actor;
    await this.rows(sql`INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
      VALUES (${type}, ${recordId}::uuid, ${userId}::uuid, ${agencyId}::smallint, ${JSON.stringify(payload)}::jsonb)`);
  }

  public async record({ event, recordIds, detail }: AuditRecord): Promise<void> {
    const { token, trail } = this.actor;
    const entry = {
      token,
      event,
      outcome: 'allowed',
      requestId: trail.requestId,
      recordIds: [...recordIds],
      detail: detail ?? {},
    };
    await this.rows(sql`SELECT audit.append(${asJson([entry])}::jsonb)`);
    this.recorded += 1;
  }
}
