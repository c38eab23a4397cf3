import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConsoleLogger, type INestApplicationContext } from '@nestjs/common';
import { getQueueToken } from '@nestjs/bullmq';
import { NestFactory } from '@nestjs/core';
import type { Queue } from 'bullmq';
import type { FreshDatabase } from '@clin/harness';
import { declareNotification } from '@clin/notifications';
import { announceHandlers, makeDailyMails, queueDeliveries } from '@clin/notifications/jobs';
import { Post, ToldWorld } from '@clin/notifications/testing';
import { Config } from '@clin/platform';
import { workerModule, WorkerProcess } from '../../apps/worker/src/index.js';

declareNotification({
  kind: 'thing-shared',
  eventType: 'thing.shared.v1',
  audience: { scope: 'recipients', roles: ['analyst', 'supervisor'] },
  title: 'A thing was shared',
});

declareNotification({
  kind: 'thing-for-many',
  eventType: 'thing.told-to-many.v1',
  audience: { scope: 'recipients', roles: ['officer'] },
  title: 'A thing for many',
});

const TWO_MINUTES_GO_BY = readFileSync(join(import.meta.dirname, 'two-minutes-go-by.sql'), 'utf8');

/** Of each event two people are told, with an e-mail each; a third is cleared for less and is not. */
export const MAILS = 2;
export const ROWS = 3;

/** Several whole workers over one database and one queue, with a real mail server behind them. */
export class WorkersAtWork {
  public readonly workers: INestApplicationContext[] = [];
  public readonly events: string[] = [];

  private constructor(
    public readonly database: FreshDatabase,
    public readonly world: ToldWorld,
    public readonly post: Post,
    private readonly config: Config,
  ) {}

  public static async over(database: FreshDatabase, queueUrl: string): Promise<WorkersAtWork> {
    const post = new Post();
    const smtpUrl = await post.open();
    const config = Config.of({ databaseWorkerUrl: database.workerUrl, queueUrl, smtpUrl });
    return new WorkersAtWork(database, await ToldWorld.create(database.adminUrl), post, config);
  }

  /** One more worker; an idle one has its queues and does nothing. */
  public async join(idle = false): Promise<INestApplicationContext> {
    const parts = {
      handlers: announceHandlers({ mail: true }),
      schedules: [queueDeliveries(), makeDailyMails()],
    };
    const logger = new ConsoleLogger({ logLevels: ['fatal'] });
    const worker = await NestFactory.createApplicationContext(await workerModule(this.config, parts), { logger });
    this.workers.push(worker);
    if (!idle) await worker.get(WorkerProcess).start();
    return worker;
  }

  public queue(name: 'events' | 'mail'): Queue {
    return this.workers[0]!.get<Queue>(getQueueToken(name), { strict: false });
  }

  public async emit(count: number): Promise<void> {
    this.events.push(...(await this.world.events('thing.shared.v1', count)));
  }

  /** Two minutes go by, for all that waits to be looked at again. */
  public async laterOn(): Promise<void> {
    await this.world.admin.query(TWO_MINUTES_GO_BY);
  }

  public async counts(): Promise<{ rows: number; sent: number; open: number; done: number }> {
    const { rows } = await this.world.admin.query<{ rows: number; sent: number; open: number; done: number }>(
      `SELECT (SELECT count(*)::int FROM notifications.notification WHERE event_id = ANY ($1)) AS rows,
         (SELECT count(*)::int FROM notifications.notification WHERE event_id = ANY ($1) AND state = 'sent') AS sent,
         (SELECT count(*)::int FROM notifications.delivery WHERE event_id = ANY ($1) AND state <> 'sent') AS open,
         (SELECT count(*)::int FROM platform.outbox WHERE done_at IS NOT NULL AND id = ANY ($1)) AS done`,
      [this.events],
    );
    return rows[0]!;
  }

  /** What each event owes: a row in each inbox, an e-mail to whoever may see. */
  public get owed(): { rows: number; sent: number; open: number; done: number } {
    const n = this.events.length;
    return { rows: n * ROWS, sent: n * MAILS, open: 0, done: n };
  }

  /** Until everything is sent, letting time go by; answers what it came to. */
  public async settled(seconds = 60): Promise<object> {
    for (const deadline = Date.now() + seconds * 1_000; Date.now() < deadline; await pause(300)) {
      const now = await this.counts();
      if (JSON.stringify(now) === JSON.stringify(this.owed)) return now;
      await this.laterOn();
    }
    return this.counts();
  }

  /**
   * One event for so many people, whose quiet hours it is: the seconds until it stands in each inbox with its e-mail beside it. Answers how
   * many were told by then.
   */
  public async crowd(people: number, most: number): Promise<{ told: number; seconds: number }> {
    const { admin, recipient } = this.world;
    await admin.query(
      `WITH them AS (INSERT INTO identity.user_account (id, email, name, agency_id, clearance)
           SELECT gen_random_uuid(), 'officer' || n || '@crowd.example', 'Officer', $1, 2 FROM generate_series(1, $2::int) n RETURNING id),
         now AS (SELECT clock_timestamp() AT TIME ZONE 'Europe/London' AS at),
         quiet AS (INSERT INTO notifications.time_choice (user_id, quiet_from, quiet_until)
           SELECT id, (at - interval '1 hour')::time, (at + interval '1 hour')::time FROM them, now)
       INSERT INTO identity.user_role SELECT id, 'officer' FROM them`,
      [recipient, people],
    );
    const started = Date.now();
    const [event] = await this.world.events('thing.told-to-many.v1', 1);
    for (;;) {
      const { rows } = await admin.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM notifications.delivery WHERE event_id = $1`,
        [event],
      );
      const seconds = (Date.now() - started) / 1_000;
      if (rows[0]!.n >= people || seconds > most) return { told: rows[0]!.n, seconds };
      await pause(50);
    }
  }

  public async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await this.post.close();
    await this.world.close();
  }
}
