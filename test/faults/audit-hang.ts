import pg from 'pg';
import type { FaultWorld } from './a-fault-world.js';
import { say, tally, type Tally } from './fault-tally.js';

/** Another session holds the log's table for so long. What is read meanwhile must not leave; it is refused in time. */
export async function hangAudit(
  at: FaultWorld,
  seconds: number,
  reads: number,
): Promise<Tally & { healed: number | undefined; down: string[]; writes: Tally }> {
  const holder = new pg.Client(at.world.database.adminUrl);
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE audit.entry IN ACCESS EXCLUSIVE MODE');
  const ended = holder.query('SELECT pg_sleep($1)', [seconds]).then(() => holder.query('COMMIT'));
  const writing = Promise.all([0, 1, 2].map((n) => at.write(n)));
  const reading = Promise.all(Array.from({ length: reads }, (_, n) => at.read(n)));
  const looked = new Promise<{ down: string[] }>((resolve) => setTimeout(() => void at.ready().then(resolve), 2_500));
  const answers = await reading;
  const { down } = await looked;
  await ended;
  await holder.end();
  const healed = await at.until(async () => (await at.read(1)).status === 200 && (await at.ready()).status === 200);
  const counted = await tally(at, answers);
  const writes = await tally(at, await writing);
  say('audit hang', `the log's table locked for ${seconds} s`, counted, {
    ready: `without ${down.join(' ')}`,
    healed: `${healed?.toFixed(1)} s after`,
    writes: `${writes.answered} done and audited, ${writes.refused} refused`,
  });
  return { ...counted, healed, down, writes };
}
