import { request, type ClientRequest } from 'node:http';
import { serve, type Served } from './a-server.js';
import { World, type Person } from './a-world.js';

const TRIES = Number(process.env['N'] ?? 2000);
const PEOPLE = 200;
const AGENCIES = 40;
const AT_ONCE = 40;

interface Counts {
  requests: number;
  answered: number;
  aborted: number;
  refused: number;
  timeouts: number;
  foreign: number;
  missing: number;
}

/** T7: many people over few connections, with requests torn off and statements timed out. Nobody ever reads in another's context. */
describe('the pool of connections', () => {
  let world: World;
  let served: Served;
  let address: string;
  const people: { person: Person; canary: string }[] = [];

  beforeAll(async () => {
    world = await World.create();
    await world.admin.query(`INSERT INTO identity.agency (id, code, name, kind, starts_on)
      SELECT n, 'B' || n, 'Bleed agency ' || n, 'task-force', '2020-01-01' FROM generate_series(1001, ${1000 + AGENCIES}) n`);
    for (let n = 0; n < PEOPLE; n += 1) {
      const agency = 1001 + (n % AGENCIES);
      people.push({ person: await world.aPerson(agency), canary: `bleed-${agency}-` });
    }
    for (const { person, canary } of people.slice(0, AGENCIES)) await world.aReport(person, canary, 5);
    served = await serve(world.database, { poolSize: 5 });
    address = await served.listen();
  }, 300_000);
  afterAll(async () => {
    await served?.close();
    await world?.end();
  });

  it(`shows ${PEOPLE} people over 5 connections their own reports only`, async () => {
    const counts: Counts = { requests: 0, answered: 0, aborted: 0, refused: 0, timeouts: 0, foreign: 0, missing: 0 };
    const locks = holdUp(world, counts);
    await Promise.all(Array.from({ length: AT_ONCE }, (_, worker) => walk(worker, counts)));
    await locks.stop();
    process.stdout.write(`bleed: ${JSON.stringify(counts)}\n`);
    expect(counts).toMatchObject({ requests: TRIES, foreign: 0, missing: 0 });
    expect(counts.aborted).toBeGreaterThan(TRIES / 40);
    expect(counts.answered).toBeGreaterThan(TRIES / 2);
    expect(counts.timeouts).toBeGreaterThan(0);
  }, 3_600_000);

  async function walk(worker: number, counts: Counts): Promise<void> {
    for (let n = worker; n < TRIES; n += AT_ONCE) {
      const { person, canary } = people[(n * 7919) % PEOPLE]!;
      counts.requests += 1;
      const text = await get(person, n % 20 === 0 ? n % 7 : undefined);
      if (text === 'aborted') counts.aborted += 1;
      else if (!text.startsWith('200')) counts.refused += 1;
      else {
        counts.answered += 1;
        const seen = new Set(text.match(/bleed-\d+-/g));
        if (!seen.delete(canary)) counts.missing += 1;
        counts.foreign += seen.size;
      }
    }
  }

  /** The status and body, or "aborted" when the request was torn off after some milliseconds. */
  function get(person: Person, tearAfter?: number): Promise<string> {
    return new Promise((resolve) => {
      let sent: ClientRequest;
      const torn = tearAfter === undefined ? undefined : setTimeout(() => sent.destroy(), tearAfter);
      sent = request(
        `${address}/api/v1/reports?limit=50`,
        { headers: { authorization: `Bearer ${person.token}` } },
        (reply) => {
          let text = '';
          reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          reply.on('end', () => resolve(`${reply.statusCode} ${text}`));
          reply.on('error', () => resolve('aborted'));
        },
      );
      sent.on('error', () => resolve('aborted'));
      sent.on('close', () => clearTimeout(torn));
      sent.end();
    });
  }
});

/** Cancels statements of the application's login while they run, as a timeout does: the same error, at any moment of a transaction. */
function holdUp({ admin }: World, counts: Counts): { stop: () => Promise<void> } {
  let going = true;
  const running = (async () => {
    while (going) {
      const { rows } = await admin.query<{ n: number }>(
        `SELECT count(pg_cancel_backend(pid))::int AS n FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'app_request' AND state = 'active' AND random() < 0.3`,
      );
      counts.timeouts += rows[0]!.n;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  return {
    stop: async () => {
      going = false;
      await running;
    },
  };
}
