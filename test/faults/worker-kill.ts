import pg from 'pg';
import { AgencySystem, Post, ToldWorld } from '@clin/notifications/testing';
import { startWorker, type RunningWorker } from './worker-runner.js';

/** Where the worker is when it dies. The first two are certain: a lock holds it there. */
export const MOMENTS = ['between add and mark', 'between enqueue and delivery', 'at any moment'] as const;

export interface KillReport {
  kills: number;
  events: number;
  /** Events that did not reach everyone who should have heard. */
  lost: number;
  /** Deliveries beyond the first: second rows in an inbox, or second announcements in the audit log, where no constraint forbids them. */
  doubled: number;
  unrelayed: number;
  /** E-mails at a sink that keeps one for each Message-ID, and how many of those that are owed never came there. */
  mails: number;
  mailsLost: number;
  /** Ids at the sink that nobody owes, or that a row says were never sent. */
  mailsBeside: number;
  /** E-mails that came more than once, recognisable by their id: a worker died between the mail server's answer and writing it down. */
  mailsRepeated: number;
  /** Calls of one agency's system, counted likewise by the id of their delivery. */
  hooks: number;
  hooksLost: number;
  hooksBeside: number;
  hooksRepeated: number;
  seconds: number;
}

type MailsCounted = Pick<KillReport, 'mails' | 'mailsLost' | 'mailsBeside' | 'mailsRepeated'>;
type HooksCounted = Pick<KillReport, 'hooks' | 'hooksLost' | 'hooksBeside' | 'hooksRepeated'>;

interface Urls {
  adminUrl: string;
  workerUrl: string;
  queueUrl: string;
}

interface Scene {
  adminUrl: string;
  world: ToldWorld;
  emit: () => Promise<void>;
  start: () => Promise<RunningWorker>;
  random: () => number;
}

const EVENT = 'thing.shared.v1';
const TOLD = 3;
const MAILED = 2;
const DRAIN_MS = 90_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Kills the worker again and again with work in hand, then lets one finish, and counts. */
export async function killWorkers(urls: Urls, kills: number, seed: number): Promise<KillReport> {
  const started = Date.now();
  const random = sequence(seed);
  const world = await ToldWorld.create(urls.adminUrl);
  const post = new Post();
  const system = new AgencySystem();
  await world.hook(await system.open(), 's'.repeat(43));
  const env = {
    DATABASE_WORKER_URL: urls.workerUrl,
    QUEUE_URL: urls.queueUrl,
    SMTP_URL: await post.open(),
    WEBHOOK_LOOPBACK: 'yes',
  };
  const events: string[] = [];
  const emit = async (): Promise<void> => {
    events.push(...(await world.events(EVENT, 1 + Math.floor(random() * 20))));
  };
  const running: RunningWorker[] = [];
  const start = async (): Promise<RunningWorker> => {
    running.push(await startWorker(env));
    return running.at(-1)!;
  };
  const scene: Scene = { adminUrl: urls.adminUrl, world, emit, start, random };
  try {
    for (let done = 0; done < kills; done += 1) await KILL[MOMENTS[done % MOMENTS.length]!](scene);
    const last = await start();
    const deadline = Date.now() + DRAIN_MS;
    const all = async (): Promise<Omit<KillReport, 'kills' | 'events' | 'seconds'>> => ({
      ...(await outcome(world, events)),
      ...(await posted(world, events, post)),
      ...(await hooked(world, events, system)),
    });
    const open = async (): Promise<boolean> => {
      const { lost, mailsLost, hooksLost } = await all();
      return lost + mailsLost + hooksLost > 0;
    };
    while ((await open()) && Date.now() < deadline) await pause(200);
    // Whatever was added twice would be delivered twice by now or soon.
    await pause(500);
    await last.stop();
    const seconds = Math.round((Date.now() - started) / 1000);
    return { kills, events: events.length, ...(await all()), seconds };
  } finally {
    await Promise.all(running.map((one) => one.kill()));
    await post.close();
    await system.close();
    await world.close();
  }
}

