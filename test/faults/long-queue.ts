import { readFileSync } from 'node:fs';
import { pause, type FaultWorld } from './a-fault-world.js';
import { say, tally } from './fault-tally.js';

/** Pages a second: an office at work. */
const RATE = 25;

export interface Drained {
  told: { owed: number; told: number; doubled: number };
  /** Page p95 while it drains over page p95 while the worker stands still, of all turns together and the middle one of the pairs. */
  ratio: number;
  middle: number;
  unaudited: number;
  wrong: string[];
  drainedSeconds: number | undefined;
  /** Seconds until a supervisor heard of a threat to life that was reported in the midst of it. */
  urgent: number | undefined;
}

interface Turns {
  /** Seconds of each turn: the worker stands still, then works. */
  still: number;
  working: number;
  most: number;
}

/**
 * The worker stood still while so many notifications became due. My work and a report's page are asked for at a steady rate, in turn while
 * it stands still and while it drains, so that whatever else the machine does falls on both; then it drains to the end.
 */
export async function drain(at: FaultWorld, backlog: number, { still, working, most }: Turns): Promise<Drained> {
  await readInboxes(at);
  await at.emit(Math.ceil(backlog / at.people.length));
  const from = at.asker.answers.length;
  await pages(at, still / 2);
  const worker = await at.start('worker');
  const started = performance.now();
  const all = { still: [] as number[], working: [] as number[], ratios: [] as number[] };
  let urgent: Promise<number | undefined> | undefined;
  for (let turn = 0; turn < most; turn += 1) {
    process.kill(worker.pid, 'SIGSTOP');
    await pause(200);
    const a = await pages(at, still);
    process.kill(worker.pid, 'SIGCONT');
    await pause(200);
    urgent ??= at.urgent();
    const b = await pages(at, working);
    const { owed, told } = await at.told();
    if (told >= owed && turn > 0) break;
    all.still.push(...a);
    all.working.push(...b);
    all.ratios.push(p95(b) / p95(a));
  }
  const drainedSeconds = (await at.settled(3_600)) && (performance.now() - started) / 1_000;
  await worker.stop();
  const { unaudited, wrong, tried } = await tally(at, at.asker.answers.slice(from));
  const told = await at.told();
  const ratio = p95(all.working) / p95(all.still);
  const middle = quantile(all.ratios, 0.5);
  say(
    'long queue',
    `worker stopped, ${backlog} notifications due`,
    { tried, unaudited, wrong },
    {
      told: `${told.told} of ${told.owed}, ${told.doubled} doubled`,
      'drained in': `${drainedSeconds?.toFixed(0)} s, of which it stood still every other turn`,
      'page p50': `${quantile(all.still, 0.5).toFixed(1)} ms still, ${quantile(all.working, 0.5).toFixed(1)} ms draining`,
      'page p95': `${p95(all.still).toFixed(1)} ms still, ${p95(all.working).toFixed(1)} ms draining, ratio ${ratio.toFixed(2)}`,
      'middle ratio': `${middle.toFixed(2)} of ${all.ratios.length} pairs`,
      'a threat to life meanwhile told after': `${(await urgent)?.toFixed(1)} s`,
      'load of the machine': readFileSync('/proc/loadavg', 'utf8').split(' ', 1)[0],
    },
  );
  return { told, ratio, middle, unaudited, wrong, drainedSeconds, urgent: await urgent };
}

/** Everybody has more unread than is counted, so that pages count as many before as after. */
async function readInboxes({ admin, people, reports }: FaultWorld): Promise<void> {
  await admin.query(
    `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
     SELECT p, -n, 'report-disclosed', ($2::uuid[])[1 + n % $3::int], true, 'off' FROM unnest($1::uuid[]) p, generate_series(1, 150) n
     ON CONFLICT DO NOTHING`,
    [people.map(({ id }) => id), reports, reports.length],
  );
}

/** Milliseconds of each page, asked at fixed moments whether or not the one before has come. */
async function pages(at: FaultWorld, seconds: number): Promise<number[]> {
  const started = performance.now();
  const asked: Promise<{ ms: number }>[] = [];
  for (let n = 0; n < seconds * RATE; n += 1) {
    const wait = started + (n * 1_000) / RATE - performance.now();
    if (wait > 0) await pause(wait);
    asked.push(at.read(n * 2));
  }
  return (await Promise.all(asked)).map(({ ms }) => ms);
}

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN;
const p95 = (values: readonly number[]): number => quantile(values, 0.95);
