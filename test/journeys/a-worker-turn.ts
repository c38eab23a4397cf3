import pg from 'pg';
import { WorkerDatabase, type OutboxEvent } from '@clin/platform/events';
import { roomHandlers, roomSchedules } from '../../apps/worker/src/rooms.js';
import type { Network } from './a-network.js';

/** What a worker does in one turn, without queues: a schedule by its name, or whatever events wait. */
export class WorkerTurn {
  private readonly pool: pg.Pool;
  private seen = 0;

  public constructor(private readonly network: Network) {
    this.pool = new pg.Pool({ connectionString: network.server.database.workerUrl });
  }

  public end(): Promise<void> {
    return this.pool.end();
  }

  public async runs(schedule: string): Promise<void> {
    const found = roomSchedules().find(({ name }) => name === schedule);
    if (!found) throw new Error(`no schedule ${schedule}`);
    await found.execute(new WorkerDatabase(this.pool));
  }

  /** Announces what waits; answers who was told what since it last asked, as "address kind", sorted. */
  public async tells(): Promise<string[]> {
    const { admin } = this.network.server;
    const { rows } = await admin.query<OutboxEvent>(
      `UPDATE platform.outbox SET relayed_at = now() WHERE relayed_at IS NULL
       RETURNING id::text, type, record_id AS "recordId", actor_id AS "actorId", agency_id AS "agencyId", payload`,
    );
    for (const event of rows)
      for (const handler of roomHandlers({ mail: false }).filter(({ eventType }) => eventType === event.type))
        await new WorkerDatabase(this.pool).run((tx) => handler.handle(event, tx));
    const found = await admin.query<{ line: string }>(
      `SELECT u.email || ' ' || n.kind AS line FROM notifications.notification n JOIN identity.user_account u ON u.id = n.user_id
       WHERE n.state <> 'suppressed' ORDER BY n.created_at, n.id`,
    );
    const lines = found.rows.map(({ line }) => line);
    const fresh = lines.slice(this.seen);
    this.seen = lines.length;
    return fresh.sort();
  }
}