const KILL: Record<(typeof MOMENTS)[number], (scene: Scene) => Promise<void>> = {
  // The events wait before the worker starts, and the lock lets it read the outbox but not mark it.
  'between add and mark': async ({ adminUrl, world, emit, start }) => {
    await emit();
    await held(adminUrl, 'platform.outbox', async () => {
      const worker = await start();
      await until(world, 'UPDATE platform.outbox%');
      await worker.kill();
    });
  },
  'between enqueue and delivery': async ({ adminUrl, world, emit, start }) => {
    const worker = await start();
    await held(adminUrl, 'notifications.notification', async () => {
      await emit();
      await until(world, '%INSERT INTO notifications.notification %');
      await worker.kill();
    });
  },
  'at any moment': async ({ emit, start, random }) => {
    const worker = await start();
    await emit();
    await pause(random() * 250);
    await worker.kill();
  },
};

/** Holds a lock that stops every writer of a table, for the duration of the work. */
async function held(adminUrl: string, table: string, work: () => Promise<void>): Promise<void> {
  const holder = new pg.Client({ connectionString: adminUrl });
  await holder.connect();
  try {
    await holder.query('BEGIN');
    await holder.query(`LOCK TABLE ${table} IN SHARE MODE`);
    await work();
  } finally {
    await holder.end();
  }
}

/** Waits until the worker stands at a statement. */
async function until(world: ToldWorld, statement: string): Promise<void> {
  for (let tries = 0; !(await stands(world.admin, statement)); tries += 1) {
    if (tries > 1_000) throw new Error(`the worker never came to ${statement}`);
    await pause(20);
  }
}

async function stands(client: pg.Client, statement: string): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`,
    [statement],
  );
  return rows.length > 0;
}

async function outcome(
  world: ToldWorld,
  events: string[],
): Promise<{ lost: number; doubled: number; unrelayed: number }> {
  const { rows } = await world.admin.query<{ lost: number; doubled: number; unrelayed: number }>(
    `WITH told AS (SELECT o.id, o.relayed_at,
         (SELECT count(*) FROM notifications.notification n WHERE n.event_id = o.id) AS rows,
         (SELECT count(*) FROM audit.entry e WHERE e.event = 'notification.announce' AND e.detail ->> 'eventId' = o.id::text) AS announced
       FROM platform.outbox o WHERE o.id = ANY ($1::bigint[]))
     SELECT count(*) FILTER (WHERE rows < $2 OR announced < 1)::int AS lost,
       (sum(greatest(rows - $2, 0)) + sum(greatest(announced - 1, 0)))::int AS doubled,
       count(*) FILTER (WHERE relayed_at IS NULL)::int AS unrelayed FROM told`,
    [events, TOLD],
  );
  return rows[0]!;
}

/** What came to a sink that keeps one for each id, against what the rows say was sent and what is owed. */
async function keyed(
  world: ToldWorld,
  sent: string,
  events: string[],
  came: string[],
  owed: number,
): Promise<number[]> {
  const { rows } = await world.admin.query<{ id: string }>(sent, [events]);
  const [ids, kept] = [new Set(rows.map(({ id }) => id)), new Set(came)];
  const arrived = [...ids].filter((id) => kept.has(id)).length;
  return [kept.size, owed - arrived, [...kept].filter((id) => !ids.has(id)).length, came.length - kept.size];
}

async function posted(world: ToldWorld, events: string[], { ids }: Post): Promise<MailsCounted> {
  const sent = `SELECT id FROM notifications.notification WHERE event_id = ANY ($1::bigint[]) AND state = 'sent'`;
  const [mails, mailsLost, mailsBeside, mailsRepeated] = await keyed(world, sent, events, ids, events.length * MAILED);
  return { mails: mails!, mailsLost: mailsLost!, mailsBeside: mailsBeside!, mailsRepeated: mailsRepeated! };
}

async function hooked(world: ToldWorld, events: string[], { ids }: AgencySystem): Promise<HooksCounted> {
  const sent = `SELECT id FROM notifications.delivery WHERE event_id = ANY ($1::bigint[]) AND channel = 'webhook' AND state = 'sent'`;
  const [hooks, hooksLost, hooksBeside, hooksRepeated] = await keyed(world, sent, events, ids, events.length);
  return { hooks: hooks!, hooksLost: hooksLost!, hooksBeside: hooksBeside!, hooksRepeated: hooksRepeated! };
}

/** Mulberry32: the same kills for the same seed. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
