import { pause, type FaultWorld } from './a-fault-world.js';
import { say, tally, type Tally } from './fault-tally.js';

export interface Gone {
  writes: Tally;
  down: string[];
  told: { owed: number; told: number; doubled: number };
  /** Seconds until everybody was told of what happened meanwhile, and before. */
  resumed: number | undefined;
  ready: number;
}

/** The queue's server goes with work in hand, people go on, and it comes back. */
export async function loseQueue(at: FaultWorld, how: string, events: number, seconds: number): Promise<Gone> {
  const worker = await at.start('worker');
  await at.emit(events);
  await at.queue.gone();
  await at.emit(events);
  const { down } = await at.ready();
  const writing = await Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? at.write(n) : at.read(n))));
  await pause(seconds * 1_000);
  await at.emit(events);
  await at.queue.back();
  const resumed = await at.settled(90, () => at.twoMinutesLater());
  const { status: ready } = await at.ready();
  const writes = await tally(at, writing);
  const told = await at.told();
  const alive = worker.alive;
  await worker.stop();
  say('queue gone', how, writes, {
    ready: `without ${down.join(' ')}, then ${ready}`,
    told: `${told.told} of ${told.owed}, ${told.doubled} doubled`,
    resumed: `${resumed?.toFixed(1)} s after it was back`,
    worker: alive ? 'the same process' : 'ENDED',
  });
  return { writes, down, told, resumed: alive ? resumed : undefined, ready };
}
