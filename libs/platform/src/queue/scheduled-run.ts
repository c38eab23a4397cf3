import { sql } from '../sql.js';
import type { FollowUp } from '../outbox/event-handlers.js';
import type { WorkerDatabase, WorkerTx } from '../outbox/worker-database.js';
import type { Schedule } from './schedule.js';

/** The first half of the advisory locks' key; the second is the schedule's name. */
const LOCKS = 7_311_207;
/** Below this a row for each run would cost more than running in every worker in turn. */
const REMEMBERED_MS = 1_000;
const MOST_OFTEN_MS = 1_000;
const LEAST_OFTEN_MS = 30_000;

/** Another worker has the schedule's turn, or had it within its pause. */
class NotNow extends Error {}

/**
 * A schedule as one of several workers runs it. A lock of the transaction itself decides who is in it, so a worker that dies lets go at
 * once, and none can believe that it still holds what another has. When it ran last is in the database, for all workers and after a restart.
 */
export class ScheduledRun {
  private more = false;

  public constructor(
    public readonly schedule: Schedule,
    private readonly database: WorkerDatabase,
    private readonly queue: (followUps: readonly FollowUp[]) => Promise<void>,
  ) {}

  /** How often to ask whether it is due: often enough that a turn which another worker took late is not waited for twice. */
  public get pauseMs(): number {
    const { everyMs } = this.schedule;
    if (everyMs < REMEMBERED_MS) return everyMs;
    return Math.min(everyMs, Math.max(MOST_OFTEN_MS, Math.min(everyMs / 10, LEAST_OFTEN_MS)));
  }

  /** Runs it if it is due and nobody else is in it. Answers whether more may be waiting. */
  public async execute(): Promise<boolean> {
    const going = this.more;
    this.more = false;
    let entered = false;
    const turn = this.database.entering(`schedule ${this.schedule.name}`, async (tx) => {
      await this.lock(tx);
      if (!entered) await this.takeTurn(tx, going);
      entered = true;
    });
    try {
      const outcome = await this.schedule.execute(turn);
      const { more, followUps } = typeof outcome === 'boolean' ? { more: outcome, followUps: [] } : outcome;
      if (followUps.length > 0) await this.queue(followUps);
      this.more = more;
      return more;
    } catch (error) {
      if (error instanceof NotNow) return false;
      throw error;
    }
  }

  private async lock(tx: WorkerTx): Promise<void> {
    const { name } = this.schedule;
    const row = await tx.row<{ held: boolean }>(
      sql`SELECT pg_try_advisory_xact_lock(${LOCKS}::int, hashtext(${name})) AS held`,
    );
    if (!row?.held) throw new NotNow();
  }

  /** Asked under the lock and by a statement of its own, so that it sees what the worker before has committed. */
  private async takeTurn(tx: WorkerTx, going: boolean): Promise<void> {
    const { name, everyMs } = this.schedule;
    if (everyMs < REMEMBERED_MS) return;
    const taken = await tx.row(sql`INSERT INTO platform.schedule AS s (name, next_at)
      VALUES (${name}, clock_timestamp() + ${everyMs}::int * interval '1 millisecond')
      ON CONFLICT (name) DO UPDATE SET ran_at = clock_timestamp(), next_at = excluded.next_at
        WHERE s.next_at <= clock_timestamp() OR ${going}::boolean RETURNING true`);
    if (!taken) throw new NotNow();
  }
}
