import { createHash, randomUUID } from 'node:crypto';
import { pause, RECIPIENT, type FaultWorld } from './a-fault-world.js';
import type { Program } from './programs-at-work.js';
import { say, tally } from './fault-tally.js';

/** What one server did at an hour that is not the database's. */
export interface Seen {
  /** Given until half an hour from now, and until a second ago. */
  inForce: number[];
  expired: number[];
  listed: number;
  /** A session that lives, and one that has ended. */
  session: number[];
  /** How far from the database's time a report was dated that was written here. */
  datedOffMs: number;
  unaudited: number;
}

/** Everything is decided by the database's clock, whatever the server's own says. */
export async function askAt(at: FaultWorld, server: Program, hours: number): Promise<Seen> {
  const { admin } = at;
  const from = at.asker.answers.length;
  const person = at.people[0]!;
  const [current, over] = at.unsettled;
  await until(at, current, '30 minutes');
  await until(at, over, '-1 second');
  const ask = async (path: string): Promise<number> => (await at.ask(person, path, {}, server)).status;
  const both = async (id: string): Promise<number[]> => [
    await ask(`/api/v1/reports/${id}`),
    await ask(`/reports/${id}`),
  ];
  const [inForce, expired] = [await both(current), await both(over)];
  const list = await at.ask(person, '/api/v1/reports?limit=50', {}, server);
  const sessions = [await session(at, '30 minutes'), await session(at, '-1 second')];
  const asked = await Promise.all(sessions.map((token) => at.asker.ask(server.address, '/api/v1/me', token)));
  const written = await at.write(7, {}, server);
  const { id } = JSON.parse(written.body) as { id: string };
  const { rows } = await admin.query<{ off: number }>(
    'SELECT abs(extract(epoch FROM clock_timestamp() - created_at) * 1000)::int AS off FROM intelligence.report WHERE id = $1',
    [id],
  );
  const { unaudited } = await tally(at, at.asker.answers.slice(from));
  const seen = {
    inForce,
    expired,
    listed: list.body.split(over).length - 1,
    session: asked.map(({ status }) => status),
    datedOffMs: rows[0]!.off,
    unaudited,
  };
  for (const id of [current, over]) await until(at, id, '1 year');
  say(
    `clock ${hours > 0 ? '+' : ''}${hours} h`,
    'a server',
    {},
    { ...seen, expired: expired.join(' '), inForce: inForce.join(' ') },
  );
  return seen;
}

async function until({ admin }: FaultWorld, record: string, when: string): Promise<void> {
  for (const table of ['record_visibility', 'item_visibility'])
    await admin.query(
      `UPDATE access.${table} SET valid_until = now() + $2::interval WHERE record_id = $1 AND agency_id = $3`,
      [record, when, RECIPIENT],
    );
}

async function session({ admin, people }: FaultWorld, ends: string): Promise<string> {
  const token = randomUUID();
  await admin.query(
    `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at)
     VALUES ($1, $2, 'api', now() + $3::interval, now() + interval '2 hours')`,
    [createHash('sha256').update(token).digest(), people[1]!.id, ends],
  );
  return token;
}

/** A worker an hour ahead dies with work in its hands; the seconds until another has done it, or undefined. */
export async function dieAhead(at: FaultWorld, hours: number): Promise<number | undefined> {
  const worker = await at.start('worker', hours);
  const client = await at.admin.connect();
  await client.query('BEGIN; LOCK TABLE notifications.notification');
  await at.emit(5);
  const busy = await at.until(async () => (await waiting(at)) > 0);
  process.kill(worker.pid, 'SIGKILL');
  await worker.stop();
  await client.query('COMMIT');
  client.release();
  const other = await at.start('worker');
  const took = await at.settled(30, () => at.twoMinutesLater());
  await other.stop();
  say('clock +1 h', 'a worker killed with work in hand', {}, { 'done by another after': `${took?.toFixed(1)} s` });
  return busy === undefined ? undefined : took;
}

async function waiting({ admin }: FaultWorld): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND usename = 'app_worker' AND wait_event_type = 'Lock'`,
  );
  return rows[0]!.n;
}

export interface Turns {
  /** Of schedules that run every five seconds: the shortest and longest time between two turns, in seconds, and how many there were. */
  shortest: number;
  longest: number;
  turns: number;
  told: { owed: number; told: number; doubled: number };
}

/** Two workers, an hour before and an hour after the database: who is in turn is decided by its clock. */
export async function takeTurns(at: FaultWorld, seconds: number, events: number): Promise<Turns> {
  const { admin } = at;
  await admin.query(`CREATE TABLE public.turn (name text, at timestamptz DEFAULT clock_timestamp());
    CREATE FUNCTION public.note_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO public.turn (name) VALUES (NEW.name); RETURN NULL; END $$;
    CREATE TRIGGER note_turn AFTER INSERT OR UPDATE ON platform.schedule FOR EACH ROW EXECUTE FUNCTION public.note_turn()`);
  const workers = await Promise.all([at.start('worker', -1), at.start('worker', 1)]);
  await at.emit(events);
  await Promise.all([at.settled(60), pause(seconds * 1_000)]);
  await Promise.all(workers.map((one) => one.stop()));
  const { rows } = await admin.query<{ gap: number }>(
    `SELECT extract(epoch FROM at - lag(at) OVER (PARTITION BY name ORDER BY at))::float AS gap FROM public.turn
     WHERE name IN ('reconcile-outbox', 'queue-deliveries')`,
  );
  await admin.query(
    'DROP TRIGGER note_turn ON platform.schedule; DROP FUNCTION public.note_turn(); DROP TABLE public.turn',
  );
  const gaps = rows.map(({ gap }) => gap).filter((gap) => gap !== null);
  const turns = { shortest: Math.min(...gaps), longest: Math.max(...gaps), turns: rows.length, told: await at.told() };
  say(
    'clocks -1 h and +1 h',
    'two workers',
    {},
    {
      turns: turns.turns,
      between: `${turns.shortest.toFixed(2)} to ${turns.longest.toFixed(2)} s of 5`,
      told: `${turns.told.told} of ${turns.told.owed}, ${turns.told.doubled} doubled`,
    },
  );
  return turns;
}
