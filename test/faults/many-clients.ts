import type { FaultWorld } from './a-fault-world.js';
import { say, tally, type Tally } from './fault-tally.js';

/** So many at once over a pool of ten connections, each asking again as soon as it was answered; one in eight writes. */
export async function crowd(
  at: FaultWorld,
  clients: number,
  each: number,
): Promise<Tally & { healed: number | undefined }> {
  const { answers } = at.asker;
  const from = answers.length;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let n = 0; n < each; n += 1)
        await ((client + n) % 8 === 7 ? at.write(client * each + n) : at.read(client + n));
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  const asked = answers.slice(from);
  const healed = await at.until(async () => (await at.read(0)).status === 200);
  const counted = await tally(at, asked);
  const rate = `${Math.round(counted.answered / seconds)} a second`;
  say(`${clients} clients`, 'a pool of 10', counted, { rate, healed: `${healed?.toFixed(1)} s` });
  return { ...counted, healed };
}
